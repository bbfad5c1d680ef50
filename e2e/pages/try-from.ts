import { expect, type Locator, type Page } from "@playwright/test";
import { Board } from "./board.ts";

/** The dialogue that begins a test at a step. */
export class TryFrom {
  readonly page: Page;
  readonly frame: Locator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.getByRole("dialog", { name: /^Try from / });
  }

  /** By the menu of the step's card. */
  async open(step: string): Promise<void> {
    await new Board(this.page).card(step).locator(".card-name").click({ button: "right" });
    await this.page.getByRole("menuitem", { name: "Try from here…" }).click();
    await expect(this.frame).toBeVisible();
  }

  value(path: string): Locator {
    return this.frame.getByLabel(path, { exact: true });
  }

  async keepAs(name: string): Promise<void> {
    await keepPayload(this.page, this.frame, name);
  }

  async use(name: string): Promise<void> {
    await usePayload(this.page, this.frame, name);
  }

  async start(button: string): Promise<void> {
    await this.frame.getByRole("button", { name: button }).click();
    await expect(this.frame).toBeHidden();
  }
}

const field = (frame: Locator): Locator => frame.getByRole("button", { name: /^Payload:/ });

/** Keeps what is in the fields under a name. */
export async function keepPayload(page: Page, frame: Locator, name: string): Promise<void> {
  await field(frame).click();
  await page.getByRole("combobox", { name: "Payload" }).fill(name);
  await page.getByRole("option", { name: `Keep these values as “${name}”` }).click();
  await expect(field(frame)).toHaveText(name);
}

export async function usePayload(page: Page, frame: Locator, name: string): Promise<void> {
  await field(frame).click();
  await page.getByRole("option", { name, exact: true }).click();
  await expect(field(frame)).toHaveText(name);
}
