import AxeBuilder from "@axe-core/playwright";
import type { SimulatorServer } from "@cordboard/simulator";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { texts } from "../steps/ledger.ts";
import { startOutside } from "../steps/outside.ts";
import { type Product, until } from "../steps/product.ts";
import { effectsOf, path, runWith } from "../steps/runs.ts";

let product: Product;
let outside: SimulatorServer;
let autoresponder: string;
test.beforeAll(async () => {
  ({ outside, product } = await startOutside());
  await numbersConnected(product);
  autoresponder = (await loaded(product, "SMS autoresponder")).number;
});
test.afterAll(async () => {
  await product.stop();
  await outside.close();
});

/** A person whose reply went out without an answer. `seen`: the carrier did take it, but its lists can't be read. */
async function doubt(person: string, seen: boolean): Promise<string> {
  outside.simulator.sim.setFaults(
    seen
      ? {
          acceptThenDrop: { on: "rest", method: "POST", path: "/Message/", count: 1 },
          status5xx: { on: "rest", method: "GET", path: "/Message/" },
          drop: { on: "webhooks", path: "/carrier/messages/e/" },
        }
      : { drop: { on: "rest", method: "POST", path: "/Message/", count: 1 }, status5xx: { on: "rest", method: "GET", path: "/Message/" } },
  );
  await product.sim("POST", "/messages", { from: person, to: autoresponder, text: "HELP" });
  const { id } = await runWith(product, person);
  await until("it is in doubt", async () => (await effectsOf(product, id, "uncertain"))[0]);
  return id;
}

test("what the carrier left in doubt is listed with its count, and a person decides each", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  await editor.go("In doubt");
  await expect(editor.heading("Nothing is in doubt")).toBeVisible();

  const [ann, ben, cleo] = ["+12125554101", "+12125554102", "+12125554103"];
  const second = await doubt(ben, false);
  const third = await doubt(cleo, false);
  // Last, because from then on reports are lost.
  const first = await doubt(ann, true);
  await expect(editor.place("In doubt", 3)).toBeVisible();
  const entry = (number: string) => page.getByRole("article", { name: `Text to ${number}` });
  await expect(entry("+1 212 555 4101")).toContainText("Text STOP to end.");
  await expect(entry("+1 212 555 4101")).toContainText("The step waits");
  await expect(entry("+1 212 555 4101")).toContainText("SMS autoresponder");

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = new AxeBuilder({ page }).setLegacyMode().withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]);
    expect((await axe.analyze()).violations.map(({ id }) => id)).toEqual([]);
  }

  // What is to follow it waits, and says so.
  await product.sim("POST", "/messages", { from: ben, to: autoresponder, text: "HELP" });
  const next = await until("it is answered", async () => (await runWith(product, ben)).id !== second && runWith(product, ben));
  await page.goto(`${product.url}/runs/${next.id}`);
  await expect(page.getByText("An earlier text to +1 212 555 4102 is on its way or in doubt")).toBeVisible();
  await page.getByRole("link", { name: "in doubt", exact: true }).click();

  // It had arrived: the step goes on.
  await entry("+1 212 555 4101").getByRole("button", { name: "It was sent" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("leaves by “sent”");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(entry("+1 212 555 4101")).toBeVisible();
  await entry("+1 212 555 4101").getByRole("button", { name: "It was sent" }).click();
  await dialog.getByRole("button", { name: "It was sent" }).click();
  await expect(entry("+1 212 555 4101")).toBeHidden();
  expect(await until("the run went on", async () => (await path(product, first)).includes("Reply_Help:sent"))).toBe(true);
  expect(await texts(product, ann)).toHaveLength(1);

  // It had not: the step leaves by failed.
  await entry("+1 212 555 4102").getByRole("button", { name: "It was not sent" }).click();
  await expect(dialog).toContainText("leaves by “failed”");
  await dialog.getByRole("button", { name: "It was not sent" }).click();
  await expect(entry("+1 212 555 4102")).toBeHidden();
  expect(await until("the run went on", async () => (await path(product, second)).includes("Reply_Help:failed"))).toBe(true);
  await until("what waited for it arrived", async () => (await texts(product, ben)).length === 1);

  // Once more, knowing that it may arrive twice.
  outside.simulator.sim.clearFaults();
  await entry("+1 212 555 4103").getByRole("button", { name: "Send again" }).click();
  await expect(dialog).toContainText("they get it twice");
  await dialog.getByRole("button", { name: "Send again" }).click();
  await expect(editor.notice("it goes out again")).toBeVisible();
  await expect(editor.heading("Nothing is in doubt")).toBeVisible();
  await expect(editor.place("In doubt")).toHaveAccessibleName("In doubt");
  await until("it arrived", async () => (await texts(product, cleo)).length === 1);
  expect(await until("the run went on", async () => (await path(product, third)).includes("Reply_Help:sent"))).toBe(true);
});
