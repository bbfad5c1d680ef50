import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { type Document, flow, publish, publishAgain } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(() => product.stop());

const speak = (text: string): [string, Record<string, unknown>] => ["play_audio", { prompt: [{ speak: text }] }];
const LAYOUT = { start: { x: 0, y: 0 }, ask: { x: 336, y: 0 }, repeat: { x: 672, y: 0 }, bye: { x: 672, y: 200 } };

const text = (name: string, more: Parameters<typeof flow>[1] = {}): Document => ({
  ...flow(
    name,
    {
      Ask: ["get_input", { prompt: [{ speak: "Your code, please." }] }],
      Repeat: speak("You entered {{ Ask.digits }}."),
      Bye: speak("Goodbye."),
      ...more,
    },
    ["Start.incoming_call -> Ask", "Ask.received -> Repeat", "Repeat.completed -> Bye"],
  ),
  layout: LAYOUT,
});

async function signedIn(page: Page, name: string): Promise<Editor> {
  const editor = new Editor(page, product);
  await editor.signInAt(name);
  return editor;
}

const issues = (page: Page) => page.getByRole("button", { name: /^Issues/ });

/** Writes the flow's text in place of what is there. */
async function replace(page: Page, content: string): Promise<void> {
  await page.getByLabel("The flow as JSON").and(page.locator(".cm-content")).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(content);
}

/** Puts a text onto the board as Ctrl+V would. `repeat`: that often, made in the page. */
async function paste(page: Page, content: string, repeat = 1): Promise<void> {
  await page.evaluate(
    ([part, times]) => {
      const data = new DataTransfer();
      data.setData("text/plain", part.repeat(times));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    },
    [content, repeat] as const,
  );
}

test("issues come as one types, a press mends one, and undo takes the mend back", async ({ page }) => {
  await product.api("POST", "/api/flows", { name: "Typed", document: text("Typed", { Lost: speak("Nobody hears this.") }) });
  const { board, inspector } = await signedIn(page, "Typed");
  await board.find("Repeat");
  const field = inspector.field("What the caller hears, text 1");
  await field.fill("You entered {{ Ask.digts }}.");
  await expect(inspector.frame).toContainText("Ask” has no variable “digts”. Did you mean {{ Ask.digits }}?");
  await inspector.press("Use Ask.digits");
  await expect(field).toHaveValue("You entered {{ Ask.digits }}.");

  await issues(page).click();
  const lost = page.getByRole("listitem").filter({ hasText: "Nothing leads to “Lost”" });
  await lost.getByRole("button", { name: "Delete it", exact: true }).click();
  await board.holds(4);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await board.holds(5);
});

test("every kind of doubt is said in the list of issues", async ({ page }) => {
  const silent = "+14155550177";
  await product.sim("POST", "/numbers", { number: silent, kind: "rented", type: "local", voice: true, sms: false, mms: false });
  const doubtful = flow(
    "Doubts",
    {
      Ask: [
        "get_input",
        { prompt: [{ speak: { "en-US": "Your code?", "es-US": "¿Su código?" } }, { speak: { "en-US": "Now, please." } }] },
      ],
      Repeat: speak("You entered {{ Ask.digits }}, {{ Nobody.name }}."),
      Tell: ["http_request", { method: "POST", url: "https://example.com/orders" }],
      Text: ["send_message", { from: silent, to: ["+14155550123"], text: "Your parcel comes today." }],
      First: ["set_variables", { variables: [{ name: "a", type: "text", value: "1" }] }],
      Second: ["set_variables", { variables: [{ name: "b", type: "text", value: "2" }] }],
      Lost: speak("Nobody hears this."),
    },
    [
      "Start.incoming_call -> Ask",
      "Ask.received -> Repeat",
      "Ask.no_input -> Repeat",
      "Start.run_by_flow -> Repeat",
      "Repeat.completed -> Tell",
      "Start.api_request -> Text",
      "Start.incoming_message -> First",
      "First.done -> Second",
      "Second.done -> First",
    ],
  );
  await product.api("POST", "/api/flows", { name: "Doubts", document: doubtful });
  await signedIn(page, "Doubts");
  await issues(page).click();
  const list = page.getByRole("list").filter({ hasText: "Nothing leads to “Lost”" });
  for (const words of [
    "There is no node “Nobody”",
    "goes round in a circle without waiting for anything",
    `${silent} can't send texts`,
    "leads nowhere: the run ends there",
    "isn't visited on every way to here, so {{ Ask.digits }} may be empty",
    "There is no es-US text here",
    "A caller who hangs up while “Repeat” speaks skips “Tell”",
    "Say how to get no more of these",
  ])
    await expect.soft(list).toContainText(words);
});

test("what a run flow step needs of the other flow is checked as it is typed", async ({ page }) => {
  const child = flow("Ask for PIN", { Done: ["end", { result: "verified" }] }, ["Start.run_by_flow -> Done"]);
  await publish(product, child);
  const document = flow("Main line", { Pin: ["run_flow", { flow: "Ask for PIN", results: [{ name: "done" }] }] }, [
    "Start.incoming_call -> Pin",
  ]);
  await product.api("POST", "/api/flows", { name: "Main line", document });
  const { board, inspector } = await signedIn(page, "Main line");
  await board.find("Pin");
  await expect(inspector.frame).toContainText("may end with “verified”, which has no exit here");
  await inspector.press("Add verified");
  await expect(board.jack("Pin", "verified")).toBeVisible();
  await expect(inspector.frame).not.toContainText("which has no exit here");
});

test("the publish dialogue shows what changes, in words and on the board; versions are compared and brought back", async ({ page }) => {
  const first = text("Versions");
  const id = await publish(product, first);
  const changed = first.nodes.map((node) => (node.name === "Bye" ? { ...node, config: { prompt: [{ speak: "See you soon." }] } } : node));
  await publishAgain(product, id, { ...first, nodes: changed });
  const editor = await signedIn(page, "Versions");
  await editor.board.find("Bye");
  await editor.inspector.say("So long.");

  await editor.button("Publish").click();
  const publishing = page.getByRole("dialog", { name: "Publish version 3" });
  await publishing.getByLabel(/^What changed/).fill("Another farewell");
  await expect(publishing).toContainText("1 change since version 2");
  await publishing.getByRole("button", { name: "Show on the board" }).click();
  const compare = page.getByRole("dialog", { name: "What changed" });
  const changes = compare.getByRole("list", { name: "Changes" });
  await expect(changes).toContainText("See you soon.");
  await expect(changes).toContainText("So long.");
  await expect(compare.locator(".react-flow__node.diff-changed")).toHaveCount(1);

  await compare.getByLabel("From", { exact: true }).click();
  await page.getByRole("option", { name: /^Version 1/ }).click();
  await expect(changes).toContainText("Goodbye.");
  await compare.getByLabel("To", { exact: true }).click();
  await page.getByRole("option", { name: /^Version 2/ }).click();
  await expect(changes).toContainText("See you soon.");
  await expect(changes).not.toContainText("So long.");
  await compare.getByRole("button", { name: "Close" }).click();
  await expect(publishing.getByLabel(/^What changed/)).toHaveValue("Another farewell");
  await publishing.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: /^Version 2/ }).click();
  const versions = page.getByRole("complementary", { name: "Versions" });
  await versions.getByRole("button", { name: /^Version 1/ }).click();
  await expect(versions).toContainText(/by \S+/);
  await versions.getByRole("button", { name: "Restore into the draft" }).click();
  await versions.getByRole("button", { name: "Close" }).click();
  await editor.board.find("Bye");
  await expect(editor.inspector.field("What the caller hears, text 1")).toHaveValue("Goodbye.");
});

test("the flow as JSON is checked as it is written, and applied as one step back", async ({ page }) => {
  await product.api("POST", "/api/flows", { name: "As text", document: text("As text") });
  const { board } = await signedIn(page, "As text");
  await page.getByRole("button", { name: "JSON", exact: true }).click();
  const write = (document: unknown): Promise<void> => replace(page, JSON.stringify(document));
  const side = page.locator("section").filter({ has: page.getByRole("button", { name: "Apply", exact: true }) });
  await write({ ...text("As text"), colour: "red" });
  await expect(side).toContainText("“colour” is not a key of a flow document");
  await expect(side.getByRole("button", { name: "Apply", exact: true })).toBeDisabled();

  await write({ ...text("As text", { More: speak("") }) });
  await expect(side).toContainText("There is no text to say");
  await side.getByRole("button", { name: "Apply", exact: true }).click();
  await board.holds(5);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await board.holds(4);
});

test("nonsense, a flow of a newer format and 10 MB are told plainly, and nothing is lost", async ({ page }) => {
  await product.api("POST", "/api/flows", { name: "Pasted", document: text("Pasted") });
  const editor = await signedIn(page, "Pasted");
  await editor.board.holds(4);
  await paste(page, "Lorem ipsum dolor sit amet");
  await expect(editor.notice("What you copied is no step and no flow")).toBeVisible();
  await paste(page, JSON.stringify({ ...text("Newer"), format: "cordboard/flow@9" }));
  await expect(editor.notice(/newer/)).toBeVisible();
  await paste(page, "x".repeat(1024), 10 * 1024);
  await expect(editor.notice("What you copied has 10.0 MB")).toBeVisible();

  await page.getByRole("button", { name: "JSON", exact: true }).click();
  await replace(page, "Lorem ipsum");
  const apply = page.getByRole("button", { name: "Apply", exact: true });
  await expect(apply).toBeDisabled();
  await replace(page, JSON.stringify({ ...text("Newer"), format: "cordboard/flow@9" }));
  await expect(page.getByText(/Line 1: .*newer/)).toBeVisible();
  await page.getByRole("button", { name: "Revert" }).click();
  await editor.board.holds(4);
});
