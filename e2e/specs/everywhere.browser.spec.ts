import type { Route } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { Phone } from "../steps/phone.ts";
import { Product } from "../steps/product.ts";
import { ended, runWith } from "../steps/runs.ts";
import { flawsOf } from "../screenshots/flaws.ts";

const RECEPTIONIST = "Virtual receptionist";
const CALLER = "+12125554101";

let product: Product;
let call: Phone;
test.use({ permissions: ["clipboard-read", "clipboard-write"] });
test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "5" });
  await numbersConnected(product);
  call = await Phone.dial(product, CALLER, (await loaded(product, RECEPTIONIST)).number);
  await call.hears("Press 1 for sales");
  await call.hangUp();
  await ended(product, (await runWith(product, call.callUuid)).id);
});
test.afterAll(() => product.stop());

test("a first flow is drawn along a tour of four steps, each ticked off by doing it", async ({ page }) => {
  const editor = new Editor(page, product);
  const tour = page.getByRole("region", { name: "First steps" });
  await editor.signIn();
  await editor.newFlow("My first flow");
  await expect(tour).toContainText("Press the jack beside “Incoming call”");
  await editor.board.add("Start", "Incoming call", "IVR Menu");
  await expect(tour).toContainText("Write what it says");
  await page.getByRole("button", { name: "Add choice" }).click();
  // Nothing is wrong any more, but it says nothing yet.
  await expect(page.getByRole("button", { name: /^Issues/ })).not.toHaveAccessibleName(/errors/);
  await expect(tour).toContainText("Write what it says");
  await editor.inspector.say("Hello. Press 1 for sales.");
  await expect(tour).toContainText("Press Try, and call it");
  // It is where one was after a reload.
  await editor.saved();
  await page.reload();
  await expect(tour).toContainText("Press Try, and call it");
  await editor.button("Try").click();
  await editor.phone.callDraft();
  await editor.phone.hears("Press 1 for sales");
  await expect(tour).toContainText("Press Publish");
  await editor.phone.hangUp();
  await editor.phone.ended();
  await editor.phone.close();
  await editor.publish("The first");
  await expect(tour).toContainText("That is all it takes");
  await tour.getByRole("link", { name: "Choose a number" }).click();
  await expect(editor.heading("Numbers")).toBeVisible();

  await editor.newFlow("My second flow");
  await expect(tour).toBeHidden();
  await expect(page.getByText("Press the jack beside “Incoming call”")).toBeVisible();
});

test("the tour can be skipped, for good; what a beginner forgets is said", async ({ page }) => {
  const editor = new Editor(page, product);
  const tour = page.getByRole("region", { name: "First steps" });
  await editor.signIn();
  await editor.newFlow("Without a tour");
  await tour.getByRole("button", { name: "Skip" }).click();
  await expect(tour).toBeHidden();
  await page.reload();
  await editor.board.ready();
  await expect(page.getByText("Press the jack beside “Incoming call”")).toBeVisible();
  await expect(tour).toBeHidden();

  // What is pressed first comes first; once it is unplugged, publishing says what that means and offers the mend.
  await editor.board.openPalette();
  await page.getByRole("complementary", { name: "Components" }).getByRole("button", { name: "Hang Up", exact: true }).click();
  const first = editor.board.cord("Start", "Incoming call", "Hang Up");
  await expect(first).toBeAttached();
  await first.press("Enter");
  await page.keyboard.press("Delete");
  await expect(first).toHaveCount(0);
  await editor.button("Publish").click();
  const dialog = page.getByRole("dialog", { name: /^Publish version/ });
  await expect(dialog.getByRole("alert")).toContainText("Nobody would get through");
  await expect(dialog.getByRole("button", { name: "Publish all the same" })).toBeEnabled();
  await dialog.getByRole("button", { name: "Join “Incoming call” to Hang_Up" }).click();
  await expect(dialog.getByRole("alert")).toBeHidden();
  await expect(dialog.getByRole("button", { name: "Publish", exact: true })).toBeEnabled();
  await expect(first).toBeAttached();

  await page.goto(`${product.url}/flows/00000000-0000-4000-8000-000000000000`);
  await page.getByRole("link", { name: "All flows" }).click();
  await expect(editor.heading("Flows")).toBeVisible();
});

test("what a list is narrowed down to is in its address, and is walked through by arrow keys", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  await editor.go("Numbers");
  const numbers = page.getByRole("table", { name: "Numbers" }).locator("tbody tr");
  await expect(numbers.first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("receptionist");
  await expect(numbers).toHaveCount(1);
  await expect(page).toHaveURL(/\/numbers\?text=receptionist$/);
  await page.reload();
  await expect(numbers).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Number or flow" }).fill("nobody's");
  await expect(editor.heading("No number matches")).toBeVisible();
  await editor.button("Show all numbers").click();
  await expect(page).toHaveURL(/\/numbers$/);
  await page.getByRole("combobox", { name: "Use" }).click();
  await page.getByRole("option", { name: "Has no flow" }).click();
  await expect(page).toHaveURL(/use=free$/);
  await expect(numbers.filter({ hasText: "+1 415 555 0199" })).toHaveCount(0);

  await editor.go("Flows");
  const names = page.getByRole("table", { name: "Flows" }).locator("[data-row]");
  await expect(names.first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await expect(names.last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(names.first()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("voicemail to");
  await expect(page).toHaveURL(/\/flows\?text=voicemail(\+|%20)to$/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await editor.board.ready();
  await expect(editor.heading("Voicemail to e-mail")).toBeAttached();
});

test("a run says when it was, near and exactly, and what is long is copied with a press", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  await editor.go("Numbers");
  await page.getByRole("link", { name: "+1 415 555 0199", exact: true }).click();
  await expect(page).toHaveURL(/\/runs\?number=/);
  await page.getByRole("table", { name: "Runs" }).getByRole("link", { name: "+1 212 555 4101" }).click();
  await expect(page.getByText("Started", { exact: true }).locator("..")).toHaveText(/\d{1,2} \w{3,4} \d{4}|\w{3} \d{1,2}, \d{4}/);
  await expect(page.getByText("Started", { exact: true }).locator("..")).toHaveText(/\(.*(now|ago)\)/);
  await page.getByRole("list", { name: "Calls" }).getByRole("button").click();
  await expect(editor.notice("Copied the call’s id")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(call.callUuid);
});

test("at 1280 px every page has room; what can't be read says so, and what is empty says what comes there", async ({ page }) => {
  const editor = new Editor(page, product);
  await page.setViewportSize({ width: 1280, height: 800 });
  await editor.signIn();
  await editor.openFlow(RECEPTIONIST);
  await editor.board.find("Main Menu");
  expect(await flawsOf(page), "a flow").toEqual([]);
  for (const place of ["Flows", "Numbers", "Runs", "Settings"] as const) {
    await editor.go(place);
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    expect(await flawsOf(page), place).toEqual([]);
  }
  await editor.go("Recordings");
  await expect(editor.heading("No recordings yet")).toBeVisible();

  const broken = (route: Route) => route.fulfill({ status: 500, json: { error: { code: "internal", message: "The disk is full." } } });
  await page.route("**/api/messages*", broken);
  await editor.place("Messages").click();
  await expect(editor.heading("This couldn’t be loaded")).toBeVisible();
  await page.unroute("**/api/messages*", broken);
  await editor.button("Try again").click();
  await expect(editor.heading("No messages yet")).toBeVisible();
});

test("high contrast is chosen, and kept", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  await editor.go("Settings");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Appearance" }).click();
  const ink = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).color);
  const standard = await ink();
  await page.getByLabel("Contrast", { exact: true }).getByRole("radio", { name: "High" }).click();
  await expect.poll(ink).not.toBe(standard);
  const high = await ink();
  await page.reload();
  await expect(page.getByLabel("Contrast", { exact: true }).getByRole("radio", { name: "High" })).toBeChecked();
  expect(await ink()).toBe(high);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await flawsOf(page)).toEqual([]);
  }
});

test.describe(() => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("on a phone's screen a flow is looked at and read, step by step, and can't be changed", async ({ page }) => {
    const editor = new Editor(page, product);
    await editor.signIn();
    await editor.openFlow(RECEPTIONIST);
    await expect(page.getByText("Read only")).toBeVisible();
    await expect(editor.button("Publish")).toHaveCount(0);
    await editor.board.card("Main Menu").click();
    const step = page.getByRole("region", { name: "Step Main_Menu" });
    await expect(step).toContainText("Welcome to Brass and Cord.");
    await step.getByRole("button", { name: "Ring_Sales" }).click();
    await expect(page.getByRole("region", { name: "Step Ring_Sales" })).toContainText("Call Forward");
    expect(await flawsOf(page)).toEqual([]);
  });
});
