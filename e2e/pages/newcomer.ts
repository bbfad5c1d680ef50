import type { Locator, Page } from "@playwright/test";

/** Somebody who sees the editor for the first time: does only what the screen offers, and every act is counted. */
export class Newcomer {
  readonly page: Page;
  readonly #acts: string[] = [];

  constructor(page: Page) {
    this.page = page;
  }

  /** What was done, in order. */
  get acts(): readonly string[] {
    return this.#acts;
  }

  async open(address: string): Promise<void> {
    this.#acts.push("open the printed link");
    await this.page.goto(address);
  }

  async press(what: Locator, says: string): Promise<void> {
    this.#acts.push(`press ${says}`);
    await what.click();
  }

  /** A field is filled with one act, however long the text. */
  async write(into: Locator, text: string): Promise<void> {
    this.#acts.push(`write “${text}”`);
    await into.fill(text);
  }
}
