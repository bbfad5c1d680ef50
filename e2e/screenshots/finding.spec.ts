import { Editor } from "../pages/editor.ts";
import { Outline } from "../pages/outline.ts";
import { expect, test } from "../pages/test.ts";
import { flow, publish } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";
import { Gallery } from "./gallery.ts";

const DESK = flow(
  "Front desk",
  {
    Opening_Hours: ["business_hours", { zone: "Europe/Berlin", hours: { monday: "9:00-17:00", friday: "9:00-13:00" } }],
    Who_Rings: ["ivr_menu", { prompt: [{ speak: "Press 1 for sales." }], choices: [{ name: "sales", key: "1" }] }],
    Ring_Sales: ["call_forward", { to: ["+14155550111"] }],
    Closed: ["play_audio", { prompt: [{ speak: "We are closed. Sales is back tomorrow." }] }],
    Take_A_Message: ["run_flow", { flow: "Answering machine" }],
  },
  [
    "Start.incoming_call -> Opening_Hours",
    "Opening_Hours.open -> Who_Rings",
    "Opening_Hours.closed -> Closed",
    "Who_Rings.sales -> Ring_Sales",
    "Closed.completed -> Take_A_Message",
  ],
);
const MACHINE = flow(
  "Answering machine",
  {
    Ask: ["record_audio", { prompt: [{ speak: "Please speak after the tone." }] }],
    Tell_Sales: ["send_message", { from: "+14155550199", to: ["+14155550111"], text: "{{ Ask.url }}" }],
  },
  ["Start.run_by_flow -> Ask", "Ask.recorded -> Tell_Sales"],
);

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
  for (const document of [MACHINE, DESK]) await publish(product, document);
});
test.afterAll(() => product.stop());

test("what finds its way about a flow", async ({ page }) => {
  const editor = new Editor(page, product);
  const gallery = new Gallery(page);
  const { board, palette } = editor;
  await editor.signInAt(DESK.name);

  await page.keyboard.press("ControlOrMeta+f");
  await page.keyboard.type("sales");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search", { name: "Find on the board" })).toContainText("1 of");
  await gallery.show("board-find", () => board.showAll());
  await page.getByRole("search", { name: "Find on the board" }).getByRole("button", { name: "Close" }).click();
  await board.deselect();

  const outline = new Outline(page);
  await outline.open();
  await gallery.show("board-outline", () => board.showAll());
  await page.getByRole("radio", { name: "Table" }).press("Space");
  await expect(page.getByRole("table", { name: "Outline" })).toBeVisible();
  await gallery.show("board-outline-table", () => board.showAll());
  await page.getByRole("button", { name: "Outline", exact: true }).click();

  await palette.open();
  await gallery.show("commands");
  await page.keyboard.type("sal");
  await expect(palette.chosen()).toContainText("Ring_Sales");
  await gallery.show("commands-found");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await gallery.show("keys");
  await page.keyboard.press("Escape");

  await board.find("Ring Sales");
  await editor.inspector.type("To 1", "");
  await board.deselect();
  await page.keyboard.press("m");
  await expect(page.getByRole("button", { name: /^Map of the flow, 1 step with errors/ })).toBeVisible();
  await gallery.show("board-map", () => board.showAll());
  await page.keyboard.press("m");

  await board.find("Take A Message");
  await editor.inspector.press("Go into “Answering machine”");
  await expect(page.getByRole("navigation", { name: "The way here" })).toBeVisible();
  await gallery.show("board-in-sub-flow", async () => {
    await board.ready();
    await board.showAll();
  });
});

test("search over all flows, and help", async ({ page }) => {
  const editor = new Editor(page, product);
  const gallery = new Gallery(page);
  await editor.signIn();
  await page.goto(`${product.url}/search`);
  await expect(editor.heading("What are you looking for?")).toBeVisible();
  await gallery.show("search-empty");
  await page.goto(`${product.url}/search?text=sales`);
  await expect(page.getByRole("region", { name: DESK.name })).toBeVisible();
  await gallery.show("search");
  await page.goto(`${product.url}/search?kind=secret&text=nobody_knows`);
  await expect(editor.heading("Nowhere")).toBeVisible();
  await gallery.show("search-none-match");

  await editor.button("Help").click();
  await expect(page.getByRole("menuitem", { name: "Writing flows" })).toBeVisible();
  await gallery.show("help-menu");
  await page.getByRole("menuitem", { name: "Writing flows" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await gallery.show("help");
  await page.goto(`${product.url}/help/components/ivr_menu`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await gallery.show("help-component");
});
