import type { Flow } from "@cordboard/api";
import { expect, type BrowserContext, type Locator, type Page } from "@playwright/test";
import type { Product } from "../steps/product.ts";
import { Board } from "./board.ts";
import { Handset } from "./handset.ts";
import { Inspector } from "./inspector.ts";
import { Palette } from "./palette.ts";

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;
/** A sign-in link is good for one browser; the tests of a file share what it gave. */
const sessions = new WeakMap<Product, Cookies>();

export type Place = "Flows" | "Numbers" | "Runs" | "Messages" | "Recordings" | "In doubt" | "Settings";

/** The editor in a browser, as its author uses it. */
export class Editor {
  readonly page: Page;
  readonly board: Board;
  readonly inspector: Inspector;
  readonly phone: Handset;
  readonly palette: Palette;
  readonly #product: Product;

  constructor(page: Page, product: Product) {
    this.page = page;
    this.board = new Board(page);
    this.inspector = new Inspector(page);
    this.phone = new Handset(page);
    this.palette = new Palette(page);
    this.#product = product;
  }

  /** Opens the printed link, or goes on with the session that it began. */
  async signIn(): Promise<void> {
    const { page } = this;
    if (await this.#goOn()) await page.goto(this.#product.url);
    else {
      await page.goto(this.#product.signInLink);
      await this.#keepSession();
    }
    await this.heading("Flows").waitFor();
  }

  /** Signed in, straight at the board of a flow, as from a bookmark: where the way over the lists is no part of the test. */
  async signInAt(flow: string): Promise<void> {
    const { items } = await this.#product.api<{ items: Flow[] }>("GET", "/api/flows?limit=200");
    const found = items.find((item) => item.name === flow);
    if (!found) throw new Error(`There is no flow "${flow}"`);
    if (!(await this.#goOn())) {
      // The answer sets the cookie; the page that it leads on to need not be loaded for that.
      await this.page.context().request.get(this.#product.signInLink, { maxRedirects: 0 });
      await this.#keepSession();
    }
    await this.page.goto(`${this.#product.url}/flows/${found.id}`);
    await this.board.ready();
    await this.board.showAll();
  }

  async #goOn(): Promise<boolean> {
    const known = sessions.get(this.#product);
    if (known) await this.page.context().addCookies(known);
    return known !== undefined;
  }

  async #keepSession(): Promise<void> {
    sessions.set(this.#product, await this.page.context().cookies());
  }

  /** As who an API key was given to, in a browser of its own; no page is opened yet. */
  async signInWithKey(key: string): Promise<void> {
    const answer = await this.page.context().request.post(`${this.#product.url}/api/session`, { data: { key } });
    expect(answer.ok()).toBe(true);
  }

  heading(name: string): Locator {
    return this.page.getByRole("heading", { name, exact: true });
  }

  async go(place: Place): Promise<void> {
    await this.place(place).click();
    await this.heading(place).waitFor();
  }

  /** In the navigation; it may have a count behind its name. */
  place(name: Place, count?: number): Locator {
    const text = new RegExp(`^${name}${count === undefined ? String.raw`( \(\d+\+?\))?` : String.raw` \(${count}\)`}$`);
    return this.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: text });
  }

  async newFlow(name: string): Promise<void> {
    await this.go("Flows");
    await this.page.getByRole("button", { name: "New flow" }).click();
    const dialog = this.page.getByRole("dialog", { name: "New flow" });
    await dialog.getByLabel("Name", { exact: true }).fill(name);
    await dialog.getByRole("button", { name: "Create flow" }).click();
    await this.board.ready();
  }

  /** A large one is shown from its beginning; with the whole of it in sight every card can be reached. */
  async openFlow(name: string): Promise<void> {
    await this.go("Flows");
    await this.page.getByRole("table", { name: "Flows" }).getByRole("link", { name, exact: true }).click();
    await this.board.ready();
    await this.board.showAll();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** A short notice at the foot of the page. */
  notice(text: string | RegExp): Locator {
    return this.page.locator("[data-sonner-toast]").filter({ hasText: text });
  }

  /** Above the board, while another window draws. */
  get drawingElsewhere(): Locator {
    return this.page.getByRole("status", { name: "Who draws" });
  }

  async takeOver(): Promise<void> {
    await this.drawingElsewhere.getByRole("button", { name: "Take over" }).click();
    await expect(this.drawingElsewhere).toHaveText("");
  }

  /** Who else has the flow open, as screen readers say it. */
  alsoHere(who: string): Locator {
    return this.page.getByRole("button", { name: `Also here: ${who}`, exact: true });
  }

  async saved(): Promise<void> {
    await expect(this.page.getByRole("status").filter({ hasText: /^Saved$/ })).toBeVisible();
  }

  async publish(message: string): Promise<void> {
    await this.button("Publish").click();
    const dialog = this.page.getByRole("dialog", { name: /^Publish version/ });
    await dialog.getByLabel(/^What changed/).fill(message);
    await dialog.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** On the Numbers page: which flow takes the calls to a number, or its texts. */
  async assign(number: string, flow: string, use: "calls" | "texts" = "calls"): Promise<void> {
    await this.go("Numbers");
    await this.page.getByRole("button", { name: `Flow for ${use} to ${number}` }).click();
    await this.page.getByRole("option", { name: flow }).click();
    await expect(this.notice(`${use === "calls" ? "Calls" : "Texts"} to ${number} go to “${flow}”`)).toBeVisible();
    await expect(this.page.getByRole("row").filter({ hasText: number })).toContainText("Connected");
  }

  /** The rows of the open run's journal, `name` with where it went on. */
  steps(): Locator {
    return this.page.getByRole("list", { name: "Steps and events" }).locator("li:has(> button)");
  }
}
