import { type SimulatorServer, startSimulatorServer } from "@cordboard/simulator";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { Product } from "../steps/product.ts";

/* An account at a carrier outside, which the environment does not name. */
const AUTH_ID = "MAOUTSIDE00000000001";
const AUTH_TOKEN = "outsideToken000000000000000000000000000000";
const NUMBERS = ["+12025550123", "+12025550124", "+12025550125"];

/** Within this a busy machine has stopped and started Cordboard. */
const ANEW_MS = 60_000;

let outside: SimulatorServer;
let product: Product;
test.beforeAll(async () => {
  outside = await startSimulatorServer({ port: 0, authId: AUTH_ID, authToken: AUTH_TOKEN });
  for (const number of NUMBERS) outside.simulator.sim.addNumber({ number, kind: "rented" });
  product = await Product.start({ PLIVO_API_BASE: outside.url, PLIVO_AUTH_TOKEN: "" });
});
test.afterAll(async () => {
  await product.stop();
  await outside.close();
});

test("keys are entered, tried and in effect; numbers are imported, PUBLIC_URL is tried, and the list of what is left follows", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const editor = new Editor(page, product);
  await editor.signIn();
  await page.goto(`${product.url}/settings/carrier`);
  await expect(page.getByText("Built-in simulator", { exact: true })).toBeVisible();

  await editor.button("Enter Auth ID and token").click();
  const dialog = page.getByRole("dialog", { name: "Account at Plivo" });
  await dialog.getByLabel("Auth ID").fill(AUTH_ID);
  await dialog.getByLabel("Auth Token").fill("not-the-token");
  await dialog.getByRole("button", { name: "Test keys" }).click();
  await expect(dialog).toContainText("The carrier doesn’t know this Auth ID with this token");
  await dialog.getByLabel("Auth Token").fill(AUTH_TOKEN);
  await dialog.getByRole("button", { name: "Test keys" }).click();
  await expect(dialog).toContainText("3 numbers, 100.00 of credit left");
  await dialog.getByRole("button", { name: "Use this account" }).click();
  await expect(dialog).toContainText("Name at least one, such as US");
  await dialog.getByLabel("Countries").fill("us, ca");
  await dialog.getByRole("button", { name: "Use this account" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Plivo", { exact: true })).toBeVisible();
  await expect(page.getByText(AUTH_ID)).toBeVisible();

  const list = page.getByRole("region", { name: "Going live" });
  const item = (title: string) => list.getByRole("listitem").filter({ hasText: title });
  // Cordboard is back with the account.
  await expect(item("An account at the carrier").getByLabel("Done")).toBeVisible({ timeout: ANEW_MS });
  await expect(item("Countries that flows may reach")).toContainText("US, CA");
  await expect(item("An https address").getByLabel("To do")).toBeVisible();
  await item("The carrier finds this Cordboard").getByRole("button", { name: "Try PUBLIC_URL" }).click();
  await expect(item("The carrier finds this Cordboard")).toContainText("The carrier came through PUBLIC_URL from its own network");
  await expect(item("The carrier finds this Cordboard").getByLabel("Done")).toBeVisible();

  await expect(item("A number with a flow").getByLabel("To do")).toBeVisible();
  await page.getByRole("checkbox", { name: "+1 202 555 0123" }).check();
  await page.getByRole("checkbox", { name: "+1 202 555 0125" }).check();
  await page.getByRole("button", { name: "Flow for the chosen numbers" }).click();
  await page.getByRole("option", { name: "Virtual receptionist" }).click();
  await editor.button("Put 2 numbers on it").click();
  await expect(editor.notice("2 numbers lead to “Virtual receptionist” now")).toBeVisible();
  await expect(page.getByRole("table", { name: "Numbers without a flow" }).getByRole("row")).toHaveCount(2);
  await expect(item("A number with a flow").getByLabel("Done")).toBeVisible();

  await page.reload();
  await expect(page.getByText(AUTH_ID)).toBeVisible();
  await editor.button("Back to the simulator").click();
  await page.getByRole("button", { name: "Forget the keys" }).click();
  await expect(page.getByText("Built-in simulator", { exact: true })).toBeVisible();
  await expect(list).toBeVisible({ timeout: ANEW_MS });
});

test("flows are duplicated, and put into folders by menu and by dragging; the folder stands in the address", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  const row = (name: string) =>
    page
      .getByRole("table", { name: "Flows" })
      .getByRole("row")
      .filter({ has: page.getByRole("link", { name, exact: true }) });
  const menu = (name: string) => page.getByRole("button", { name: `Actions for ${name}`, exact: true });

  await menu("Click to call").click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(editor.notice("Duplicated as “Click to call copy”")).toBeVisible();
  await menu("Click to call copy").click();
  await page.getByRole("menuitem", { name: "Move to" }).press("ArrowRight");
  await page.getByRole("menuitem", { name: "New folder" }).click();
  await page.getByRole("dialog").getByLabel("Folder").fill("Support / Night");
  await page.getByRole("dialog").getByRole("button", { name: "Move" }).click();
  await expect(row("Support")).toContainText("1 flow");
  await expect(row("Click to call copy")).toBeHidden();

  // One near the top: a page that scrolls between press and move takes hold of another row.
  await row("Business hours").dragTo(row("Support"));
  await expect(editor.notice("Moved “Business hours” to “Support”")).toBeVisible();
  await expect(row("Support")).toContainText("2 flows");

  await page.getByRole("link", { name: "Support", exact: true }).click();
  await expect(row("Business hours")).toBeVisible();
  await page.getByRole("link", { name: "Night", exact: true }).click();
  await expect(row("Click to call copy")).toBeVisible();
  await expect(page).toHaveURL(/folder=Support%2FNight/);
  await page.reload();
  await row("Click to call copy").dragTo(page.getByRole("navigation", { name: "Folder" }).getByRole("link", { name: "Support" }));
  await expect(page.getByText("Nothing is in this folder")).toBeVisible();
  await page.getByRole("navigation", { name: "Folder" }).getByRole("link", { name: "All flows" }).click();
  await page.getByLabel("Search flows").fill("click to call copy");
  await expect(row("Click to call copy")).toContainText("in Support");
  await page.getByLabel("Search flows").fill("");

  await page.getByRole("button", { name: "Actions for the folder Support" }).click();
  await page.getByRole("menuitem", { name: "Rename or move" }).click();
  await page.getByRole("dialog").getByLabel("Folder").fill("Help desk");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await expect(row("Help desk")).toContainText("2 flows");
  await expect(row("Support")).toBeHidden();
});
