import { expect, type Locator, type Page } from "@playwright/test";
import { keepPayload, usePayload } from "./try-from.ts";

/** The phone in the editor: an outside telephone, and the ones that a flow calls. */
export class Handset {
  readonly page: Page;
  readonly frame: Locator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.getByRole("complementary", { name: "Phone" });
  }

  async open(): Promise<void> {
    await this.page.getByRole("button", { name: "Open the phone" }).click();
    await expect(this.frame).toBeVisible();
  }

  /** Chooses which outside number this phone is. */
  async be(number: string): Promise<void> {
    await this.frame.getByRole("button", { name: /^Your number/ }).click();
    await this.page.getByRole("combobox").last().fill(number);
    await this.page.getByRole("option", { name: `Be ${number}` }).click();
    await expect(this.frame.getByRole("button", { name: `Your number: ${number}` })).toBeVisible();
  }

  /** Calls a number of the account, or whoever stands on that line of the list. */
  async call(...words: string[]): Promise<void> {
    const all = this.frame.getByRole("list", { name: "Who to call" }).getByRole("button");
    await words.reduce((found, hasText) => found.filter({ hasText }), all).click();
    await expect(this.frame.getByRole("button", { name: "Hang up", exact: true })).toBeVisible();
  }

  async callDraft(): Promise<void> {
    await this.call("This draft");
  }

  async hears(words: string | RegExp): Promise<void> {
    await expect(this.transcript().filter({ hasText: words })).toBeVisible();
  }

  transcript(): Locator {
    return this.frame.getByRole("log", { name: "Transcript" });
  }

  async press(keys: string): Promise<void> {
    for (const key of keys) {
      const name = { "#": "hash", "*": "star" }[key] ?? key;
      await this.frame.getByRole("group", { name: "Keypad" }).getByRole("button", { name, exact: true }).click();
    }
  }

  async say(words: string): Promise<void> {
    await this.frame.getByLabel("Say something").fill(words);
    await this.frame.getByRole("button", { name: "Say it" }).click();
  }

  ringing(number: string): Locator {
    return this.page.getByLabel(`Incoming call to ${number}`, { exact: true });
  }

  async accept(number: string): Promise<void> {
    await this.ringing(number).getByRole("button", { name: "Accept" }).click();
    await expect(this.ringing(number)).toBeHidden();
  }

  /** Goes to the other end of the conversation. */
  async takeLine(number: string): Promise<void> {
    await this.frame.getByRole("group", { name: "Lines" }).getByRole("button", { name: number, exact: true }).click();
  }

  /** A phone that stands beside the large one. */
  side(number: string): Locator {
    return this.frame.getByRole("group", { name: `Phone ${number}`, exact: true });
  }

  async hangUp(): Promise<void> {
    await this.frame.getByRole("button", { name: "Hang up", exact: true }).click();
  }

  async ended(): Promise<void> {
    await expect(this.frame.getByText(/^Call ended: /)).toBeVisible();
  }

  async newCall(): Promise<void> {
    await this.frame.getByRole("button", { name: "New call" }).click();
  }

  /** Follows the call to its run. */
  async seeTheRun(): Promise<void> {
    await this.frame.getByRole("link", { name: "see the run" }).click();
    await expect(this.page.getByRole("list", { name: "Steps and events" })).toBeVisible();
  }

  async close(): Promise<void> {
    await this.frame.getByRole("button", { name: "Close the phone" }).click();
    await expect(this.frame).toBeHidden();
  }

  /** Of an API request: what is in its fields, kept under a name. */
  async keepPayload(name: string): Promise<void> {
    await keepPayload(this.page, this.frame, name);
  }

  async usePayload(name: string): Promise<void> {
    await usePayload(this.page, this.frame, name);
  }

  /** Chooses whom the texts go to. */
  async textTo(number: string): Promise<void> {
    await this.frame.getByRole("button", { name: /^Who to text/ }).click();
    await this.page.getByRole("option").filter({ hasText: number }).click();
  }

  async texts(text: string): Promise<void> {
    await this.frame.getByLabel("Text message").fill(text);
    await this.page.keyboard.press("Enter");
  }
}
