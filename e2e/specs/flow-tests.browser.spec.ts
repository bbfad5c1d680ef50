import { readdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { FlowTests } from "../pages/flow-tests.ts";
import { expect, test } from "../pages/test.ts";
import { Product, ROOT } from "../steps/product.ts";

/** The sample's own tests. */
const HOW_MANY = readdirSync(join(ROOT, "examples/virtual-receptionist")).filter((file) => file.endsWith(".test.json")).length;
const SAMPLE = "Virtual receptionist";
const ANN = "extension 42 rings Ann";

let product: Product;

test.use({ viewport: { width: 1440, height: 900 } });
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(() => product.stop());

async function open(page: Page): Promise<{ editor: Editor; tests: FlowTests }> {
  const editor = new Editor(page, product);
  await editor.signInAt(SAMPLE);
  const tests = new FlowTests(page);
  await tests.open();
  return { editor, tests };
}

async function accessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).include("section:has([data-test])").analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ""}`)).toEqual([]);
  }
}

test("all tests of the receptionist pass in the editor", async ({ page }) => {
  const { tests } = await open(page);
  await expect(tests.list.getByRole("listitem")).toHaveCount(HOW_MANY);
  await expect(tests.list.getByLabel("Not run yet")).toHaveCount(HOW_MANY);
  await tests.runAll();
  await expect(tests.list.getByLabel("Passed")).toHaveCount(HOW_MANY, { timeout: 180_000 });
  await expect(tests.tab.getByLabel("all pass")).toBeVisible();
  await tests.choose(ANN);
  await expect(tests.verdict()).toHaveText(/^Passed in/);
  await expect(tests.steps()).toHaveText([
    /Hear “press 3”/,
    /Press 3/,
    /Hear “two digit extension”/,
    /Press 42#/,
    /Hear “connecting you to Ann”/,
    /Call to \+1 415 555 0142 expected/,
    /Wait 10 s/,
    /Hang up/,
  ]);
  await accessible(page);
});

test("a wrong expectation fails with its step named, and leads to the board", async ({ page }) => {
  const { editor, tests } = await open(page);
  await tests.choose(ANN);
  await tests.rewrite("connecting you to Ann", "connecting you to Bob");
  await tests.run();
  await tests.show("Steps");
  await expect(tests.verdict()).toContainText("Failed at step 5 of 8: Hear “connecting you to Bob”");
  await expect(tests.failedLine()).toContainText("connecting you to Bob");
  await expect(tests.tab).toHaveAccessibleName("Tests 1 failing");
  await accessible(page);

  await tests.rewrite("connecting you to Bob", "connecting you to Ann");
  await tests.rewrite("Which_Extension:ann", "Which_Extension:bob");
  await tests.run();
  await tests.show("Steps");
  await expect(tests.verdict()).toContainText("the run took another path");
  await expect(tests.path().filter({ hasText: "not taken" })).toHaveText(/Which_Extension.*bob/);
  await tests.path().filter({ hasText: "Ring_Ann" }).getByRole("button").click();
  await expect(page.getByRole("complementary", { name: "Settings of Ring_Ann" })).toBeVisible();

  await tests.detail.getByRole("button", { name: "Expect this path" }).click();
  await expect(tests.verdict()).toContainText("Failed before the last change");
  await tests.run();
  await expect(tests.verdict()).toHaveText(/^Passed in/);
  await editor.saved();
});

test("a change of the flow makes a test fail; undoing it makes the result good again", async ({ page }) => {
  const { editor, tests } = await open(page);
  await tests.choose("sales is busy");
  await tests.run();
  await expect(tests.verdict()).toHaveText(/^Passed in/);
  await editor.board.showAll();
  await editor.board.select("Everyone Is Busy");
  await editor.inspector.say("Please hold.");
  await expect(tests.verdict()).toContainText("Passed before the last change");
  await tests.run();
  await expect(tests.verdict()).toContainText("Nobody heard “on another call”.");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(tests.verdict()).toContainText("Failed before the last change");
  await tests.run();
  await expect(tests.verdict()).toHaveText(/^Passed in/);
});

test("a test is added, written, duplicated and deleted, each with a way back", async ({ page }) => {
  const { editor, tests } = await open(page);
  await tests.add("A call comes in");
  await expect(tests.detail.getByLabel("Name of the test")).toHaveValue("a caller chooses sales");
  await tests.run();
  await expect(tests.verdict()).toHaveText(/^Passed in/);

  await tests.rewrite('"press": "1"', '"pres": "1"');
  await expect(tests.detail.getByRole("button", { name: /^Line \d+ One of “hear”, “press”/ })).toBeVisible();
  await tests.show("Steps");
  await expect(tests.detail.getByText("This test can’t be read yet.")).toBeVisible();
  await tests.detail.getByRole("button", { name: "Undo" }).click();
  await expect(tests.steps().last()).toContainText("Press 1");

  await tests.more("Duplicate");
  await expect(tests.detail.getByLabel("Name of the test")).toHaveValue("a caller chooses sales copy");
  await tests.more("Delete");
  await expect(tests.list.getByRole("listitem")).toHaveCount(HOW_MANY + 1);
  await editor.notice("Deleted “a caller chooses sales copy”").getByRole("button", { name: "Undo" }).click();
  await expect(tests.list.getByRole("listitem")).toHaveCount(HOW_MANY + 2);

  await tests.choose("a caller chooses sales copy");
  for (const left of [HOW_MANY + 1, HOW_MANY]) {
    await page.keyboard.press("Delete");
    await expect(tests.list.getByRole("listitem")).toHaveCount(left);
  }
  await expect(editor.board.cards()).toHaveCount(16);
  await page.keyboard.press("Home");
  const first = await tests.list.getByRole("listitem").first().innerText();
  await expect(tests.detail.getByLabel("Name of the test")).toHaveValue(first.split("\n")[0] ?? "");
  await editor.saved();
});

test("a flow without tests says what they are for", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  await editor.newFlow("Nothing tested");
  await page.keyboard.press("t");
  await expect(editor.heading("No tests yet")).toBeVisible();
  const tests = new FlowTests(page);
  await tests.add("A text comes in");
  await expect(tests.detail.getByLabel("Name of the test")).toHaveValue("a text");
  await tests.run();
  await expect(tests.verdict()).toHaveText(/^Passed in/);
});
