import { expect, type Locator, type Page } from "@playwright/test";

/** The list of everything there is to do or to go to. */
export class Palette {
  readonly page: Page;
  readonly frame: Locator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.getByRole("dialog", { name: "Find or do anything" });
  }

  async open(): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+k");
    await expect(this.field()).toBeFocused();
  }

  field(): Locator {
    return this.frame.getByRole("combobox");
  }

  lines(): Locator {
    return this.frame.getByRole("option");
  }

  /** The line that Enter takes. */
  chosen(): Locator {
    return this.frame.getByRole("option", { selected: true });
  }

  /** Types, and takes what comes first. */
  async do(typed: string, line: string | RegExp = typed): Promise<void> {
    await this.open();
    await this.page.keyboard.type(typed);
    await expect(this.chosen()).toContainText(line);
    await this.page.keyboard.press("Enter");
    await expect(this.frame).toBeHidden();
  }
}
