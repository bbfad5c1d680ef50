import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { TryFrom } from "../pages/try-from.ts";
import { flow } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";
import { WebServer } from "../steps/web-server.ts";
import { Gallery } from "./gallery.ts";

let product: Product;
let server: WebServer;
test.beforeAll(async () => {
  product = await Product.start();
  server = await WebServer.start(() => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ order: { id: 4711, state: "shipped", carrier: "DHL" } }),
  }));
  await product.api("POST", "/api/flows", { name: "Orders", document: orders(server.url) });
});
test.afterAll(async () => {
  await server.stop();
  await product.stop();
});

/** Every kind of form, in a flow that makes sense. */
const orders = (url: string) => ({
  ...flow(
    "Orders",
    {
      Opening_Hours: [
        "business_hours",
        {
          zone: "Europe/Berlin",
          hours: {
            monday: "9:00-12:00, 13:00-17:00",
            tuesday: "9:00-12:00, 13:00-17:00",
            wednesday: "9:00-12:00",
            thursday: "9:00-12:00, 13:00-17:00",
            friday: "9:00-13:00",
            saturday: "",
            sunday: "",
          },
        },
      ],
      Which_Order: ["get_input", { prompt: [{ speak: "Please enter your order number." }], maxDigits: 4 }],
      Look_Up: ["http_request", { method: "GET", url: `${url}/orders/{{ Which_Order.digits }}` }],
      Is_It_Out: [
        "branch",
        {
          conditions: [
            { name: "shipped", match: "all", tests: [{ left: "{{ Look_Up.response.order.state }}", op: "equals", right: "shipped" }] },
          ],
        },
      ],
      Say_So: ["play_audio", { prompt: [{ speak: "Your order {{ Which_Order.digits }} is on its way." }] }],
      Text_It: [
        "send_message",
        { from: "+14155550199", to: ["{{ Start.call.from }}"], text: "{{ vars.shop }}: order {{ Which_Order.digits }} is on its way." },
      ],
    },
    [
      "Start.incoming_call -> Opening_Hours",
      "Opening_Hours.open -> Which_Order",
      "Which_Order.received -> Look_Up",
      "Look_Up.success -> Is_It_Out",
      "Is_It_Out.shipped -> Say_So",
      "Say_So.completed -> Text_It",
    ],
  ),
  description: "Tells callers where their order is.",
  variables: [
    { name: "shop", type: "text", value: "Brass and Cord" },
    { name: "retries", type: "number", value: "3" },
  ],
  layout: {
    start: { x: 0, y: 0 },
    opening_hours: { x: 336, y: 0 },
    which_order: { x: 672, y: 0 },
    look_up: { x: 1008, y: 0 },
    is_it_out: { x: 336, y: 320 },
    say_so: { x: 672, y: 320 },
    text_it: { x: 1008, y: 320 },
  },
  notes: [{ id: "n1", text: "**Ask Mia** before the shop’s number changes.", x: 0, y: 320, width: 240, height: 120 }],
});

async function open(page: Page): Promise<{ editor: Editor; gallery: Gallery }> {
  const editor = new Editor(page, product);
  await editor.signInAt("Orders");
  return { editor, gallery: new Gallery(page) };
}

test("the settings of steps", async ({ page }) => {
  const { editor, gallery } = await open(page);
  const { board, inspector } = editor;
  const shown = async (name: string, step: string): Promise<void> => {
    await board.find(step);
    await gallery.show(name, () => board.showAll());
  };
  await shown("step-business-hours", "Opening Hours");
  await shown("step-input", "Which Order");
  await board.find("Look Up");
  await inspector.press("Send a test");
  await expect(inspector.frame).toContainText("Left by “success”");
  await editor.saved();
  await gallery.show("step-request-answered", () => inspector.frame.getByText("Left by “success”").scrollIntoViewIfNeeded());
  await shown("step-branch", "Is It Out");
  await shown("step-text", "Text It");
  await inspector.choose("Part of the inspector", "Exits");
  await gallery.show("step-exits", () => board.showAll());
  await inspector.choose("Part of the inspector", "Help");
  await expect(inspector.frame.getByRole("heading", { level: 1 })).toBeVisible();
  await gallery.show("step-help", () => board.showAll());
  await board.deselect();
  await editor.button("Flow settings").click();
  await gallery.show("flow-settings", () => board.showAll());
});

test("what is done on the board", async ({ page }) => {
  const { editor, gallery } = await open(page);
  const { board } = editor;
  const closed = async (): Promise<void> => {
    await page.keyboard.press("Escape");
    await expect(page.locator("[role=menu], [role=dialog]")).toHaveCount(0);
  };
  await gallery.show("board-quick-add", async () => {
    await closed();
    await board.showAll();
    await board.jack("Text It", "Sent").click();
    await expect(page.getByRole("dialog", { name: "Add a step" })).toBeVisible();
  });
  await closed();
  await gallery.show("board-several", async () => {
    await board.showAll();
    await board.selectAll("Say So", "Text It");
    await board.showAll();
  });
  await gallery.show("board-menu", async () => {
    await closed();
    await board.showAll();
    await board.card("Say So").locator(".card-name").click({ button: "right" });
    await expect(page.getByRole("menu")).toBeVisible();
  });
  await closed();
  await board.showAll();
  await board.selectAll("Look Up", "Is It Out");
  await board.choose(board.card("Look Up").locator(".card-name"), "Make it a flow of its own");
  await expect(page.getByRole("dialog", { name: "Make it a flow of its own" })).toBeVisible();
  await gallery.show("extract");
  await closed();
  await board.deselectAll();
  await board.showAll();
  await new TryFrom(page).open("Is It Out");
  await gallery.show("try-from");
  await closed();
  await gallery.show("export-menu", async () => {
    await closed();
    await board.showAll();
    await editor.button("Export").click();
    await expect(page.getByRole("menu")).toBeVisible();
  });
  await page.getByRole("menuitem", { name: "To print…" }).click();
  await expect(page.getByRole("img", { name: /^The flow Orders/ })).toBeVisible();
  await gallery.show("print");
});
