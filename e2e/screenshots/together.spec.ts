import type { Answer, Flow } from "@cordboard/api";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { flow } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";
import { Gallery } from "./gallery.ts";

const NAME = "Welcome line";
/** What it says before anybody is here, and what somebody else makes of it. */
const saying = (hello: string, bye: string) =>
  flow(
    NAME,
    {
      Hello: ["play_audio", { prompt: [{ speak: hello }] }],
      Goodbye: ["play_audio", { prompt: [{ speak: bye }] }],
    },
    ["Start.incoming_call -> Hello", "Hello.completed -> Goodbye"],
  );

let product: Product;
let id: string;
test.beforeAll(async () => {
  // Its account is entered on the page.
  product = await Product.start({ PLIVO_AUTH_TOKEN: "" });
  const document = saying("Hello, this is Brass and Cord.", "Goodbye.");
  ({ id } = await product.api<Flow>("POST", "/api/flows", { name: NAME, document }));
});
test.afterAll(() => product.stop());

test("two people at one flow", async ({ page, browser }) => {
  const editor = new Editor(page, product);
  const gallery = new Gallery(page);
  const { board } = editor;
  const { key } = await product.api<Answer<"createKey">>("POST", "/api/keys", { name: "Ann Baker", role: "editor" });
  await editor.signInAt(NAME);
  const ann = new Editor(await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage(), product);
  await ann.signInWithKey(key);
  await ann.page.goto(page.url());
  await ann.board.ready();
  await ann.board.showAll();
  await ann.board.select("Hello");
  await ann.inspector.say("Hello, this is Brass and Cord. How can we help?");
  await expect(editor.drawingElsewhere).toContainText("Ann Baker is drawing here.");
  await gallery.show("board-looking-on", () => board.showAll());
  await ann.saved();
  await ann.page.context().close();
  await expect(editor.drawingElsewhere).toHaveText("");
});

test("a flow that was changed twice, one that isn’t saved, and one that isn’t there", async ({ page }) => {
  const editor = new Editor(page, product);
  const gallery = new Gallery(page);
  const { board, inspector } = editor;
  await editor.signInAt(NAME);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/draft", async (route) => {
    await held;
    await route.continue();
  });
  for (const [step, words] of [
    ["Hello", "Good day, this is Brass and Cord."],
    ["Goodbye", "Goodbye, and thank you for calling."],
  ] as const) {
    await board.find(step);
    await inspector.say(words);
  }
  const { draft } = await product.api<Flow>("GET", `/api/flows/${id}`);
  const theirs = saying("Welcome to Brass and Cord.", "We hope to hear from you soon.");
  await product.api("PUT", `/api/flows/${id}/draft`, { revision: draft.revision, document: theirs });
  release();
  const dialog = page.getByRole("dialog", { name: "Somebody else changed this flow" });
  await expect(dialog.getByRole("list", { name: "Changed twice" }).getByRole("listitem")).toHaveCount(2);
  await gallery.show("conflict");
  await dialog.getByRole("button", { name: "Use what is chosen" }).click();
  await editor.saved();

  await page.unrouteAll();
  await page.route("**/api/**", (route) => route.abort());
  await inspector.say("Goodbye, and call again.");
  await expect(page.getByRole("button", { name: "Not saved" })).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("What you change is kept here");
  await gallery.show("board-not-saved", () => board.showAll());
  await page.unrouteAll();
  await page.goto(`${product.url}/flows/00000000-0000-4000-8000-000000000000`);
  await expect(page.getByRole("link", { name: "All flows" })).toBeVisible();
  await gallery.show("no-such-flow");
});

test("an account at the carrier is entered", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  await page.goto(`${product.url}/settings/carrier`);
  await editor.button("Enter Auth ID and token").click();
  await expect(page.getByRole("dialog", { name: "Account at Plivo" })).toBeVisible();
  await new Gallery(page).show("settings-carrier-new");
});
