import { readFile } from "node:fs/promises";
import type { Answer, Flow } from "@cordboard/api";
import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { flow, type Document } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

type CreatedKey = Answer<"createKey">;
let product: Product;

test.use({ viewport: { width: 1440, height: 900 } });
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(() => product.stop());

const HEARD = "What the caller hears, text 1";
const says = (speak: string) => ({ prompt: [{ speak }] });
const texts = (name: string, hello: string, bye: string): Document =>
  flow(name, { Hello: ["play_audio", says(hello)], Bye: ["play_audio", says(bye)] }, [
    "Start.incoming_call -> Hello",
    "Hello.completed -> Bye",
  ]);

async function open(page: Page, name: string): Promise<{ editor: Editor; id: string }> {
  const { id } = await product.api<Flow>("POST", "/api/flows", { name, document: texts(name, "Hello.", "Goodbye.") });
  const editor = new Editor(page, product);
  await editor.signInAt(name);
  return { editor, id };
}

/** Somebody else saves the flow after I have changed it and before that is saved. */
async function bothChange(page: Page, id: string, mine: () => Promise<void>, theirs: Document): Promise<void> {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/draft", async (route) => {
    await held;
    await route.continue();
  });
  await mine();
  const { draft } = await product.api<Flow>("GET", `/api/flows/${id}`);
  await product.api("PUT", `/api/flows/${id}/draft`, { revision: draft.revision, document: theirs });
  release();
}

async function write({ board, inspector }: Editor, step: string, words: string): Promise<void> {
  await board.showAll();
  await board.select(step);
  await inspector.say(words);
}

const heardAt = async (id: string): Promise<unknown[]> => {
  const { draft } = await product.api<Flow>("GET", `/api/flows/${id}`);
  return draft.document.nodes.flatMap(({ config }) => (Array.isArray(config["prompt"]) ? config["prompt"] : []));
};

test("what somebody else changed in another step meanwhile is put together with what I changed", async ({ page }) => {
  const { editor, id } = await open(page, "Different steps");
  await bothChange(page, id, () => write(editor, "Hello", "Mine."), texts("Different steps", "Hello.", "Theirs."));
  await expect(editor.notice("Both their changes and yours are in it now")).toBeVisible();
  await editor.saved();
  // What I was writing is still open before me.
  await expect(editor.inspector.field(HEARD)).toHaveValue("Mine.");
  expect(await heardAt(id)).toEqual([{ speak: "Mine." }, { speak: "Theirs." }]);
  // The way back is still there; it takes back mine alone.
  await editor.button("Undo").click();
  await expect.poll(() => heardAt(id)).toEqual([{ speak: "Hello." }, { speak: "Theirs." }]);
  await expect(editor.inspector.field(HEARD)).toHaveValue("Hello.");
});

test("what both of us changed is shown side by side, and one is chosen for each", async ({ page }) => {
  const { editor, id } = await open(page, "Same steps");
  const mine = async (): Promise<void> => {
    await write(editor, "Hello", "My hello.");
    await write(editor, "Bye", "My goodbye.");
  };
  await bothChange(page, id, mine, texts("Same steps", "Their hello.", "Their goodbye."));
  const dialog = page.getByRole("dialog", { name: "Somebody else changed this flow" });
  await expect(dialog.getByRole("list", { name: "Changed twice" }).getByRole("listitem")).toHaveCount(2);
  const bye = dialog.getByRole("group", { name: "Step Bye" });
  await expect(bye.getByRole("button", { name: /^Mine/ })).toContainText("My goodbye.");
  await bye.getByRole("button", { name: /^Theirs/ }).click();
  await dialog.getByRole("button", { name: "Use what is chosen" }).click();
  await editor.saved();
  expect(await heardAt(id)).toEqual([{ speak: "My hello." }, { speak: "Their goodbye." }]);
});

test("while somebody draws the others look on; who takes over loses them nothing", async ({ page, browser }) => {
  const { editor, id } = await open(page, "Shared");
  const { key } = await product.api<CreatedKey>("POST", "/api/keys", { name: "Ann Baker", role: "editor" });
  const ann = new Editor(await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage(), product);
  await ann.signInWithKey(key);
  await ann.page.goto(page.url());
  await ann.board.ready();
  await expect(editor.alsoHere("Ann Baker")).toBeVisible();
  await expect(editor.drawingElsewhere).toHaveText("");

  await write(ann, "Hello", "Ann’s hello.");
  await expect(editor.drawingElsewhere).toContainText("Ann Baker is drawing here.");
  await expect(editor.alsoHere("Ann Baker (drawing)")).toBeVisible();
  await editor.board.select("Hello");
  await expect(editor.inspector.field(HEARD)).toHaveValue("Ann’s hello.");
  await expect(editor.inspector.field(HEARD)).toBeDisabled();
  await editor.board.card("Hello").focus();
  await page.keyboard.press("Delete");
  await expect(editor.notice("Take over to change the flow")).toBeVisible();
  await expect(editor.board.card("Hello")).toBeVisible();

  // What she has typed so far, and not left yet, is hers.
  await ann.inspector.type("Name of the step", "Welcome");
  await editor.takeOver();
  await expect(ann.notice("took over; your changes are saved")).toBeVisible();
  await expect(ann.drawingElsewhere).toContainText("is drawing here.");
  await expect(editor.board.card("Welcome")).toBeVisible();
  await write(editor, "Bye", "My goodbye.");
  await editor.saved();
  expect(await heardAt(id)).toEqual([{ speak: "Ann’s hello." }, { speak: "My goodbye." }]);

  await page.goto("about:blank");
  await expect(ann.drawingElsewhere).toHaveText("");
  await write(ann, "Welcome", "Ann’s again.");
  await ann.saved();
  await ann.page.context().close();
});

test("a flow is exported as a file, a picture, a drawing, and as a document to print", async ({ page }) => {
  const { editor } = await open(page, "To take away");
  const exported = async (item: string): Promise<{ name: string; content: Buffer }> => {
    const download = page.waitForEvent("download");
    await editor.button("Export").click();
    await page.getByRole("menuitem", { name: item }).click();
    const file = await download;
    return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
  };
  const file = await exported("As a file (JSON)");
  expect(file.name).toBe("to-take-away.flow.json");
  expect(JSON.parse(file.content.toString())).toMatchObject({ format: "cordboard/flow@1", name: "To take away" });
  const picture = await exported("As a picture (PNG)");
  expect(picture.name).toBe("to-take-away.png");
  expect(picture.content.subarray(1, 4).toString()).toBe("PNG");
  const drawing = await exported("As a drawing (SVG)");
  expect(drawing.name).toBe("to-take-away.svg");
  expect(drawing.content.toString()).toContain("“Goodbye.”");

  await editor.button("Export").click();
  await page.getByRole("menuitem", { name: "To print…" }).click();
  await expect(page.getByRole("img", { name: /^The flow To take away/ })).toBeVisible();
  await expect(page.getByRole("table", { name: "Steps" }).getByRole("row")).toHaveText([
    /What it does/,
    /^Start.*Incoming call → Hello/,
    /^Hello.*“Hello.”.*Completed → Bye/,
    /^Bye.*“Goodbye.”.*The run ends here/,
  ]);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(editor.button("Print")).toBeHidden();
});

test.describe("with a server that goes away", () => {
  // The browser complains of it; that is not the page's fault.
  test.use({ faults: [] });

  test("what is changed while the server is away outlives the window, and is saved when both are back", async ({ page, context }) => {
    const { editor, id } = await open(page, "Away");
    const address = page.url();
    await product.shutDown();
    await write(editor, "Bye", "Written without a server.");
    await expect(page.getByRole("button", { name: "Not saved" })).toBeVisible();
    await expect(page.getByRole("alert")).toContainText("What you change is kept here");
    await page.close();

    await product.boot();
    const again = new Editor(await context.newPage(), product);
    await again.page.goto(address);
    await again.board.ready();
    await expect(again.notice("and not saved then is back")).toBeVisible();
    await again.saved();
    expect(await heardAt(id)).toEqual([{ speak: "Hello." }, { speak: "Written without a server." }]);
  });
});
