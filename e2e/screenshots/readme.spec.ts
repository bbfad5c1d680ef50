import { statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { numbersConnected } from "../steps/flows.ts";
import { Product, ROOT } from "../steps/product.ts";

const RECEPTIONIST = "Virtual receptionist";
const NUMBER = "+1 415 555 0199";
const ANN = "+1 415 555 0142";
const MOST_BYTES = 300_000;

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
  await numbersConnected(product);
});
test.afterAll(() => product.stop());

async function picture(page: Page, name: string): Promise<void> {
  const path = join(ROOT, "docs", "images", `${name}.png`);
  // Nothing is hovered, and what was has faded.
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    const fading = document.getAnimations().filter((one) => one instanceof CSSTransition);
    return Promise.allSettled(fading.map((one) => one.finished));
  });
  await page.screenshot({ path, caret: "hide" });
  expect(statSync(path).size).toBeLessThan(MOST_BYTES);
}

test("the pictures of the README", async ({ page }) => {
  const editor = new Editor(page, product);
  const { board, phone } = editor;
  await editor.signIn();

  await editor.openFlow(RECEPTIONIST);
  await board.showAll();
  await board.lookAt("Start", { zoom: 0.66, left: 24, top: 0.36 });
  await board.select("Main Menu");
  await board.still();
  await picture(page, "board");
  await board.deselect();

  await page.getByRole("button", { name: "Collapse the palette" }).click();
  await board.lookAt("Start", { zoom: 0.52, left: 20, top: 0.36 });
  await editor.button("Try").click();
  await phone.callDraft();
  await phone.hears("Press 1 for sales");
  await phone.press("3");
  await phone.hears("two digit extension");
  await phone.press("42");
  await phone.hears("Connecting you to Ann.");
  await expect(phone.ringing(ANN)).toBeVisible();
  await board.isAt("Ring Ann");
  await picture(page, "try");
  await phone.hangUp();
  await phone.ended();
  await phone.close();

  await editor.go("Numbers");
  await expect(page.getByText("Connected", { exact: true }).first()).toBeVisible();
  await picture(page, "numbers");

  await phone.open();
  await phone.newCall();
  await phone.call(NUMBER, RECEPTIONIST);
  await phone.hears("Press 1 for sales");
  await phone.press("3");
  await phone.hears("two digit extension");
  await phone.press("42#");
  await phone.accept(ANN);
  await expect(phone.frame.getByRole("timer")).toHaveText("0:04");
  await phone.hangUp();
  await phone.ended();
  await phone.seeTheRun();
  await phone.close();
  await expect(page.getByText("Running", { exact: true })).toBeHidden();
  await expect(editor.steps()).toHaveCount(6);
  await board.lookAt("Start", { zoom: 0.48, left: 20, top: 0.36 });
  await picture(page, "run");
});
