import { expect, type Locator, type Page } from "@playwright/test";

/** The tests of the open flow, along the bottom of the board. */
export class FlowTests {
  readonly page: Page;
  readonly list: Locator;
  readonly detail: Locator;

  constructor(page: Page) {
    this.page = page;
    this.list = page.getByRole("list", { name: "Tests" });
    this.detail = page.getByRole("region", { name: "Test", exact: true });
  }

  /** Its tab; the name tells how many fail. */
  get tab(): Locator {
    return this.page.getByRole("button", { name: /^Tests/ });
  }

  async open(): Promise<void> {
    await this.tab.click();
    await expect(this.page.getByRole("button", { name: "Add test" })).toBeVisible();
  }

  test(name: string): Locator {
    return this.list.getByRole("listitem").filter({ hasText: name });
  }

  async choose(name: string): Promise<void> {
    await this.test(name).locator("[data-test]").click();
    await expect(this.detail.getByLabel("Name of the test")).toHaveValue(name);
  }

  async runAll(): Promise<void> {
    await this.page.getByRole("button", { name: "Run all", exact: true }).click();
  }

  /** Runs the chosen one. */
  async run(): Promise<void> {
    await this.detail.getByRole("button", { name: "Run", exact: true }).click();
  }

  async add(start: string): Promise<void> {
    await this.page.getByRole("button", { name: "Add test" }).click();
    await this.page.getByRole("menuitem", { name: start }).click();
  }

  async more(action: "Duplicate" | "Delete"): Promise<void> {
    await this.detail.getByRole("button", { name: "More" }).click();
    await this.page.getByRole("menuitem", { name: action }).click();
  }

  async show(view: "Steps" | "JSON"): Promise<void> {
    await this.detail.getByRole("radio", { name: view }).click();
  }

  get text(): Locator {
    return this.detail.getByLabel("The test as JSON");
  }

  /** Changes the chosen test's text. */
  async rewrite(from: string, to: string): Promise<void> {
    await this.show("JSON");
    const before = await this.text.inputValue();
    expect(before).toContain(from);
    await this.text.fill(before.replace(from, to));
  }

  verdict(): Locator {
    return this.detail.getByRole("status");
  }

  steps(): Locator {
    return this.detail.getByRole("list", { name: "Steps" }).getByRole("listitem");
  }

  /** The sentence of the test that did not hold. */
  failedLine(): Locator {
    return this.detail.locator("[aria-current=step]");
  }

  path(): Locator {
    return this.detail.getByRole("list", { name: "Path" }).getByRole("listitem");
  }
}
