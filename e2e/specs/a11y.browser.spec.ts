import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { numbersConnected } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

const RECEPTIONIST = "+1 415 555 0199";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
  await numbersConnected(product);
});
test.afterAll(() => product.stop());

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe says about the page as it is now, in a line each. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(STANDARD).analyze();
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.any[0]?.message ?? ""}`));
}

for (const theme of ["light", "dark"] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme, reducedMotion: "reduce" });

    test("axe finds nothing on any page", async ({ page, browser }) => {
      test.slow();
      const editor = new Editor(page, product);
      const { board, phone } = editor;
      const clean = (view: string): Promise<void> =>
        test.step(view, async () => {
          expect.soft(await violations(page), view).toEqual([]);
        });

      await editor.signIn();
      await clean("flows");
      await editor.button("New flow").click();
      await expect(page.getByRole("dialog", { name: "New flow" }).getByRole("button", { name: /^Virtual receptionist/ })).toBeVisible();
      await clean("new flow");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");

      await editor.openFlow("Virtual receptionist");
      await clean("board from afar");
      await board.find("Main Menu");
      await clean("board with inspector");
      await page.getByRole("button", { name: /^Issues/ }).click();
      await clean("issues");
      await editor.button("Publish").click();
      await clean("publish");
      await page.keyboard.press("Escape");
      await board.deselect();

      await phone.open();
      await clean("phone");
      await phone.call(RECEPTIONIST, "Virtual receptionist");
      await phone.hears("Press 1 for sales");
      await board.isAt("Main Menu");
      await clean("phone in a call, card lit");
      await phone.press("1");
      await expect(phone.ringing("+1 415 555 0111")).toBeVisible();
      await clean("a phone rings");
      await phone.accept("+1 415 555 0111");
      await phone.hangUp();
      await phone.ended();
      await phone.seeTheRun();
      await phone.close();
      await editor.steps().nth(1).getByRole("button").click();
      await clean("run view");

      for (const place of ["Runs", "Numbers", "Messages", "Recordings", "Settings"] as const) {
        await editor.go(place);
        await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
        await clean(place);
      }

      const nobody = await browser.newContext({ colorScheme: theme });
      const stranger = await nobody.newPage();
      await stranger.goto(product.url);
      await expect(stranger.getByLabel("Or sign in with an API key")).toBeVisible();
      expect.soft(await violations(stranger), "sign-in").toEqual([]);
      await nobody.close();
    });
  });
}
