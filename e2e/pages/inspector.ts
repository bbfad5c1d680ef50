import { expect, type Locator, type Page } from "@playwright/test";

/** The settings of the selected step. */
export class Inspector {
  readonly page: Page;
  readonly frame: Locator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.getByRole("complementary", { name: /^Settings of / });
  }

  field(label: string): Locator {
    return this.frame.getByLabel(label, { exact: true });
  }

  async rename(name: string): Promise<void> {
    await this.field("Name of the step").fill(name.replaceAll(" ", "_"));
    await this.page.keyboard.press("Enter");
    await expect(this.frame).toHaveAccessibleName(`Settings of ${name.replaceAll(" ", "_")}`);
  }

  async type(label: string, text: string): Promise<void> {
    await this.field(label).fill(text);
  }

  /** Writes code in place of what is there, as one stroke: brackets are closed only for those who type. */
  async code(label: string, text: string): Promise<void> {
    await this.field(label).and(this.page.locator(".cm-content")).click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
  }

  /** The first text of a prompt. */
  async say(text: string, prompt = "What the caller hears"): Promise<void> {
    await this.type(`${prompt}, text 1`, text);
  }

  /** A prompt that has no text yet. */
  async addText(prompt: string, text: string): Promise<void> {
    await this.section(prompt).getByRole("button", { name: "Say something" }).click();
    await this.say(text, prompt);
  }

  async tab(name: "Settings" | "Exits" | "Help"): Promise<void> {
    await this.field("Part of the inspector").getByRole("radio", { name, exact: true }).press("Space");
  }

  /** A group of settings under one heading. */
  section(title: string): Locator {
    return this.frame
      .locator("[data-field]")
      .filter({ has: this.page.getByText(title, { exact: true }) })
      .last();
  }

  async press(button: string): Promise<void> {
    await this.frame.getByRole("button", { name: button, exact: true }).click();
  }

  async choose(label: string, option: string): Promise<void> {
    await this.field(label).getByRole("radio", { name: option, exact: true }).click();
  }

  async select(label: string, option: string): Promise<void> {
    await this.field(label).click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
  }

  /** Opens the list of variables by typing `{{`, and takes one of it. */
  async insertVariable(label: string, typed: string, path: string): Promise<void> {
    await this.field(label).pressSequentially(`{{ ${typed}`);
    await this.suggestion(path).click();
    await expect(this.field(label)).toHaveValue(new RegExp(`\\{\\{ ${path.replaceAll(".", "\\.")} \\}\\}$`));
  }

  suggestion(path: string): Locator {
    return this.page
      .getByRole("listbox", { name: "Variables" })
      .getByRole("option")
      .filter({ has: this.page.getByText(path, { exact: true }) });
  }
}
