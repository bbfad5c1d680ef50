import { expect, type Locator, type Page } from "@playwright/test";

/** More presses than this lead nowhere. */
const MOST = 200;

/** The flow as a tree, worked at with the keyboard alone. */
export class Outline {
  readonly page: Page;
  readonly tree: Locator;

  constructor(page: Page) {
    this.page = page;
    this.tree = page.getByRole("tree", { name: "Outline" });
  }

  async open(): Promise<void> {
    await this.page.keyboard.press("o");
    await expect(this.tree).toBeFocused();
  }

  /** The line that keys are for. */
  active(): Locator {
    return this.tree.getByRole("treeitem", { selected: true });
  }

  async isAt(line: RegExp): Promise<void> {
    await expect(this.active()).toHaveAccessibleName(line);
  }

  /** The next line further down that begins so. */
  async down(to: string): Promise<void> {
    for (let pressed = 0; pressed < MOST; pressed++) {
      await this.page.keyboard.press("ArrowDown");
      if ((await this.active().textContent())?.startsWith(to)) return;
    }
    throw new Error(`No line below begins with “${to}”.`);
  }

  /** What comes next at the bare exit of this line: a component, or a step that is there. */
  async lead(exit: string, to: string, line = `${exit}: ${to}`): Promise<void> {
    await this.down(`${exit}: nowhere yet`);
    await this.page.keyboard.press("Enter");
    const list = this.page.getByRole("dialog", { name: "Add a step" });
    await expect(list.getByRole("combobox")).toBeFocused();
    await this.page.keyboard.type(to);
    await expect(list.getByRole("option", { selected: true })).toContainText(to);
    await this.page.keyboard.press("Enter");
    await expect(this.tree).toBeFocused();
    await expect(this.active()).toHaveAccessibleName(new RegExp(`^${line}`));
  }
}

/** Presses Tab until the focus is there. */
export async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  for (let pressed = 0; pressed < MOST; pressed++) {
    if (await target.evaluateAll((found) => found.some((element) => element === document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab doesn't lead to ${String(target)}.`);
}
