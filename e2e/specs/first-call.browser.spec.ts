import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { numbersConnected } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

const RECEPTIONIST = "+1 415 555 0199";
const ANN = "+1 415 555 0142";
const SALES = "+1 415 555 0111";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
  await numbersConnected(product);
});
test.afterAll(() => product.stop());
test.use({ reducedMotion: "no-preference" });

test("the printed link leads to the samples, and the receptionist's number to a forwarded leg", async ({ page }) => {
  const editor = new Editor(page, product);
  const { phone } = editor;
  await editor.signIn();
  for (const name of ["Virtual receptionist", "System health line", "Incident page", "SMS autoresponder", "Click to call"])
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible();

  await phone.open();
  await phone.call(RECEPTIONIST, "Virtual receptionist");
  await phone.hears("Welcome to Brass and Cord.");
  await phone.press("3");
  await phone.hears("Please enter the two digit extension");
  await phone.press("42#");
  await phone.hears("Connecting you to Ann.");
  await expect(phone.ringing(ANN)).toContainText("from +1 415 555 0100");
  await phone.accept(ANN);
  await expect(phone.frame).toContainText("Called by +1 415 555 0100");
  await phone.hangUp();
  await phone.ended();

  await editor.go("Runs");
  const run = page.getByRole("row").filter({ hasText: "Virtual receptionist" });
  await expect(run).toContainText("+1 415 555 0100");
  await expect(run).toContainText("Completed");
});

test("Try calls the draft as it is on the board, before anything is published", async ({ page }) => {
  const editor = new Editor(page, product);
  const { board, inspector, phone } = editor;
  await editor.signIn();
  await editor.openFlow("Virtual receptionist");
  await board.find("Main Menu");
  await inspector.say("Good morning. Press 1 for sales.");
  await editor.button("Try").click();
  await phone.callDraft();
  await phone.hears("Good morning. Press 1 for sales.");
  await phone.press("1");
  await expect(phone.ringing(SALES)).toBeVisible();
  await phone.ringing(SALES).getByRole("button", { name: "Reject" }).click();
  await phone.hears("Please leave a message after the beep.");
  await phone.hangUp();
  await phone.ended();
  await phone.seeTheRun();
  // What is recorded may be told before the hang-up is: then the run has gone on, and all the way to its end.
  const way = [/Start/, /Main_Menu.*sales/, /Ring_Sales.*Rejected/, /Leave_A_Message/, /Message_Taken/, /Goodbye/];
  await expect(async () => {
    const shown = await editor.steps().allTextContents();
    expect([4, 6]).toContain(shown.length);
    for (const [index, text] of shown.entries()) expect(text).toMatch(way[index] ?? /^$/);
  }).toPass();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("draft");
});
