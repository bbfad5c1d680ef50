import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { FlowTests } from "../pages/flow-tests.ts";
import { expect, test } from "../pages/test.ts";
import { flow, loaded, numbersConnected, publishAgain, sample } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";
import { Gallery } from "./gallery.ts";

const RECEPTIONIST = "Virtual receptionist";
const NUMBER = "+1 415 555 0199";
const ANN = "+1 415 555 0142";
/** Of everything that one can have forgotten, some. */
const UNFINISHED = flow(
  "Front desk",
  {
    Greeting: ["play_audio", { prompt: [{ speak: "Welcome to Brass and Cord." }] }],
    Menu: ["ivr_menu", { prompt: [{ speak: "Hello {{ Caller.name }}. Press 1 for sales." }], choices: [{ name: "sales", key: "1" }] }],
    Ring_Sales: ["call_forward", { from: "{{ Start.call.to }}", to: [] }],
    Text_Back: ["send_message", { from: "+14155550199", to: ["{{ Start.call.from }}"], text: "" }],
  },
  ["Start.incoming_call -> Greeting", "Greeting.completed -> Menu", "Menu.sales -> Ring_Sales"],
);

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
  await numbersConnected(product);
  const { id } = await loaded(product, RECEPTIONIST);
  const before = sample("virtual-receptionist", [
    "extension_42_rings_ann.test.json",
    "sales_busy_says_so.test.json",
    "silence_ends_politely.test.json",
  ]);
  const shorter = before.nodes.map((node) =>
    node.name === "Everyone_Is_Busy" ? { ...node, config: { prompt: [{ speak: "Please hold the line." }] } } : node,
  );
  await publishAgain(product, id, { ...before, nodes: shorter });
  await publishAgain(product, id, before);
  await product.api("POST", "/api/flows", { name: UNFINISHED.name, document: UNFINISHED });
});
test.afterAll(() => product.stop());

async function opened(page: Page, name: string): Promise<{ editor: Editor; gallery: Gallery }> {
  const editor = new Editor(page, product);
  await editor.signIn();
  await editor.openFlow(name);
  return { editor, gallery: new Gallery(page) };
}

/** The whole flow, where the board is as large as the screen allows. */
const all =
  ({ board }: Editor): (() => Promise<void>) =>
  async () => {
    await board.ready();
    await board.showAll();
  };
const fromStart =
  ({ board }: Editor, zoom: number): (() => Promise<void>) =>
  async () => {
    await board.showAll();
    await board.lookAt("Start", { zoom, left: 24, top: 0.36 });
  };

test("the board", async ({ page }) => {
  const { editor, gallery } = await opened(page, RECEPTIONIST);
  const { board } = editor;
  await gallery.show("board-from-afar", all(editor));
  await board.select("Main Menu");
  await gallery.show("board", fromStart(editor, 0.66));
  await board.deselect();
  await gallery.show("board-near", () => board.find("Ring Ann"));
  await board.deselect();

  await board.openPalette();
  await gallery.show("board-palette", all(editor));
  await page.getByRole("button", { name: "Collapse the palette" }).click();

  await new FlowTests(page).open();
  await gallery.show("board-tests", all(editor));
  await page.getByRole("button", { name: /^JSON/ }).click();
  await gallery.show("board-json", all(editor));

  await gallery.onPhone("board", () => expect(board.card("Start")).toBeVisible());
  await gallery.onPhone("board-step", async () => {
    await expect(board.card("Main Menu")).toBeVisible();
    await board.card("Main Menu").click();
    await expect(page.getByRole("region", { name: "Step Main_Menu" })).toBeVisible();
  });
});

test("high contrast", async ({ page }) => {
  await page.emulateMedia({ contrast: "more" });
  const { editor, gallery } = await opened(page, RECEPTIONIST);
  await editor.board.select("Main Menu");
  await gallery.show("high-contrast-board", fromStart(editor, 0.66));
  await editor.go("Numbers");
  await gallery.show("high-contrast-numbers");
});

test("what changed on the board", async ({ page }) => {
  const { editor, gallery } = await opened(page, RECEPTIONIST);
  await editor.board.find("Everyone Is Busy");
  await editor.inspector.say("All lines are busy. We call you back within the hour.");
  await editor.saved();
  await page.getByRole("button", { name: /^Version 3/ }).click();
  const versions = page.getByRole("complementary", { name: "Versions" });
  await versions.getByRole("button", { name: /^Version 2/ }).click();
  await gallery.show("board-versions", all(editor));
  await versions.getByRole("button", { name: "Close" }).click();

  await editor.button("Publish").click();
  const publishing = page.getByRole("dialog", { name: "Publish version 4" });
  await expect(publishing).toContainText("1 change since version 3");
  await gallery.show("board-publish");
  await publishing.getByRole("button", { name: "Show on the board" }).click();
  const compare = page.getByRole("dialog", { name: "What changed" });
  await expect(compare.locator(".react-flow__node.diff-changed")).toHaveCount(1);
  await gallery.show("board-compare");
});

test("a flow that isn't finished, and one that isn't begun", async ({ page }) => {
  const { editor, gallery } = await opened(page, UNFINISHED.name);
  await page.getByRole("button", { name: /^Issues/ }).click();
  await gallery.show("board-issues", all(editor));

  await editor.go("Flows");
  await editor.button("New flow").click();
  const dialog = page.getByRole("dialog", { name: "New flow" });
  await expect(dialog.getByRole("button", { name: /^Virtual receptionist/ })).toBeVisible();
  await gallery.show("new-flow");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await editor.newFlow("My first flow");
  await gallery.show("board-empty");
});

test("a call on the board, and its run", async ({ page }) => {
  const { editor, gallery } = await opened(page, RECEPTIONIST);
  const { board, phone } = editor;
  await editor.button("Try").click();
  await gallery.show("phone", fromStart(editor, 0.52));
  await phone.callDraft();
  await phone.hears("Press 1 for sales");
  await phone.press("3");
  await phone.hears("two digit extension");
  await phone.press("42");
  await phone.hears("Connecting you to Ann.");
  await expect(phone.ringing(ANN)).toBeVisible();
  await board.isAt("Ring Ann");
  await gallery.show("try", fromStart(editor, 0.52));
  await phone.hangUp();
  await phone.ended();
  await phone.close();

  await editor.go("Numbers");
  await phone.open();
  await phone.newCall();
  await phone.call(NUMBER, RECEPTIONIST);
  await phone.hears("Press 1 for sales");
  await phone.press("3");
  await phone.hears("two digit extension");
  await phone.press("42#");
  await phone.accept(ANN);
  await expect(phone.frame.getByRole("timer").filter({ hasText: /0:(0[4-9]|[1-5])/ })).toBeVisible();
  await phone.hangUp();
  await phone.ended();
  await phone.seeTheRun();
  await phone.close();
  await expect(page.getByText("Running", { exact: true })).toBeHidden();
  await expect(editor.steps()).toHaveCount(6);
  await gallery.show("run", all(editor));
  for (const part of ["Variables", "Carrier"]) {
    await page.getByRole("tab", { name: part }).click();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    await gallery.show(`run-${part.toLowerCase()}`, all(editor));
  }

  await gallery.onPhone("run", () => expect(editor.steps()).toHaveCount(6));
  await gallery.onPhone("run-board", async () => {
    await page.getByRole("tab", { name: "Board" }).click();
    await board.ready();
    await board.still();
  });
});
