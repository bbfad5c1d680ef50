import { expect, type Locator, type Page } from "@playwright/test";

interface Point {
  x: number;
  y: number;
}

export interface Spot {
  /** Beside this card; measured from it, in the board's own px. */
  rightOf: string;
  down?: number;
  right?: number;
}

const CARD_WIDTH = 240;
const GAP = 96;
/** Where a card hangs on the pointer while it is carried from the palette. */
const GRIP = { x: 120, y: 20 };
/** Kept free around what is pointed at, px; above it less. */
const ROOM = 160;
const EDGE = 40;

/** Names are written with spaces, as people say them. */
const stored = (name: string): string => name.replaceAll(" ", "_");
const exitId = (label: string): string => label.toLowerCase().replaceAll(" ", "_");

/** The board of an open flow: cards, jacks, cords. */
export class Board {
  readonly page: Page;
  readonly frame: Locator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.locator(".react-flow");
  }

  async ready(): Promise<void> {
    // Looks at each frame; `expect` would look again only after up to a second.
    await this.page.locator(".react-flow__node").first().waitFor();
  }

  card(name: string): Locator {
    return this.page.locator(".react-flow__node").filter({ has: this.page.locator(`[data-node="${stored(name)}"]`) });
  }

  /** The cards in sight. */
  cards(): Locator {
    return this.page.locator(".react-flow__node-card");
  }

  /** So many cards, all of them brought into sight: what is out of sight isn't drawn. */
  async holds(cards: number): Promise<void> {
    await expect(async () => {
      await this.showAll();
      await expect(this.cards()).toHaveCount(cards, { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
  }

  /** The jack of an exit, by its label. */
  jack(card: string, exit: string): Locator {
    return this.card(card).locator(`.jack-out[data-exit="${exitId(exit)}"]`);
  }

  input(card: string): Locator {
    return this.card(card).locator(".jack-in");
  }

  cord(from: string, exit: string, to?: string): Locator {
    const title = `Cord: ${stored(from)} · ${exit}${to === undefined ? "" : ` → ${stored(to)}`}`;
    return to === undefined ? this.page.locator(`[aria-label^="${title} → "]`) : this.page.locator(`[aria-label="${title}"]`);
  }

  /** What the run took along a cord. */
  flowed(from: string, exit: string): Locator {
    return this.page.locator(`.cord-value[data-cord="${stored(from)} · ${exit}"]`);
  }

  async select(name: string, options: { also?: boolean } = {}): Promise<void> {
    const title = this.card(name).locator(".card-name");
    // The board may be on its way to another step that was just made: then this one is out of sight again.
    await expect(async () => {
      await this.#scrollTo(await middle(title));
      await title.click({ ...(options.also && { modifiers: ["ControlOrMeta"] }), timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
  }

  /** Looks a step up by its name: it is selected and in sight. */
  async find(name: string): Promise<void> {
    const palette = this.page.getByRole("dialog", { name: "Find or do anything" });
    await this.page.getByRole("button", { name: "Find or do anything" }).click();
    await palette.getByRole("combobox").fill(stored(name));
    await expect(palette.getByRole("option", { selected: true })).toContainText(stored(name));
    await this.page.keyboard.press("Enter");
    await expect(this.card(name).locator(".card-selected")).toBeVisible();
    await this.still();
  }

  /** Zooms, and scrolls until the card lies that far from the board's left edge (px) and that far down it (share of its height). */
  async lookAt(name: string, { zoom, left, top }: { zoom: number; left: number; top: number }): Promise<void> {
    const frame = await boxOf(this.frame);
    // Zoomed about the card, which so stays in sight.
    const { x, y } = await middle(this.card(name));
    await this.page.mouse.move(x, y);
    await this.page.keyboard.down("Control");
    // d3-zoom's rule: twice the size for 500 px of the wheel.
    await this.page.mouse.wheel(0, Math.log2((await this.zoom()) / zoom) * 500);
    await this.page.keyboard.up("Control");
    await this.still();
    const box = await boxOf(this.card(name));
    await this.page.mouse.wheel(box.x - frame.x - left, box.y - frame.y - top * frame.height);
    await this.still();
  }

  /** Drags a card. */
  async moveBy(name: string, dx: number, dy: number): Promise<void> {
    const { x, y } = await middle(this.card(name).locator(".card-header"));
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + dx, y + dy, { steps: 8 });
    await this.page.mouse.up();
  }

  /**
   * Drags a card, by its name, to where `to` says on the screen, with the whole flow in sight. `on` looks on before it is let go;
   * with Alt a copy is left behind.
   */
  async carry(
    name: string,
    to: (grip: Point) => Point | Promise<Point>,
    { alt = false, on }: { alt?: boolean; on?: () => Promise<void> } = {},
  ): Promise<void> {
    await this.showAll();
    const grip = await middle(this.card(name).locator(".card-name"));
    const target = await to(grip);
    if (alt) await this.page.keyboard.down("Alt");
    await this.page.mouse.move(grip.x, grip.y);
    await this.page.mouse.down();
    // As a hand does: the first small move only tells a drag from a press.
    await this.page.mouse.move(grip.x + 3, grip.y);
    await this.page.mouse.move(target.x, target.y, { steps: 8 });
    await on?.();
    await this.page.mouse.up();
    if (alt) await this.page.keyboard.up("Alt");
  }

  /** Where a card, or a note by its text, lies in the flow, once it has come to rest. */
  async place(name: string): Promise<{ x: number; y: number }> {
    return this.placeOf(this.card(name));
  }

  async placeOf(thing: Locator): Promise<{ x: number; y: number }> {
    return thing.evaluate(async (element: HTMLElement) => {
      let last = "";
      for (let same = 0; same < 4;) {
        await new Promise(requestAnimationFrame);
        same = element.style.transform === last ? same + 1 : 0;
        last = element.style.transform;
      }
      const { e: x, f: y } = new DOMMatrix(last);
      return { x, y };
    });
  }

  /** Several cards, the first with a plain press. */
  async selectAll(...names: string[]): Promise<void> {
    for (const [index, name] of names.entries()) {
      await this.select(name, { also: index > 0 });
      // The inspector of a single step covers part of the board.
      if (index === 0 && names.length > 1) await this.showAll();
    }
  }

  /** A line of the board's menu, opened on a card, a note or a cord; the names of submenus come before it. */
  async choose(on: Locator, ...items: string[]): Promise<void> {
    await on.click({ button: "right" });
    await this.chooseFrom(...items);
  }

  async chooseFrom(...items: string[]): Promise<void> {
    for (const item of items) await this.page.getByRole("menuitem", { name: item }).first().click();
  }

  frameCalled(title: string): Locator {
    return this.page.locator(".react-flow__node-note").filter({ has: this.page.locator(".frame-title", { hasText: title }) });
  }

  /** A point on a cord, in the middle of its line's longest level stretch. */
  async onCord(cord: Locator): Promise<{ x: number; y: number }> {
    return cord.locator(".cord-line").evaluate((line: SVGPathElement) => {
      const half = line.getPointAtLength(line.getTotalLength() / 2);
      const { x, y } = half.matrixTransform(line.getScreenCTM() ?? undefined);
      return { x, y };
    });
  }

  /** How far one card lies from another. */
  async between(one: string, other: string): Promise<{ x: number; y: number }> {
    const [a, b] = [await boxOf(this.card(one)), await boxOf(this.card(other))];
    return { x: b.x - a.x, y: b.y - a.y };
  }

  /** Closes the inspector: nothing is selected, and the board has its room back. */
  async deselect(): Promise<void> {
    await this.page
      .getByRole("complementary", { name: /^Settings of / })
      .getByRole("button", { name: "Close", exact: true })
      .click();
    await expect(this.page.locator(".card-selected")).toHaveCount(0);
  }

  async deselectAll(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await expect(this.page.locator(".card-selected")).toHaveCount(0);
  }

  async showAll(): Promise<void> {
    await this.page.getByRole("button", { name: "Show the whole flow" }).click();
    await this.still();
  }

  async openPalette(): Promise<void> {
    const open = this.page.getByRole("button", { name: "Open the palette" });
    if (await open.isVisible()) await open.click();
  }

  /** Drags a component from the palette to a place beside a card. */
  async drag(component: string, spot: Spot): Promise<void> {
    await this.#scrollTo(await this.#pointFor(spot));
    await this.page.getByRole("complementary", { name: "Components" }).getByRole("button", { name: component, exact: true }).hover();
    await this.page.mouse.down();
    const { x, y } = await this.#pointFor(spot);
    await this.page.mouse.move(x, y, { steps: 8 });
    await this.page.mouse.up();
    await expect(this.page.getByRole("complementary", { name: /^Settings of / })).toContainText(component);
  }

  /** Pulls a cord from an exit's jack to the input jack of a card. */
  async connect(from: string, exit: string, to: string): Promise<void> {
    await this.jack(from, exit).hover();
    await this.page.mouse.down();
    const { x, y } = await middle(this.input(to));
    await this.page.mouse.move(x, y, { steps: 8 });
    await this.page.mouse.up();
    await expect(this.cord(from, exit, to)).toBeAttached();
  }

  /** Presses an exit's jack and chooses what comes next from the list. */
  async add(from: string, exit: string, component: string): Promise<void> {
    await this.jack(from, exit).click();
    const list = this.page.getByRole("dialog", { name: "Add a step" });
    await list.getByRole("combobox").fill(component);
    await list.getByRole("option", { name: component, exact: true }).first().click();
    await expect(list).toBeHidden();
    await expect(this.cord(from, exit)).toBeAttached();
  }

  /** The run is at this card now. */
  async isAt(name: string): Promise<void> {
    await expect(this.card(name).locator(".card-waiting")).toBeVisible();
  }

  /** The run has been at this card, or is there. */
  async isLit(name: string): Promise<void> {
    await expect(this.card(name).locator(".card-visited, .card-waiting")).toBeVisible();
  }

  async isDark(name: string): Promise<void> {
    await expect(this.card(name).locator(".card-visited, .card-waiting, .card-failed")).toHaveCount(0);
  }

  /** Resolves when the board has come to rest after a pan or zoom. */
  async still(): Promise<void> {
    await this.page.locator(".react-flow__viewport").evaluate(async (element: HTMLElement) => {
      let last = "";
      for (let same = 0; same < 4;) {
        await new Promise(requestAnimationFrame);
        same = element.style.transform === last ? same + 1 : 0;
        last = element.style.transform;
      }
    });
  }

  async zoom(): Promise<number> {
    return this.page.locator(".react-flow__viewport").evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a);
  }

  async #pointFor({ rightOf, down = 0, right = 0 }: Spot): Promise<{ x: number; y: number }> {
    const box = await boxOf(this.card(rightOf));
    const zoom = await this.zoom();
    return { x: box.x + (CARD_WIDTH + GAP + right + GRIP.x) * zoom, y: box.y + (down + GRIP.y) * zoom };
  }

  /** Scrolls the board until the point has a card's room around it. */
  async #scrollTo({ x, y }: { x: number; y: number }): Promise<void> {
    const frame = await boxOf(this.frame);
    const dx = Math.max(0, x + ROOM - frame.x - frame.width) + Math.min(0, x - ROOM - frame.x);
    const dy = Math.max(0, y + ROOM - frame.y - frame.height) + Math.min(0, y - EDGE - frame.y);
    if (dx === 0 && dy === 0) return;
    await this.page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await this.page.mouse.wheel(dx, dy);
    await this.still();
  }
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`Not on screen: ${String(locator)}`);
  return box;
}

export async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await boxOf(locator);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
