import type { EffectItem } from "@cordboard/api";
import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { Phone } from "../steps/phone.ts";
import { Product, until } from "../steps/product.ts";
import { effectsOf, ended, runWith } from "../steps/runs.ts";
import { Gallery } from "./gallery.ts";

const OUTSIDE = ["+12125554101", "+12125554102", "+12125554103"] as const;

let product: Product;
test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "20" });
  await numbersConnected(product);
  await callers();
  await voicemail();
  await texters();
});
test.afterAll(() => product.stop());

/** Calls that end in different ways. */
async function callers(): Promise<void> {
  const { number } = await loaded(product, "Virtual receptionist");
  for (const from of OUTSIDE) {
    const call = await Phone.dial(product, from, number);
    await call.hears("Press 1 for sales");
    if (from === OUTSIDE[1]) await call.press("3");
    await call.hangUp();
    await ended(product, (await runWith(product, call.callUuid)).id);
  }
}

async function voicemail(): Promise<void> {
  const { number } = await loaded(product, "Voicemail to e-mail");
  const call = await Phone.dial(product, OUTSIDE[0], number);
  await until("the recording runs", async () => (await call.view()).transcript.some(({ element }) => element === "Recording"));
  await call.says("Please call me back about order 4711.");
  await until("the recording is there", async () => (await product.api<{ items: unknown[] }>("GET", "/api/recordings")).items.length > 0);
}

/** The run whose text waits for one that is in doubt. */
let waiting = "";

/** Texts that are answered; the answer to the last is in doubt, and holds up the one after it. */
async function texters(): Promise<void> {
  const { number: to } = await loaded(product, "SMS autoresponder");
  for (const from of OUTSIDE) {
    if (from === OUTSIDE[2]) {
      await product.sim("POST", "/faults", {
        drop: { on: "rest", method: "POST", path: "/Message/", count: 1 },
        status5xx: { on: "rest", method: "GET", path: "/Message/" },
      });
    }
    await product.sim("POST", "/messages", { from, to, text: from === OUTSIDE[1] ? "What are your hours?" : "HELP" });
    const { id } = await until("the text has a run", async () => {
      const run = await runWith(product, from);
      return run.trigger === "message" && run;
    });
    if (from === OUTSIDE[2]) await until("the answer is in doubt", async () => (await effectsOf(product, id, "uncertain"))[0]);
    else await ended(product, id);
  }
  await product.sim("POST", "/messages", { from: OUTSIDE[2], to, text: "What are your hours?" });
  const { runId } = await until("a text waits for the one before it", async () => {
    const { items } = await product.api<{ items: EffectItem[] }>("GET", "/api/effects?state=pending");
    return items.find(({ waitsFor }) => waitsFor !== null);
  });
  waiting = runId;
}

/** The lists as a new installation has them, or with a server that can't answer. */
async function answered(page: Page, how: "nothing" | "error"): Promise<void> {
  await page.route(/\/api\/(flows|numbers|runs|messages|recordings|effects|keys|secrets)(\?|$)/, (route) =>
    route.fulfill(
      how === "nothing"
        ? { json: { items: [], next: null } }
        : {
            status: 503,
            json: {
              error: {
                code: "store_unavailable",
                message: "The store can’t be reached. Nothing is lost; try again in a moment.",
                details: [],
              },
            },
          },
    ),
  );
}

const LISTS = ["Flows", "Numbers", "Runs", "Messages", "Recordings", "In doubt"] as const;
const fileName = (place: string): string => place.toLowerCase().replaceAll(" ", "-");

test("the lists", async ({ page }) => {
  const editor = new Editor(page, product);
  const gallery = new Gallery(page);
  await editor.signIn();
  for (const place of LISTS) {
    await editor.go(place);
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    await gallery.show(fileName(place));
  }
  await page.goto(`${product.url}/runs?text=nobody&status=failed`);
  await expect(editor.heading("No run matches")).toBeVisible();
  await gallery.show("runs-none-match");
});

test("what the lists ask and offer", async ({ page }) => {
  const editor = new Editor(page, product);
  const gallery = new Gallery(page);
  const dialog = page.getByRole("dialog");
  const away = async (): Promise<void> => {
    await page.keyboard.press("Escape");
    await expect(page.locator("[role=menu], [role=dialog], [role=alertdialog]")).toHaveCount(0);
  };
  await editor.signIn();
  await gallery.show("flows-menu", async () => {
    await away();
    await editor.button("Actions for Click to call").click();
    await expect(page.getByRole("menuitem", { name: "Duplicate" })).toBeVisible();
  });
  await page.getByRole("menuitem", { name: "Move to" }).press("ArrowRight");
  await page.getByRole("menuitem", { name: "New folder" }).click();
  await dialog.getByLabel("Folder").fill("Support / Night");
  await gallery.show("flows-new-folder");
  await dialog.getByRole("button", { name: "Move" }).click();
  await expect(dialog).toBeHidden();
  await page.goto(`${product.url}/flows?folder=Support%2FNight`);
  await expect(page.getByRole("navigation", { name: "Folder" })).toBeVisible();
  await gallery.show("flows-folder");

  const { id } = await loaded(product, "Click to call");
  await page.goto(`${product.url}/numbers?flow=${id}`);
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
  await gallery.show("numbers-for-flow");
  await editor.go("Runs");
  await gallery.show("runs-time", async () => {
    await away();
    await editor.button("Any time").click();
    await expect(page.getByLabel("Started from")).toBeVisible();
  });
  await away();
  await page.goto(`${product.url}/runs/${waiting}`);
  await expect(page.getByText("An earlier text to +1 212 555 4103")).toBeVisible();
  await gallery.show("run-waiting");
  await editor.button("Stop").click();
  await gallery.show("run-stop");
  await page.getByRole("button", { name: "Cancel" }).click();
  await editor.button("Replay").click();
  await dialog.getByRole("button", { name: "Replay", exact: true }).click();
  await expect(dialog.getByText("Every step went the same way")).toBeVisible();
  await gallery.show("run-replay");
  await away();
  await editor.go("In doubt");
  await page.getByRole("button", { name: "Send again" }).click();
  await gallery.show("in-doubt-again");
  await page.getByRole("button", { name: "Cancel" }).click();

  for (const [section, button] of [
    ["keys", "New key"],
    ["secrets", "New secret"],
  ] as const) {
    await page.goto(`${product.url}/settings/${section}`);
    await editor.button(button).first().click();
    await expect(dialog).toBeVisible();
    await gallery.show(`settings-${section}-new`);
    await away();
  }
});

test("the lists of a new installation", async ({ page }) => {
  const editor = new Editor(page, product);
  const gallery = new Gallery(page);
  await editor.signIn();
  await answered(page, "nothing");
  await page.reload();
  for (const place of LISTS) {
    await editor.go(place);
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    await gallery.show(`${fileName(place)}-empty`);
  }
});

test("a list that can't be read, or not yet, and an address that leads nowhere", async ({ page }) => {
  const editor = new Editor(page, product);
  const gallery = new Gallery(page);
  await editor.signIn();
  await answered(page, "error");
  await page.reload();
  await expect(editor.heading("This couldn’t be loaded")).toBeVisible({ timeout: 30_000 });
  await gallery.show("flows-error");
  await page.unrouteAll();
  await page.route(/\/api\/flows(\?|$)/, () => undefined);
  await page.reload();
  await editor.heading("Flows").waitFor();
  await expect(page.getByRole("status", { name: "Loading" })).toBeVisible();
  await gallery.show("flows-loading");
  await page.unrouteAll();
  await page.goto(`${product.url}/nowhere`);
  await gallery.show("no-such-page");
  await page.goto(`${product.url}/runs/00000000-0000-4000-8000-000000000000`);
  await expect(editor.heading("There is no such run")).toBeVisible();
  await gallery.show("no-such-run");
});

test("the sections of the settings", async ({ page }) => {
  const editor = new Editor(page, product);
  const gallery = new Gallery(page);
  await product.api("POST", "/api/secrets", { name: "crm_token", value: "s3cret" });
  await editor.signIn();
  await editor.go("Settings");
  const sections = page.getByRole("navigation", { name: "Settings" }).getByRole("link");
  for (const name of await sections.allInnerTexts()) {
    await sections.getByText(name, { exact: true }).click();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    await gallery.show(`settings-${fileName(name)}`);
  }
});

test("signing in", async ({ page }) => {
  const gallery = new Gallery(page);
  await page.goto(product.url);
  const key = page.getByLabel("Or sign in with an API key");
  await expect(key).toBeVisible();
  await gallery.show("sign-in");
  await key.fill("not a key");
  await page.keyboard.press("Enter");
  await gallery.show("sign-in-refused");
  await page.goto(`${product.url}/sign-in?token=used-or-too-old`);
  await gallery.show("sign-in-link-used");
});
