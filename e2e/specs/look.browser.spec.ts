import { countCardRenders } from "@cordboard/testing/card-renders";
import type { Locator, Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { flow } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(() => product.stop());
test.use({ viewport: { width: 1600, height: 900 } });

const say = (speak: unknown): [string, Record<string, unknown>] => ["play_audio", { prompt: [{ speak }] }];
const LAYOUT = {
  start: { x: 0, y: 0 },
  menu: { x: 336, y: 0 },
  ring: { x: 672, y: 0 },
  which: { x: 672, y: 288 },
  bye: { x: 1008, y: 0 },
  again: { x: 1008, y: 160 },
};

/** A menu that leads to a call and to a question about the caller, all of it in sight. */
async function open(page: Page, name: string): Promise<Editor> {
  const choices = [
    { name: "sales", key: "1" },
    { name: "help", key: "2" },
  ];
  const german = { left: "{{ contact.number }}", op: "starts_with", right: "+49" };
  const document = flow(
    name,
    {
      Menu: ["ivr_menu", { prompt: [{ speak: { "en-US": "Press 1 for sales.", "es-US": "Marque uno." } }], choices }],
      Ring: ["call_forward", { to: ["+14155550111"] }],
      Which: ["branch", { conditions: [{ name: "vip", match: "all", tests: [german] }] }],
      Bye: say("Goodbye."),
      Again: say("Hello again."),
    },
    ["Start.incoming_call -> Menu", "Menu.sales -> Ring", "Menu.help -> Which", "Which.vip -> Bye", "Ring.no_answer -> Again"],
  );
  await product.api("POST", "/api/flows", { name, document: { ...document, layout: LAYOUT } });
  const editor = new Editor(page, product);
  await editor.signInAt(name);
  return editor;
}

/** The cords that run over a card of which neither end is theirs, or far into one: they would hide its words. */
const overCards = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const INSIDE = 12;
    const cards = [...document.querySelectorAll(".react-flow__node-card")].map((card) => card.getBoundingClientRect());
    const hides = (line: SVGPathElement): boolean => {
      const matrix = line.getScreenCTM() ?? undefined;
      const points = Array.from({ length: 200 }, (_, at) =>
        line.getPointAtLength((line.getTotalLength() * at) / 199).matrixTransform(matrix),
      );
      return points.some(({ x, y }) =>
        cards.some(({ left, right, top, bottom }) => x > left + INSIDE && x < right - INSIDE && y > top + INSIDE && y < bottom - INSIDE),
      );
    };
    return [...document.querySelectorAll<SVGPathElement>(".cord-line")]
      .filter(hides)
      .map((line) => line.closest("[aria-label]")?.getAttribute("aria-label") ?? "a cord");
  });

const colourOf = (locator: Locator, property: string): Promise<string> =>
  locator.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

test("each card says what it does in its author’s words, and no cord runs over one", async ({ page }) => {
  const { board } = await open(page, "Faces");
  // The keys of a menu are a column of its exits, the prompt is quoted, with its languages.
  await expect(board.card("Menu").locator(".card-exit")).toHaveText([/^1\s*sales/, /^2\s*help/, "No input", "Wrong input"]);
  await expect(board.card("Menu")).toContainText("“Press 1 for sales.”");
  await expect(board.card("Menu")).toContainText("EN-US +1");
  await expect(board.card("Ring")).toContainText("+1 415 555 0111 → 30 s");
  await expect(board.card("Which")).toContainText("contact.number begins with +49");
  await expect(board.card("Bye")).toContainText("“Goodbye.”");
  const groups = page.getByRole("complementary", { name: "Components" }).getByRole("region");
  await expect(groups.first().getByRole("heading").locator("svg")).toBeVisible();

  await expect(page.locator(".cord-line")).toHaveCount(5);
  expect(await overCards(page)).toEqual([]);
  await board.moveBy("Which", -300, -60);
  await expect.poll(() => overCards(page)).toEqual([]);
});

test("from afar a card is its name and its group’s colour; light and dark draw the same board", async ({ page }) => {
  const { board } = await open(page, "From afar");
  await board.lookAt("Menu", { zoom: 0.3, left: 300, top: 0.4 });
  await expect(board.cards()).toHaveText(["Start", "Menu", "Ring", "Which", "Bye", "Again"]);
  const tints = await board
    .cards()
    .evaluateAll((cards) => cards.map((card) => getComputedStyle(card.firstElementChild ?? card).backgroundColor));
  const [, menu, ring, which, bye] = tints;
  expect(bye).toBe(menu);
  expect(new Set([menu, ring, which]).size).toBe(3);

  await board.showAll();
  const [card, text] = [board.card("Bye").locator(".card"), board.card("Bye").locator(".card-name")];
  await page.emulateMedia({ colorScheme: "light" });
  const light = [await colourOf(card, "background-color"), await colourOf(text, "color")];
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = [await colourOf(card, "background-color"), await colourOf(text, "color")];
  expect(dark[0]).not.toBe(light[0]);
  expect(dark[1]).not.toBe(light[1]);
});

test("a keystroke draws the card it is about alone; the board fetches what it shows, the rest when it is opened", async ({ context }) => {
  const page = await context.newPage();
  await page.addInitScript(countCardRenders);
  const { board, inspector } = await open(page, "Typed");
  const fetched = (chunk: string): Promise<boolean> =>
    page.evaluate((name) => performance.getEntriesByType("resource").some((entry) => entry.name.includes(`/${name}`)), chunk);
  expect(await fetched("flow-page")).toBe(true);
  for (const chunk of ["code-mirror", "elk", "markdown", "json-text"]) expect(await fetched(chunk), chunk).toBe(false);

  await board.select("Bye");
  const words = inspector.field("What the caller hears, text 1");
  await words.press("End");
  const rendered = (): Promise<string[]> => page.evaluate(() => [...(window.__cardRenders?.() ?? [])]);
  const before = (await rendered()).length;
  await words.pressSequentially(" See you tomorrow.");
  await expect(board.card("Bye")).toContainText("“Goodbye. See you tomorrow.”");
  expect([...new Set((await rendered()).slice(before))]).toEqual(["bye"]);

  await page.getByRole("button", { name: "JSON", exact: true }).click();
  await expect(page.getByLabel("The flow as JSON").and(page.locator(".cm-content"))).toBeVisible();
  expect(await fetched("code-mirror")).toBe(true);
});

const COLUMNS = 34;
const MENUS = COLUMNS * 32;

/** A grid of menus, each of which leads to the one beside it and to the one below it. */
function grid(name: string) {
  const menus = Array.from({ length: MENUS }, (_, i) => `M${i}`);
  const choices = [
    { name: "on", key: "1" },
    { name: "below", key: "2" },
  ];
  const document = flow(
    name,
    Object.fromEntries(menus.map((menu) => [menu, ["ivr_menu", { prompt: [{ speak: `${menu}.` }], choices }]])),
    menus.flatMap((menu, i) => [
      ...(i === 0 ? [`Start.incoming_call -> ${menu}`] : []),
      ...(i + 1 < MENUS ? [`${menu}.on -> M${i + 1}`] : []),
      ...(i + COLUMNS < MENUS ? [`${menu}.below -> M${i + COLUMNS}`] : []),
    ]),
  );
  const place = (i: number) => ({ x: (i % COLUMNS) * 336 + 336, y: Math.floor(i / COLUMNS) * 280 });
  return { ...document, layout: { start: { x: 0, y: 0 }, ...Object.fromEntries(menus.map((menu, i) => [menu.toLowerCase(), place(i)])) } };
}

test("in a flow of a thousand steps no cord is missing, however far one pans", async ({ page }) => {
  await product.api("POST", "/api/flows", { name: "Wide", document: grid("Wide") });
  const editor = new Editor(page, product);
  await editor.signInAt("Wide");
  const { board } = editor;
  // Then it opens at its beginning, as large as it can be read.
  await page.reload();
  await board.ready();
  const cards = async (): Promise<number[]> =>
    (await board.cards().locator(".card-name").allTextContents())
      .filter((text) => /^M\d+$/.test(text))
      .map((text) => Number(text.slice(1)));
  const missing = async (): Promise<string[]> => {
    const shown = new Set(await cards());
    const labels = await page.locator('[aria-label^="Cord: "]').evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    const wanted = [...shown].flatMap((i) => [
      ...(shown.has(i + 1) ? [`Cord: M${i} · on → M${i + 1}`] : []),
      ...(shown.has(i + COLUMNS) ? [`Cord: M${i} · below → M${i + COLUMNS}`] : []),
    ]);
    return wanted.filter((label) => !labels.includes(label));
  };
  await board.frame.hover();
  let seen = 0;
  for (let turn = 0; turn < 12; turn++) {
    await page.mouse.wheel(600, turn % 2 === 0 ? 0 : 500);
    await expect.poll(missing).toEqual([]);
    const shown = await cards();
    expect(shown.length).toBeGreaterThan(4);
    expect(Math.max(...shown)).toBeGreaterThan(seen);
    seen = Math.max(...shown);
  }
});
