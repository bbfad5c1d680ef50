import { join } from "node:path";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { numbersConnected } from "../steps/flows.ts";
import { Product, ROOT } from "../steps/product.ts";

const picture = (name: string): string => join(ROOT, "docs", "images", `${name}.png`);
const ANN = "+1 415 555 0142";

test("pictures of the README", async ({ page }) => {
  const product = await Product.start();
  try {
    await numbersConnected(product);
    const editor = new Editor(page, product);
    const { phone } = editor;
    await editor.signIn();
    await editor.openFlow("Virtual receptionist");
    await expect(page.getByText("Saved")).toBeVisible();
    await page.screenshot({ path: picture("board") });

    await editor.button("Try").click();
    await phone.callDraft();
    await phone.hears("Welcome to Brass and Cord.");
    await phone.press("3");
    await phone.hears("Please enter the two digit extension");
    await phone.press("42#");
    await phone.hears("Connecting you to Ann.");
    await expect(phone.ringing(ANN)).toBeVisible();
    await page.screenshot({ path: picture("try") });
    await phone.accept(ANN);
    await phone.hangUp();
    await phone.ended();
    await phone.seeTheRun();
    await phone.close();
    await expect(editor.steps().first()).toBeVisible();
    await page.screenshot({ path: picture("run") });

    await editor.go("Numbers");
    await expect(page.getByRole("row").filter({ hasText: "Virtual receptionist" })).toBeVisible();
    await page.screenshot({ path: picture("numbers") });
    await page.goto("about:blank");
  } finally {
    await product.stop();
  }
});
