import type { Flow } from "@cordboard/api";
import type { Page } from "@playwright/test";
import { middle } from "../pages/board.ts";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { flow } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(() => product.stop());
test.use({ viewport: { width: 1600, height: 900 }, permissions: ["clipboard-read", "clipboard-write"] });

const speak = (text: string): [string, Record<string, unknown>] => ["play_audio", { prompt: [{ speak: text }] }];
const LAYOUT = {
  start: { x: 0, y: 0 },
  ask: { x: 336, y: 0 },
  repeat: { x: 672, y: 0 },
  bye: { x: 1008, y: 0 },
  loose: { x: 336, y: 320 },
  other: { x: 672, y: 352 },
};

/** Start → Ask → Repeat → Bye, and two steps that hang on nothing. */
async function open(page: Page, name: string, more: Record<string, unknown> = {}): Promise<Editor> {
  const document = flow(
    name,
    {
      Ask: ["get_input", { prompt: [{ speak: "Your code, {{ vars.shop }}." }] }],
      Repeat: speak("You entered {{ Ask.digits }}."),
      Bye: speak("Goodbye."),
      Loose: speak("Loose."),
      Other: speak("Other."),
    },
    ["Start.incoming_call -> Ask", "Ask.received -> Repeat", "Repeat.completed -> Bye"],
  );
  const variables = [{ name: "shop", type: "text", value: "Ann's" }];
  await product.api<Flow>("POST", "/api/flows", { name, document: { ...document, variables, layout: LAYOUT, ...more } });
  const editor = new Editor(page, product);
  await editor.signInAt(name);
  return editor;
}

test("a step is inserted on a cord: by its plus, by its menu and by key", async ({ page }) => {
  const { board } = await open(page, "Insert");
  const list = page.getByRole("dialog", { name: "Add a step" });
  const choose = async (component: string): Promise<void> => {
    await list.getByRole("combobox").fill(component);
    await list.getByRole("option", { name: component, exact: true }).first().click();
  };
  const cord = board.cord("Repeat", "Completed", "Bye");
  const at = await board.onCord(cord);
  await page.mouse.move(at.x, at.y);
  await page.locator(".cord-plus").click();
  await choose("Wait");
  await expect(board.cord("Repeat", "Completed", "Wait")).toBeAttached();
  await page.keyboard.press("ControlOrMeta+z");

  await cord.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("a");
  await choose("Hang Up");
  await expect(board.cord("Repeat", "Completed", "Hang Up")).toBeAttached();
  await page.keyboard.press("ControlOrMeta+z");

  const again = await board.onCord(cord);
  await page.mouse.click(again.x, again.y, { button: "right" });
  await board.chooseFrom("Insert a step");
  await choose("Wait");
  await expect(board.cord("Repeat", "Completed", "Wait")).toBeAttached();
});

test("a card dropped onto a cord goes in between", async ({ page }) => {
  const { board } = await open(page, "Onto a cord");
  await board.carry("Loose", () => board.onCord(board.cord("Repeat", "Completed", "Bye")), {
    on: () => expect(page.locator(".cord-target")).toBeVisible(),
  });
  await expect(board.cord("Repeat", "Completed", "Loose")).toBeAttached();
  await expect(board.cord("Loose", "Completed", "Bye")).toBeAttached();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(board.cord("Repeat", "Completed", "Bye")).toBeAttached();
  expect(await board.place("Loose")).toEqual(LAYOUT.loose);
});

test("a card dropped beside a bare exit is plugged in, with Ctrl it is not", async ({ page }) => {
  const { board } = await open(page, "Beside an exit");
  const beside = async (grip: { x: number; y: number }): Promise<{ x: number; y: number }> => {
    const [jack, input] = [await middle(board.jack("Other", "Completed")), await middle(board.input("Loose"))];
    return { x: jack.x + 30 + grip.x - input.x, y: jack.y + 8 + grip.y - input.y };
  };
  await page.keyboard.down("Control");
  await board.carry("Loose", beside);
  await page.keyboard.up("Control");
  await expect(board.cord("Other", "Completed")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+z");
  expect(await board.place("Loose")).toEqual(LAYOUT.loose);
  await board.carry("Loose", beside, { on: () => expect(page.locator(".cord-offer")).toBeAttached() });
  await expect(board.cord("Other", "Completed", "Loose")).toBeAttached();
});

test("an exit offers what comes next: a loose step, by search, and from what was used last", async ({ page }) => {
  const { board } = await open(page, "Quick add");
  await board.add("Bye", "Completed", "Hang Up");
  await page.keyboard.press("ControlOrMeta+z");
  await board.jack("Bye", "Completed").click();
  const list = page.getByRole("dialog", { name: "Add a step" });
  await expect(list.getByRole("group", { name: "Recent" }).getByRole("option")).toHaveText(["Hang Up"]);
  // Steps that hang on nothing come before all of them.
  await expect(list.getByRole("option").first()).toHaveText("Join to Loose");
  await page.keyboard.press("Enter");
  await expect(board.cord("Bye", "Completed", "Loose")).toBeAttached();
});

test("an end of a cord is dragged to another step", async ({ page }) => {
  const { board } = await open(page, "Replug");
  await board.cord("Repeat", "Completed", "Bye").focus();
  await page.keyboard.press("Enter");
  const end = await middle(page.locator(".react-flow__edge.selected .react-flow__edgeupdater-target"));
  await page.mouse.move(end.x, end.y);
  await page.mouse.down();
  const { x, y } = await middle(board.card("Other"));
  await page.mouse.move(x, y, { steps: 8 });
  await page.mouse.up();
  await expect(board.cord("Repeat", "Completed", "Other")).toBeAttached();
});

test("steps are aligned and given the same room, by menu and by key", async ({ page }) => {
  const { board } = await open(page, "Arrange");
  await board.selectAll("Bye", "Loose", "Other");
  await board.choose(board.card("Other").locator(".card-name"), "Arrange", "Align tops");
  expect((await board.place("Other")).y).toBe(0);
  await page.keyboard.press("ControlOrMeta+z");
  expect(await board.place("Other")).toEqual(LAYOUT.other);
  await page.keyboard.press("Alt+a");
  expect([(await board.place("Bye")).x, (await board.place("Other")).x]).toEqual([336, 336]);
  await page.keyboard.press("ControlOrMeta+z");
  await board.deselectAll();
  await board.moveBy("Other", 0, 160);
  await board.selectAll("Bye", "Loose", "Other");
  await page.keyboard.press("Alt+Shift+v");
  const [bye, loose, other] = [await board.place("Bye"), await board.place("Loose"), await board.place("Other")];
  expect(Math.abs(loose.y - bye.y - (other.y - loose.y))).toBeLessThanOrEqual(4);
});

test("tidying up lays the flow out from left to right, as one step back", async ({ page }) => {
  const { board } = await open(page, "Tidy", {
    layout: {
      start: { x: 0, y: 0 },
      ask: { x: 40, y: 300 },
      repeat: { x: 300, y: 20 },
      bye: { x: 20, y: 500 },
      loose: { x: 600, y: 0 },
      other: { x: 600, y: 300 },
    },
  });
  await page.getByRole("button", { name: "Tidy up" }).click();
  await expect.poll(async () => (await board.place("Bye")).x).toBeGreaterThan(700);
  const xs = [];
  for (const name of ["Start", "Ask", "Repeat", "Bye"]) xs.push((await board.place(name)).x);
  expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  await page.keyboard.press("ControlOrMeta+z");
  expect(await board.place("Bye")).toEqual({ x: 20, y: 500 });
});

test("a dragged card is drawn level with another, and a line says so", async ({ page }) => {
  const { board } = await open(page, "Guides");
  await board.carry("Other", async ({ x, y }) => ({ x: x + 336 * (await board.zoom()), y: y + 100 }), {
    on: () => expect(page.locator(".guide").first()).toBeVisible(),
  });
  expect((await board.place("Other")).x).toBe(1008);
  await expect(page.locator(".guide")).toHaveCount(0);
});

test("dragging with Alt leaves the step where it was and takes a copy", async ({ page }) => {
  const { board } = await open(page, "Copies");
  await board.carry("Other", ({ x, y }) => ({ x: x + 240, y: y + 100 }), {
    alt: true,
    on: () => expect(page.locator(".left-behind")).toBeVisible(),
  });
  await expect(board.card("Other 2")).toBeVisible();
  expect(await board.place("Other")).toEqual(LAYOUT.other);
});

test("grouped steps move together; what lies in a frame moves with it", async ({ page }) => {
  const { board } = await open(page, "Groups");
  await board.selectAll("Loose", "Other");
  await page.keyboard.press("ControlOrMeta+g");
  await board.deselectAll();
  await board.moveBy("Loose", 0, 80);
  const [loose, other] = [await board.place("Loose"), await board.place("Other")];
  expect(other.y - loose.y).toBe(LAYOUT.other.y - LAYOUT.loose.y);
  expect(loose.y).toBeGreaterThan(LAYOUT.loose.y);
  await board.choose(board.card("Loose").locator(".card-name"), "Ungroup");

  await board.choose(board.card("Loose").locator(".card-name"), "Put a frame around");
  await page.getByRole("textbox", { name: "Title of the frame" }).fill("Not yet wired");
  await page.keyboard.press("Enter");
  const frame = board.frameCalled("Not yet wired");
  const title = await middle(frame.locator(".frame-title"));
  const before = await board.place("Loose");
  await page.mouse.move(title.x, title.y);
  await page.mouse.down();
  await page.mouse.move(title.x, title.y + 60, { steps: 8 });
  await page.mouse.up();
  expect((await board.place("Loose")).y).toBeGreaterThan(before.y);
});

test("a note is written in Markdown", async ({ page }) => {
  const { board } = await open(page, "Notes");
  await board.deselectAll();
  await page.keyboard.press("n");
  await page.getByRole("textbox", { name: "Note" }).fill("# Opening hours\n\n- **Mo–Fr** 9–17");
  await page.keyboard.press("Escape");
  const note = page.locator(".note");
  await expect(note.getByRole("heading", { name: "Opening hours" })).toBeVisible();
  await expect(note.getByRole("listitem").locator("strong")).toHaveText("Mo–Fr");
  await note.dblclick();
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
});

test("what is locked is neither moved nor deleted until it is unlocked", async ({ page }) => {
  const editor = await open(page, "Locks");
  const { board } = editor;
  await board.choose(board.card("Other").locator(".card-name"), "Lock");
  await board.moveBy("Other", 0, 80);
  expect(await board.place("Other")).toEqual(LAYOUT.other);
  await board.select("Other");
  await page.keyboard.press("Delete");
  await expect(editor.notice("What is locked isn’t deleted")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Shift+l");
  await page.keyboard.press("Delete");
  await expect(board.card("Other")).toHaveCount(0);
});

test("copied steps go into another flow as text; names and variables are mended", async ({ page }) => {
  const editor = await open(page, "From here");
  await open(page, "To there", { variables: [{ name: "shop", type: "number", value: "1" }] });
  const { board, inspector } = editor;
  await editor.openFlow("From here");
  await board.selectAll("Ask", "Repeat");
  await page.keyboard.press("ControlOrMeta+c");
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toMatchObject({ format: "cordboard/clip@1" });
  await editor.openFlow("To there");
  await page.keyboard.press("ControlOrMeta+v");
  await expect(board.cord("Ask 2", "Received", "Repeat 2")).toBeAttached();
  await board.select("Repeat 2");
  await expect(inspector.field("What the caller hears, text 1")).toHaveValue("You entered {{ Ask_2.digits }}.");
  await board.select("Ask 2");
  await expect(inspector.field("What the caller hears, text 1")).toHaveValue("Your code, {{ vars.shop_2 }}.");
});

test("selected steps become a flow of their own, which runs in their place", async ({ page }) => {
  const editor = await open(page, "Whole");
  const { board } = editor;
  await board.selectAll("Ask", "Repeat");
  await board.choose(board.card("Repeat").locator(".card-name"), "Make it a flow of its own");
  const dialog = page.getByRole("dialog", { name: "Make it a flow of its own" });
  await dialog.getByLabel("Name", { exact: true }).fill("Ask for the code");
  await dialog.getByRole("button", { name: "Make the flow" }).click();
  await expect(board.cord("Start", "Incoming call", "Run Ask for the code")).toBeAttached();
  await expect(board.cord("Run Ask for the code", "bye", "Bye")).toBeAttached();
  await editor.saved();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(board.cord("Ask", "Received", "Repeat")).toBeAttached();
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await editor.notice("is a flow of its own now").getByRole("button", { name: "Open it" }).click();
  await expect(board.cord("Start", "Run by another flow", "Ask")).toBeAttached();
});

test("a new name of a variable is written wherever it is read", async ({ page }) => {
  const { board, inspector } = await open(page, "Rename a variable");
  await page.getByRole("button", { name: "Flow settings" }).click();
  await page.getByLabel("Name of variable 1").fill("desk");
  await page.keyboard.press("Tab");
  await page.getByRole("complementary", { name: "Flow settings" }).getByRole("button", { name: "Close" }).click();
  await board.select("Ask");
  await expect(inspector.field("What the caller hears, text 1")).toHaveValue("Your code, {{ vars.desk }}.");
});

test("a cord goes around a card that is in its way", async ({ page }) => {
  const { board } = await open(page, "Around", {
    layout: { ...LAYOUT, bye: { x: 1200, y: 0 }, other: { x: 840, y: 0 }, repeat: { x: 560, y: 0 } },
  });
  const cord = board.cord("Repeat", "Completed", "Bye").locator(".cord-line");
  const card = board.card("Other");
  const meets = async (): Promise<boolean> =>
    cord.evaluate(
      (line: SVGPathElement, box) => {
        const matrix = line.getScreenCTM() ?? undefined;
        return Array.from({ length: 200 }, (_, i) => line.getPointAtLength((line.getTotalLength() * i) / 200).matrixTransform(matrix)).some(
          ({ x, y }) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height,
        );
      },
      (await card.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 },
    );
  await expect.poll(meets).toBe(false);
});

test("a bare exit says that it goes to the handler", async ({ page }) => {
  const { board } = await open(page, "Handlers");
  await board.choose(board.card("Start").locator(".card-name"), "Show every exit");
  await board.jack("Start", "On hangup").click();
  await page.getByRole("dialog", { name: "Add a step" }).getByRole("option", { name: "Hang Up", exact: true }).first().click();
  await expect(board.cord("Start", "After a hang-up")).toBeAttached();
  await board.choose(board.card("Ask").locator(".card-name"), "Show every exit");
  await expect(board.card("Ask").locator(".card-exit").filter({ hasText: "to handler" })).not.toHaveCount(0);
});
