import type { Flow } from "@cordboard/api";
import type { Page, Route } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { flow } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(() => product.stop());
test.use({ reducedMotion: "no-preference" });

const speak = (text: string): [string, Record<string, unknown>] => ["play_audio", { prompt: [{ speak: text }] }];

/** A small flow of this test's own, open on the board. */
async function open(page: Page, name: string): Promise<Editor> {
  const document = flow(
    name,
    {
      Ask: ["get_input", { prompt: [{ speak: "Your code, please." }] }],
      Repeat: speak("You entered {{ Ask.digits }}."),
      Bye: speak("Goodbye."),
    },
    ["Start.incoming_call -> Ask", "Ask.received -> Repeat", "Repeat.completed -> Bye"],
  );
  await product.api<Flow>("POST", "/api/flows", {
    name,
    document: { ...document, layout: { start: { x: 0, y: 0 }, ask: { x: 336, y: 0 }, repeat: { x: 672, y: 0 }, bye: { x: 672, y: 200 } } },
  });
  const editor = new Editor(page, product);
  await editor.signInAt(name);
  return editor;
}

test("undo, redo, copy, paste, duplicate and deleting several", async ({ page }) => {
  const { board, ...editor } = await open(page, "History");
  const [undo, redo] = [page.getByRole("button", { name: "Undo", exact: true }), page.getByRole("button", { name: "Redo", exact: true })];
  await expect(undo).toBeDisabled();
  await board.select("Repeat");
  await board.select("Bye", { also: true });
  await page.keyboard.press("ControlOrMeta+c");
  await page.keyboard.press("ControlOrMeta+v");
  await board.holds(6);
  await expect(board.cord("Repeat 2", "Completed", "Bye 2")).toBeAttached();
  await undo.click();
  await board.holds(4);
  await redo.click();
  await board.holds(6);

  await board.select("Repeat 2");
  await board.select("Bye 2", { also: true });
  await page.keyboard.press("Delete");
  await board.holds(4);
  await editor.phone.page.getByRole("button", { name: "Undo" }).last().click();
  await board.holds(6);
  await page.keyboard.press("ControlOrMeta+z");
  await board.holds(4);

  await board.select("Bye");
  await page.keyboard.press("ControlOrMeta+d");
  await expect(board.card("Bye 2")).toBeVisible();
  await board.select("Start");
  await page.keyboard.press("Delete");
  await expect(board.card("Start")).toBeVisible();
});

test("cards move, cords are unplugged and plugged elsewhere", async ({ page }) => {
  const { board } = await open(page, "Cords");
  const before = await board.between("Repeat", "Bye");
  await board.moveBy("Bye", 80, 120);
  const after = await board.between("Repeat", "Bye");
  expect(after.x - before.x).toBeGreaterThan(60);
  expect(after.y - before.y).toBeGreaterThan(90);
  await board.connect("Ask", "Received", "Bye");
  await expect(board.cord("Ask", "Received", "Repeat")).toHaveCount(0);
  await board.cord("Repeat", "Completed", "Bye").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Delete");
  await expect(board.cord("Repeat", "Completed")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(board.cord("Repeat", "Completed", "Bye")).toBeAttached();
});

test("a step is added and wired by keyboard alone", async ({ page }) => {
  const { board, inspector } = await open(page, "Keyboard");
  await board.card("Bye").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("a");
  await page.getByRole("dialog", { name: "Add a step" }).getByRole("combobox").pressSequentially("hang");
  await page.keyboard.press("Enter");
  await expect(board.cord("Bye", "Completed", "Hang Up")).toBeAttached();
  await expect(inspector.frame).toHaveAccessibleName("Settings of Hang_Up");

  await board.card("Ask").focus();
  await page.keyboard.press("Enter");
  await expect(inspector.field("What the caller hears, text 1")).toBeFocused();
  await inspector.tab("Exits");
  await page.getByRole("button", { name: /^No input leads to/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByPlaceholder("No input leads to")).toBeFocused();
  await page.keyboard.type("bye");
  await page.keyboard.press("Enter");
  await expect(board.cord("Ask", "No input", "Bye")).toBeAttached();
});

test("a new name is written wherever the step is read; `{{` completes with types and samples", async ({ page }) => {
  const { board, inspector } = await open(page, "Names");
  await board.select("Ask");
  await inspector.rename("Ask Code");
  await board.select("Repeat");
  await expect(inspector.field("What the caller hears, text 1")).toHaveValue("You entered {{ Ask_Code.digits }}.");

  const text = inspector.field("What the caller hears, text 1");
  await text.fill("Again: ");
  await text.pressSequentially("{{ Ask_Code.");
  await expect(inspector.suggestion("Ask_Code.digits")).toContainText("text");
  await expect(inspector.suggestion("Ask_Code.digits")).toContainText("42");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(text).toHaveValue(/^Again: \{\{ Ask_Code\.\w+ \}\}$/);
});

test("issues name what is missing and lead to the field", async ({ page }) => {
  const { board, inspector } = await open(page, "Issues");
  await board.add("Bye", "Completed", "Call Forward");
  await board.deselect();
  const issues = page.getByRole("button", { name: /^Issues/ });
  await expect(issues).toHaveAccessibleName(/1 errors/);
  await issues.click();
  const list = page.getByRole("region", { name: /^Issues/ });
  await list
    .getByRole("button", { name: /Call_Forward/ })
    .first()
    .click();
  await expect(inspector.field("To 1")).toBeFocused();
  await page.keyboard.type("+1 415 555 0142");
  await expect(issues).not.toHaveAccessibleName(/errors/);

  await inspector.type("To 1", "{{ Ask.nonsense }}");
  await expect(list).toContainText("nonsense");
});

test("the draft saves itself, says when it can't, and is there after a reload", async ({ page }) => {
  const editor = await open(page, "Autosave");
  const { board, inspector } = editor;
  await board.select("Bye");
  const failing = (route: Route) => (route.request().method() === "PUT" ? route.abort() : route.continue());
  await page.route("**/draft", failing);
  await inspector.say("So long.");
  await expect(page.getByRole("button", { name: "Not saved" })).toBeVisible();
  await page.unroute("**/draft", failing);
  await page.getByRole("button", { name: "Not saved" }).click();
  await editor.saved();
  await page.reload();
  await board.select("Bye");
  await expect(inspector.field("What the caller hears, text 1")).toHaveValue("So long.");
});

test("two windows on one flow: nothing is overwritten unasked", async ({ page, context }) => {
  const editor = await open(page, "Two windows");
  const { board, inspector } = editor;
  const other = new Editor(await context.newPage(), product);
  await other.page.goto(page.url());

  /** Holds this window's save back until the other one took over and has saved. */
  const meanwhile = async (mine: string, theirs: string): Promise<void> => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/draft", async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest((request) => request.url().endsWith("/draft"));
    await inspector.say(mine);
    await asked;
    await other.takeOver();
    await expect(editor.drawingElsewhere).toContainText("You are drawing in another window.");
    await other.board.select("Bye");
    await other.inspector.say(theirs);
    await other.saved();
    release();
    await expect(page.getByRole("dialog", { name: "Somebody else changed this flow" })).toBeVisible();
    await page.unroute("**/draft");
  };

  await board.select("Bye");
  await meanwhile("Mine.", "Theirs.");
  await editor.button("Keep mine").click();
  await editor.saved();
  await expect(other.notice("This flow was changed elsewhere")).toBeVisible();
  await other.board.select("Bye");
  await expect(other.inspector.field("What the caller hears, text 1")).toHaveValue("Mine.");

  await editor.takeOver();
  await meanwhile("Mine again.", "Theirs again.");
  await editor.button("Load theirs").click();
  await editor.saved();
  await board.select("Bye");
  await expect(inspector.field("What the caller hears, text 1")).toHaveValue("Theirs again.");
});

test("versions are listed with their messages, and an old one comes back into the draft", async ({ page }) => {
  const editor = await open(page, "Versions");
  const { board, inspector } = editor;
  await editor.publish("The first");
  await board.select("Bye");
  await inspector.say("See you.");
  await editor.publish("A kinder goodbye");
  await page.getByRole("button", { name: "Version 2", exact: true }).click();
  const versions = page.getByRole("complementary", { name: "Versions" });
  await expect(versions.getByRole("listitem")).toHaveText([/Version 2.*in use.*A kinder goodbye/, /Version 1.*The first/]);
  await versions.getByRole("button", { name: /^Version 1/ }).click();
  await expect(versions).toContainText("Bye");
  await versions.getByRole("button", { name: "Restore into the draft" }).click();
  await editor.saved();
  await versions.getByRole("button", { name: "Close" }).click();
  await board.select("Bye");
  await expect(inspector.field("What the caller hears, text 1")).toHaveValue("Goodbye.");
  await expect(page.getByRole("button", { name: /^Version 2.*changed/ })).toBeVisible();
});

test("a flow that has errors isn't published", async ({ page }) => {
  const editor = await open(page, "Refused");
  await editor.board.add("Bye", "Completed", "Branch");
  await editor.board.deselect();
  await editor.button("Publish").click();
  const dialog = page.getByRole("dialog", { name: "Publish version 1" });
  await expect(dialog).toContainText("to mend first");
  await expect(dialog.getByRole("button", { name: "Publish", exact: true })).toBeDisabled();
});

test("files that are no flows are refused with the reason; a flow of an unknown component keeps its data", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  const drop = (name: string, text: string) =>
    page.getByLabel("Flow files to import").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  await drop("broken.json", "{ not json");
  await expect(editor.notice("broken.json couldn’t be imported")).toContainText("It isn’t JSON");

  const good = flow("Imported", { Bye: speak("Goodbye.") }, ["Start.incoming_call -> Bye"]);
  await drop("unknown-key.json", JSON.stringify({ ...good, colour: "red" }));
  await expect(editor.notice("unknown-key.json couldn’t be imported")).toContainText("colour");

  const strange = {
    ...good,
    nodes: good.nodes.map((node) => (node.name === "Bye" ? { ...node, type: "teleport", config: { to: "Mars" } } : node)),
  };
  await drop("strange.json", JSON.stringify(strange));
  await editor.board.ready();
  await expect(editor.board.card("Bye")).toContainText("No component “teleport” here.");
  await editor.board.select("Bye");
  await expect(editor.inspector.frame.getByRole("textbox").last()).toContainText(/"Mars"/);
  await editor.button("Publish").click();
  await expect(
    page.getByRole("dialog", { name: "Publish version 1" }).getByRole("button", { name: "Publish", exact: true }),
  ).toBeDisabled();
});

test("a new flow from a sample", async ({ page }) => {
  const editor = new Editor(page, product);
  await editor.signIn();
  await editor.button("New flow").click();
  const dialog = page.getByRole("dialog", { name: "New flow" });
  await dialog.getByRole("button", { name: /^Virtual receptionist/ }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Reception, second floor");
  await editor.button("Create flow").click();
  await editor.board.ready();
  await expect(page.getByLabel("Name of the flow")).toHaveValue("Reception, second floor");
  // Large as it is, it can be read.
  await expect(editor.board.card("Start")).toBeInViewport();
  expect(await editor.board.zoom()).toBeGreaterThanOrEqual(0.7);
  await editor.board.showAll();
  await expect(editor.board.card("Leave A Message")).toBeVisible();
});
