import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { numbersConnected } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

const AUTORESPONDER = "SMS autoresponder";
const REPLY = "Brass and Cord: text HOURS for opening times, or call +1 415 555 0199. Text STOP to end.";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "5" });
  await numbersConnected(product);
});
test.afterAll(() => product.stop());

test("a text to the autoresponder is answered in the thread, delivered, and has a run", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  await editor.go("Messages");
  await editor.button("Text a number").click();
  await editor.phone.textTo(AUTORESPONDER);
  await editor.phone.texts("HELP");
  const thread = page.getByRole("log", { name: "Texts" });
  await expect(thread.getByText("HELP", { exact: true })).toBeVisible();
  await expect(thread.getByText(REPLY)).toBeVisible();

  await editor.phone.texts("what are your hours?");
  await expect(thread.getByText("We are open Monday to Friday, 9 to 5.")).toBeVisible();

  const messages = page.getByRole("region", { name: "Messages with +1 415 555 0100" });
  await expect(messages.getByText(REPLY)).toBeVisible();
  await expect(messages.getByText("Delivered", { exact: true })).toHaveCount(2);
  await messages.getByText("what are your hours?").locator("..").getByRole("link").click();
  await expect(editor.steps()).toHaveText([/Start.*Incoming message/, /Which_Word.*hours/, /Reply_Hours.*Sent/]);
});
