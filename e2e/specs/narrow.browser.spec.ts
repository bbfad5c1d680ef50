import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { Phone } from "../steps/phone.ts";
import { Product } from "../steps/product.ts";
import { ended, runWith } from "../steps/runs.ts";

let product: Product;
let runId: string;

test.use({ viewport: { width: 390, height: 844 } });
test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "20" });
  await numbersConnected(product);
  const { number } = await loaded(product, "Virtual receptionist");
  const caller = await Phone.dial(product, "+14155550100", number);
  await caller.hears("Press 1 for sales");
  await caller.hangUp();
  runId = (await ended(product, (await runWith(product, caller.callUuid)).id)).id;
  await product.sim("POST", "/messages", { from: "+14155550101", to: (await loaded(product, "SMS autoresponder")).number, text: "HELP" });
});
test.afterAll(() => product.stop());

/** What sticks out at the right of a phone's screen, and isn't inside something that scrolls on purpose. */
const stickingOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX)
        ? element !== document.body
        : scrolls(element.parentElement));
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > innerWidth + 1 && !scrolls(element.parentElement);
    });
    const sideways = [...document.querySelectorAll("main, main > div, [role=tabpanel]")].filter(
      (element) => element.scrollWidth > element.clientWidth + 1,
    );
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()}.${String(element.getAttribute("class")).slice(0, 60)} ${element.scrollWidth} px`;
    return [
      ...(document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : []),
      ...wide.map(name),
      ...sideways.map(name),
    ];
  });

const PAGES: [string, () => string, RegExp][] = [
  ["flows", () => "/flows", /^Flows$/],
  ["numbers", () => "/numbers", /^Numbers$/],
  ["runs", () => "/runs", /^Runs$/],
  ["run view", () => `/runs/${runId}`, /Virtual receptionist/],
  ["messages", () => "/messages", /^Messages$/],
  ["a thread", () => "/messages?contact=%2B14155550101", /\+1 415 555 0101/],
  ["recordings", () => "/recordings", /^Recordings$/],
  ["settings", () => "/settings", /^Settings$/],
];

test("lists and the run view fit a phone's screen", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  for (const [name, address, heading] of PAGES) {
    await test.step(name, async () => {
      await page.goto(product.url + address());
      await expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
      await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
      expect(await stickingOut(page)).toEqual([]);
    });
  }
  await page.goto(`${product.url}/runs/${runId}`);
  await expect(editor.steps().filter({ hasText: "Main_Menu" })).toBeVisible();
  await page.getByRole("tab", { name: "Board" }).click();
  await expect(page.locator(".react-flow__node").first()).toBeVisible();
});
