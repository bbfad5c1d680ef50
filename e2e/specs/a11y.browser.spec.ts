import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { numbersConnected } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

const RECEPTIONIST = "+1 415 555 0199";

let product: Product;
test.beforeAll(async () => {
  // Slower than life: a phone must ring for as long as axe looks at it.
  product = await Product.start({ SIMULATOR_TIME_SCALE: "0.5" });
  await numbersConnected(product);
});
test.afterAll(() => product.stop());

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** All that depends on colours. The rest is the same in both themes, so it is looked at once. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** What axe says of a page, or of a part of it, in the light theme, then of its colours in the dark one: a line each. */
async function violations(page: Page, part?: string): Promise<string[]> {
  // Legacy mode looks at this document alone, without a page of its own for each result; there are no frames to miss.
  // What passed is not written down element by element: that takes longer than looking at it.
  const all = (): AxeBuilder => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const axe = (): AxeBuilder => (part === undefined ? all() : all().include(part));
  await page.emulateMedia({ colorScheme: "light" });
  const light = await look(page, axe().withTags(STANDARD));
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await look(page, axe().withRules(OF_COLOURS));
  return [...light, ...dark.map((line) => `dark: ${line}`)];
}

async function look(page: Page, axe: AxeBuilder): Promise<string[]> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.any[0]?.message ?? ""}`),
  );
}

test("axe finds nothing on any page, in both themes", async ({ page, browser }) => {
  test.setTimeout(300_000);
  const editor = new Editor(page, product);
  const { board, phone } = editor;
  const clean = (view: string, part?: string): Promise<void> =>
    test.step(view, async () => {
      expect.soft(await violations(page, part), view).toEqual([]);
    });
  const [dialog, dock, handset] = ["[role=dialog]", "section[aria-label^=Issues]", "aside[aria-label=Phone]"];

  await editor.signIn();
  await clean("flows");
  await editor.button("New flow").click();
  await expect(page.getByRole("dialog", { name: "New flow" }).getByRole("button", { name: /^Virtual receptionist/ })).toBeVisible();
  await clean("new flow", dialog);
  await page.getByRole("dialog", { name: "New flow" }).getByRole("button", { name: "Cancel" }).click();

  await editor.openFlow("Virtual receptionist");
  await clean("board from afar");
  await board.find("Main Menu");
  await clean("board with inspector");
  await page.getByRole("button", { name: /^Issues/ }).click();
  await clean("issues", dock);
  await editor.button("Publish").click();
  await clean("publish", dialog);
  await page
    .getByRole("dialog", { name: /^Publish version/ })
    .getByRole("button", { name: "Cancel" })
    .click();
  await board.deselect();

  await page.keyboard.press("ControlOrMeta+f");
  await page.keyboard.type("extension");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search", { name: "Find on the board" })).toContainText("1 of");
  await clean("find on the board");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Outline", exact: true }).click();
  await expect(page.getByRole("tree", { name: "Outline" })).toBeFocused();
  await clean("outline as a tree", dock);
  await page.getByRole("radio", { name: "Table" }).press("Space");
  await expect(page.getByRole("table", { name: "Outline" })).toBeVisible();
  await clean("outline as a table", dock);
  await editor.palette.open();
  await clean("command palette", dialog);
  await page.keyboard.type("men");
  await clean("command palette, something typed", dialog);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await clean("keys", dialog);
  await page.keyboard.press("Escape");

  await phone.open();
  await clean("phone", handset);
  await phone.call(RECEPTIONIST, "Virtual receptionist");
  await board.isAt("Main Menu");
  await phone.press("1");
  await expect(phone.ringing("+1 415 555 0111")).toBeVisible();
  await clean("a phone that rings", handset);
  await phone.accept("+1 415 555 0111");
  await clean("a call on the board");
  await phone.hangUp();
  await phone.ended();
  await phone.seeTheRun();
  await phone.close();
  await editor.steps().nth(1).getByRole("button").click();
  await clean("run view");

  for (const place of ["Runs", "Numbers", "Messages", "Recordings", "In doubt", "Settings"] as const) {
    await editor.go(place);
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    await clean(place);
  }

  await page.goto(`${product.url}/settings/carrier`);
  await expect(page.getByRole("heading", { name: "Going live" })).toBeVisible();
  await clean("carrier");
  await page.goto(`${product.url}/search?text=extension`);
  await expect(page.getByRole("region", { name: "Virtual receptionist" })).toBeVisible();
  await clean("search");

  const nobody = await browser.newContext({ reducedMotion: "reduce" });
  const stranger = await nobody.newPage();
  await stranger.goto(product.url);
  await expect(stranger.getByLabel("Or sign in with an API key")).toBeVisible();
  expect.soft(await violations(stranger), "sign-in").toEqual([]);
  await nobody.close();
});
