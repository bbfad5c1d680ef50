import type { Flow } from "@cordboard/api";
import type { Page } from "@playwright/test";
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

const speak = (text: string): [string, Record<string, unknown>] => ["play_audio", { prompt: [{ speak: text }] }];

/** Start → Ask → Repeat → Bye, laid out in a row; Ring calls a number. */
async function open(page: Page, name: string): Promise<Editor> {
  const document = flow(
    name,
    {
      Ask: ["get_input", { prompt: [{ speak: "Your code, please." }] }],
      Repeat: speak("You entered {{ Ask.digits }}, {{ vars.shop }}."),
      Ring: ["call_forward", { to: ["+14155550111"] }],
      Bye: speak("Goodbye."),
    },
    ["Start.incoming_call -> Ask", "Ask.received -> Repeat", "Repeat.completed -> Ring", "Ring.no_answer -> Bye"],
  );
  const layout = {
    start: { x: 0, y: 0 },
    ask: { x: 336, y: 0 },
    repeat: { x: 672, y: 0 },
    ring: { x: 1008, y: 0 },
    bye: { x: 1344, y: 0 },
  };
  const variables = [{ name: "shop", type: "text", value: "Ann's" }];
  await product.api<Flow>("POST", "/api/flows", { name, document: { ...document, variables, layout } });
  const editor = new Editor(page, product);
  await editor.signIn();
  await editor.openFlow(name);
  return editor;
}

test("everything is found in the palette by a few letters: pages, flows, steps, components, what there is to do", async ({ page }) => {
  const { board, palette, phone, inspector } = await open(page, "Palette");
  await palette.do("Repeat");
  await expect(board.card("Repeat").locator(".card-selected")).toBeVisible();
  await palette.do("add ivr", "Add IVR Menu");
  await expect(inspector.frame).toHaveAccessibleName("Settings of IVR_Menu");
  await palette.do("undo", "Undo");
  await expect(board.card("IVR Menu")).toHaveCount(0);
  await palette.do("drk thm", "Dark theme");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await palette.do("open the phone", "Open the phone");
  await expect(phone.frame).toBeVisible();
  await palette.do("publish", "Publish");
  await expect(page.getByRole("dialog", { name: /^Publish version/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: /^Publish version/ })).toBeHidden();
  await palette.do("numbers", "Numbers");
  await expect(page.getByRole("heading", { name: "Numbers", exact: true })).toBeVisible();

  // What was done last comes first, on any page.
  await palette.open();
  await expect(palette.lines().first()).toContainText("Numbers");
  await page.keyboard.type("Palette");
  await expect(palette.chosen()).toContainText("Palette");
  await page.keyboard.press("Enter");
  await board.ready();
  await palette.do("theme sys", "Theme as the system");
});

test("keys are looked up, given to something else, and as they came again", async ({ page }) => {
  const { board } = await open(page, "Keys");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await sheet.getByRole("button", { name: /^Duplicate: / }).click();
  await page.keyboard.press("ControlOrMeta+w");
  await expect(sheet.getByRole("status")).toContainText("The browser keeps these for itself");
  await page.keyboard.press("t");
  await expect(sheet.getByRole("status")).toContainText("is “Tests”");
  await sheet.getByRole("button", { name: "Take them" }).click();
  await expect(sheet.getByRole("button", { name: "Duplicate: T" })).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Tests: no keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();

  await page.reload();
  await board.ready();
  await board.select("Bye");
  await page.keyboard.press("t");
  await expect(board.card("Bye 2")).toBeVisible();
  await page.keyboard.press("?");
  await sheet.getByRole("button", { name: "All keys as they came" }).click();
  await expect(sheet.getByRole("button", { name: "Tests: T" })).toBeVisible();
});
