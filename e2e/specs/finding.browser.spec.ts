import type { Flow } from "@cordboard/api";
import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { Outline } from "../pages/outline.ts";
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
  await editor.signInAt(name);
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
  await sheet.getByRole("button", { name: /^Duplicate / }).click();
  await page.keyboard.press("ControlOrMeta+w");
  await expect(sheet.getByRole("status")).toContainText("The browser keeps these for itself");
  await page.keyboard.press("t");
  await expect(sheet.getByRole("status")).toContainText("is “Tests”");
  await sheet.getByRole("button", { name: "Take them" }).click();
  await expect(sheet.getByRole("button", { name: "Duplicate T" })).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Tests no keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();

  await page.reload();
  await board.ready();
  await board.showAll();
  await board.select("Bye");
  await page.keyboard.press("t");
  await expect(board.card("Bye 2")).toBeVisible();
  await page.keyboard.press("?");
  await sheet.getByRole("button", { name: "All keys as they came" }).click();
  await expect(sheet.getByRole("button", { name: "Tests T" })).toBeVisible();
});

test("what stands on the board is found: names, texts, numbers, variables, one after another", async ({ page }) => {
  const { board, inspector } = await open(page, "Find");
  const bar = page.getByRole("search", { name: "Find on the board" });
  const find = async (text: string): Promise<void> => {
    await page.keyboard.press("ControlOrMeta+f");
    await expect(bar.getByRole("textbox")).toBeFocused();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(text);
  };
  const says = (count: string) => expect(bar.getByRole("status")).toHaveText(count);
  await find("code");
  await says("1 place");
  await find("ask");
  await says("2 places");
  await expect(page.locator(".found")).toHaveCount(2);
  await page.keyboard.press("Enter");
  await says("1 of 2");
  await expect(inspector.frame).toHaveAccessibleName("Settings of Ask");
  await page.keyboard.press("Enter");
  await says("2 of 2");
  await expect(bar).toContainText("What the caller hears");
  await expect(inspector.frame).toHaveAccessibleName("Settings of Repeat");
  await page.keyboard.press("Shift+Enter");
  await says("1 of 2");

  await find("415 555-0111");
  await page.keyboard.press("Enter");
  await says("1 of 1");
  await expect(board.card("Ring").locator(".card-selected")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bar).toBeHidden();
  await expect(inspector.field("To 1")).toBeFocused();
  await expect(page.locator(".found")).toHaveCount(0);

  await find("shop");
  await says("2 places");
  await find("nowhere at all");
  await says("Nowhere");
});

test("the outline is the flow as a tree or a table, in step with the board", async ({ page }) => {
  const { board, inspector } = await open(page, "Outline");
  const outline = new Outline(page);
  await outline.open();
  await outline.isAt(/^Start, Every run begins here/);
  await outline.down("Received: ");
  await outline.isAt(/^Received: Repeat, .*Play \/ Speak/);
  await expect(board.card("Repeat").locator(".card-selected")).toBeVisible();
  await board.showAll();
  await board.select("Bye");
  await outline.isAt(/^No answer: Bye/);

  // Unplugged, led elsewhere, deleted and brought back.
  await outline.tree.focus();
  await page.keyboard.press("u");
  await outline.isAt(/^No answer: nowhere yet/);
  await page.keyboard.press("Enter");
  await page.keyboard.type("Repeat");
  await page.keyboard.press("Enter");
  await outline.isAt(/^No answer: Repeat, .*further up/);
  await expect(board.cord("Ring", "No answer", "Repeat")).toBeAttached();
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(board.cord("Ring", "No answer", "Bye")).toBeAttached();
  await page.keyboard.press("Home");
  await outline.down("Completed: Ring");
  await page.keyboard.press("ArrowLeft");
  await expect(outline.tree.getByRole("treeitem", { name: /Bye/ })).toHaveCount(0);
  await page.keyboard.press("Delete");
  await outline.isAt(/^Completed: nowhere yet/);
  await page.keyboard.press("ControlOrMeta+z");
  await outline.isAt(/^Completed: Ring/);

  await page.getByRole("radio", { name: "Table" }).press("Space");
  const table = page.getByRole("table", { name: "Outline" });
  await expect(table.getByRole("row").nth(2)).toContainText(/Ask.*Get Input.*Your code, please/);
  await table.getByRole("button", { name: "Ask" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(table.getByRole("button", { name: "Repeat", pressed: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(inspector.field("What the caller hears, text 1")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(table.getByRole("button", { name: "Repeat" })).toBeFocused();
});

test("all flows are searched, and where a flow is used leads to the step; into it and back by the way on top", async ({ page }) => {
  const { board, palette, inspector } = await open(page, "Quokka desk");
  const tell = { url: "https://example.com/{{ secrets.DESK_KEY }}" };
  const caller = flow("Night line", { Sub: ["run_flow", { flow: "Quokka desk" }], Tell: ["http_request", tell] }, [
    "Start.incoming_call -> Sub",
    "Start.api_request -> Tell",
  ]);
  await product.api<Flow>("POST", "/api/flows", { name: caller.name, document: caller });
  await palette.do("goodbye", "Bye");
  await palette.open();
  await page.keyboard.type("+1 415 555 0111");
  await palette.lines().filter({ hasText: "Search all flows for" }).click();
  await expect(page.getByRole("heading", { name: "Search", exact: true })).toBeVisible();
  await page
    .getByRole("region", { name: "Quokka desk" })
    .getByRole("link", { name: /Ring.*To.*\+14155550111/ })
    .click();
  await expect(inspector.frame).toHaveAccessibleName("Settings of Ring");
  await expect(inspector.field("To 1")).toBeFocused();

  await page.goto(`${product.url}/search?kind=variable&text=vars.shop`);
  await expect(page.getByRole("region", { name: "Quokka desk" }).getByRole("link", { name: /Repeat.*vars\.shop/ })).toBeVisible();
  await page.goto(`${product.url}/search?kind=secret&text=DESK_KEY`);
  await expect(page.getByRole("region", { name: "Night line" }).getByRole("link", { name: /Tell/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Quokka desk" })).toHaveCount(0);
  await page.goto(`${product.url}/search?kind=flow&text=Quokka+desk`);
  await page
    .getByRole("region", { name: "Night line" })
    .getByRole("link", { name: /Sub.*Flow/ })
    .click();
  await expect(inspector.frame).toHaveAccessibleName("Settings of Sub");
  await inspector.press("Go into “Quokka desk”");
  await expect(page.getByRole("textbox", { name: "Name of the flow" })).toHaveValue("Quokka desk");
  await board.ready();
  await page.getByRole("navigation", { name: "The way here" }).getByRole("link", { name: "Night line" }).click();
  await expect(inspector.frame).toHaveAccessibleName("Settings of Sub");
  await expect(page.getByRole("navigation", { name: "The way here" })).toHaveCount(0);
});

test("the map shows the whole flow, and where something is wrong", async ({ page }) => {
  const { board, inspector } = await open(page, "Map");
  await board.select("Ring");
  await inspector.type("To 1", "");
  await page.keyboard.press("Escape");
  await page.keyboard.press("m");
  await expect(page.getByRole("button", { name: "Map of the flow, 1 step with errors. Arrow keys move the view" })).toBeVisible();
  await page.keyboard.press("m");
  await expect(page.getByRole("button", { name: /^Map of the flow/ })).toHaveCount(0);
});
