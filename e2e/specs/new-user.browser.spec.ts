import { Editor } from "../pages/editor.ts";
import { Newcomer } from "../pages/newcomer.ts";
import { expect, test } from "../pages/test.ts";
import { numbersConnected } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

/** docs/decisions/016: from the first page to a call that a published IVR has answered. */
const MOST_ACTS = 40;
const SALES = "+1 415 555 0111";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
  await numbersConnected(product);
});
test.afterAll(() => product.stop());

test("a newcomer follows the screen from the first page to a published IVR that answers a call, in at most 40 acts", async ({ page }) => {
  const { board, inspector, phone } = new Editor(page, product);
  const newcomer = new Newcomer(page);
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  /** The first of a list is what was used last. */
  const option = (name: string) => page.getByRole("option", { name, exact: true }).first();

  await newcomer.open(product.signInLink);
  await newcomer.press(button("New flow"), "New flow");
  await newcomer.write(page.getByLabel("Name", { exact: true }), "Front desk");
  await newcomer.press(button("Create flow"), "Create flow");
  await board.ready();

  const steps = page.getByRole("region", { name: "First steps" });
  await expect(steps).toContainText("Press the jack beside “Incoming call”");
  await newcomer.press(board.jack("Start", "Incoming call"), "the jack of Incoming call");
  await newcomer.press(option("IVR Menu"), "IVR Menu");
  await expect(steps).toContainText("Write what it says");
  await newcomer.write(inspector.field("What the caller hears, text 1"), "Welcome. Press 1 for sales, or 2 for support.");
  await newcomer.write(inspector.field("Name of choice 1"), "sales");
  await newcomer.write(inspector.field("Name of choice 2"), "support");
  for (const [choice, number] of [
    ["sales", SALES],
    ["support", "+1 415 555 0121"],
  ] as const) {
    await newcomer.press(page.locator(`.jack-out[data-exit="${choice}"]`), `the jack of ${choice}`);
    await newcomer.press(option("Call Forward"), "Call Forward");
    await newcomer.write(inspector.field("To 1"), number);
  }

  await expect(steps).toContainText("Press Try, and call it");
  await newcomer.press(button("Try"), "Try");
  await newcomer.press(
    phone.frame.getByRole("list", { name: "Who to call" }).getByRole("button").filter({ hasText: "This draft" }),
    "the green key",
  );
  await phone.hears("Welcome. Press 1 for sales, or 2 for support.");
  await newcomer.press(phone.frame.getByRole("button", { name: "Hang up", exact: true }), "Hang up");
  await newcomer.press(phone.frame.getByRole("button", { name: "Close the phone" }), "Close the phone");

  await expect(steps).toContainText("Press Publish");
  await newcomer.press(button("Publish"), "Publish");
  await newcomer.press(page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }), "Publish in the dialogue");
  await expect(steps).toContainText("Give it a number, and it answers there");
  await expect(page.getByRole("link", { name: "No number" })).toBeVisible();
  await newcomer.press(steps.getByRole("link", { name: "Choose a number" }), "Choose a number");

  const strip = page.getByRole("region", { name: "Number for the flow" });
  await expect(strip).toContainText("Which number leads to “Front desk”?");
  await newcomer.press(strip.getByRole("button").first(), "the first free number");
  await expect(strip).toContainText(/“Front desk” answers \+1/);
  await newcomer.press(strip.getByRole("button", { name: "Call it" }), "Call it");
  await phone.hears("Welcome. Press 1 for sales, or 2 for support.");
  await newcomer.press(phone.frame.getByRole("group", { name: "Keypad" }).getByRole("button", { name: "1", exact: true }), "1");
  await newcomer.press(phone.ringing(SALES).getByRole("button", { name: "Accept" }), "Accept on the phone of sales");
  await expect(phone.frame).toContainText("Called by +1 415 555 0100");

  console.log(`A newcomer needs ${newcomer.acts.length} acts: ${newcomer.acts.join(", ")}.`);
  expect(newcomer.acts.length).toBeLessThanOrEqual(MOST_ACTS);
});
