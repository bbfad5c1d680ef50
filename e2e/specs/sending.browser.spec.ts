import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { Product } from "../steps/product.ts";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start({ DESTINATION_COUNTRIES: "US,GB" });
});
test.afterAll(() => product.stop());

test("limits on sending are set under Settings, and a wrong one is refused", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  await page.goto(`${product.url}/settings/sending`);
  const field = (name: string) => page.getByRole("textbox", { name, exact: true });
  await expect(page.getByText("Out of US, GB, which the server allows")).toBeVisible();
  await field("Texts from each number: a second").fill("5");
  await field("Texts, all numbers together: a day").fill("10000");
  await editor.button("Rate for one number").click();
  await field("Number with a rate of its own").fill("+1 415 555 0199");
  await field("Texts from +1 415 555 0199: a minute").fill("20");
  await field("Countries").fill("gb");
  await field("Spend a day").fill("a lot");
  await editor.button("Save limits").click();
  await expect(page.getByText("“a lot” is no number")).toBeVisible();
  await field("Spend a day").fill("25.5");
  await field("Spend a call").fill("2");
  await editor.button("Save limits").click();
  await expect(page.getByText("needs the price of a minute for every number")).toBeVisible();
  await editor.button("Price").click();
  await field("Beginning of numbers").fill("+");
  await field("+: a minute of a call").fill("0.5");
  await editor.button("Save limits").click();
  await expect(page.getByText("The limits hold from now on")).toBeVisible();

  await page.reload();
  await expect(field("Texts from each number: a second")).toHaveValue("5");
  await expect(field("Texts from +14155550199: a minute")).toHaveValue("20");
  await expect(field("Countries")).toHaveValue("GB");
  await expect(field("Spend a day")).toHaveValue("25.5");
  await expect(field("Spend a call")).toHaveValue("2");
  await expect(field("+: a minute of a call")).toHaveValue("0.5");
});
