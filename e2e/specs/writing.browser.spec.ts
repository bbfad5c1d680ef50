import type { Page } from "@playwright/test";
import { chromium } from "../chromium.ts";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { type Document, flow } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";
import { WebServer } from "../steps/web-server.ts";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(() => product.stop());

// A microphone that hums, and nobody to ask for leave.
const browser = chromium();
test.use({
  launchOptions: { ...browser, args: [...browser.args, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] },
});

const OURS = "+14155550199";

/** A flow of this test's own with one step of each kind that is written in, open at one of them. */
async function open(page: Page, name: string, step: string, nodes: Parameters<typeof flow>[1]): Promise<Editor> {
  const names = Object.keys(nodes);
  const cords = names.map((to, at) =>
    at === 0 ? `Start.incoming_call -> ${to}` : `${names[at - 1]}.${EXIT[nodes[names[at - 1]!]![0]]} -> ${to}`,
  );
  const layout = Object.fromEntries(["start", ...names.map((one) => one.toLowerCase())].map((id, at) => [id, { x: at * 336, y: 0 }]));
  const document: Document = { ...flow(name, nodes, cords), layout };
  await product.api("POST", "/api/flows", { name, document });
  const editor = new Editor(page, product);
  await editor.signInAt(name);
  await editor.board.find(step);
  return editor;
}

/** The exit that leads on. */
const EXIT: Record<string, string> = {
  get_input: "received",
  play_audio: "completed",
  http_request: "success",
  business_hours: "open",
  branch: "vip",
};

const ask: [string, Record<string, unknown>] = ["get_input", { prompt: [{ speak: "Your code, please." }] }];
const say = (...prompt: unknown[]): [string, Record<string, unknown>] => ["play_audio", { prompt }];

test("what is half typed is still there after another step was looked at", async ({ page }) => {
  const { board, inspector } = await open(page, "Half typed", "Which", {
    Tell: ["http_request", { method: "POST", url: "https://example.com", body: { kind: "json", value: { a: 1 } } }],
    Which: ["branch", { conditions: [{ name: "vip", match: "all", tests: [{ left: "{{ contact.number }}", op: "not_empty" }] }] }],
  });
  await inspector.field("Exit of condition 1").fill("gold");
  await board.select("Tell");
  const body = inspector.field("JSON");
  await inspector.code("JSON", '{ "a": ');
  await expect(inspector.frame).toContainText("Not JSON yet");
  await board.select("Which");
  await expect(inspector.field("Exit of condition 1")).toHaveValue("gold");
  await board.select("Tell");
  await expect(body).toHaveText('{ "a": ');
});

test("a prompt has a text per language, says how long it takes, and takes speech markup from a menu", async ({ page }) => {
  const { inspector } = await open(page, "Prompts", "Hello", {
    Hello: say({ speak: "Welcome to Fisher & Sons, where every fish is fresh." }),
  });
  await expect(inspector.frame.getByText("Say · 3 s")).toBeVisible();
  const text = inspector.field("What the caller hears, text 1");
  await text.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(32, 37));
  await inspector.press("How it is said");
  await page.getByRole("menuitem", { name: "Stress it" }).click();
  await expect(text).toHaveValue(/Fisher &amp; Sons, where <emphasis level="strong">every<\/emphasis> fish/);
  await expect(inspector.frame).toContainText("Joanna’s voice");

  await inspector.press("Voice and language");
  await page.getByLabel("Add a language").click();
  await page.getByRole("combobox", { name: "Find a language" }).fill("Spanish (United States)");
  await page.keyboard.press("Enter");
  await inspector.field("What the caller hears, text 1, Spanish (United States)").fill("Bienvenido");
  await expect(inspector.frame.getByRole("button", { name: "Listen to Spanish (United States)" })).toBeEnabled();
});

test("a text offers variables and filters, and shows how it reads", async ({ page }) => {
  const { inspector } = await open(page, "Templates", "Repeat", { Ask: ask, Repeat: say({ speak: "Your code is" }) });
  const text = inspector.field("What the caller hears, text 1");
  await text.press("End");
  await inspector.insertVariable("What the caller hears, text 1", "Ask.dig", "Ask.digits");
  await expect(inspector.frame.getByText(/^With samples: Your code is\s?\d+$/)).toBeVisible();
  await text.fill("Your code is {{ Ask.digits | spell");
  await page
    .getByRole("listbox", { name: "Filters" })
    .getByRole("option", { name: /spell_out/ })
    .click();
  await expect(text).toHaveValue("Your code is {{ Ask.digits | spell_out");
  await text.pressSequentially(" }}");
  await expect(inspector.frame.getByText(/^With samples: Your code is(\s\d)+$/)).toBeVisible();
});

test("a condition reads as a sentence", async ({ page }) => {
  const { board, inspector } = await open(page, "Conditions", "Which", {
    Ask: ask,
    Which: ["branch", { conditions: [{ name: "vip", match: "all", tests: [{ left: "", op: "equals", right: "" }] }] }],
  });
  const condition = inspector.frame.getByRole("region", { name: "condition 1" });
  await inspector.insertVariable("Value of comparison 1", "Ask.dig", "Ask.digits");
  await condition.getByLabel("Comparison of comparison 1").click();
  await page.getByRole("option", { name: "begins with" }).click();
  await condition.getByLabel("With of comparison 1").fill("42");
  await expect(condition).toContainText("If");
  await expect(board.card("Which")).toContainText("Ask.digits begins with 42");
});

test("opening hours are drawn on a week, and copied from day to day", async ({ page }) => {
  const { board, inspector } = await open(page, "Hours", "Hours", {
    Hours: ["business_hours", { zone: "America/New_York", hours: { saturday: "" } }],
  });
  const saturday = inspector.field("Saturday");
  const row = inspector.frame.locator('[data-field="hours.saturday"]');
  const bar = await row.locator(".cursor-crosshair").boundingBox();
  if (!bar) throw new Error("The week isn't on screen");
  const at = (hour: number): [number, number] => [bar.x + (hour / 24) * bar.width, bar.y + bar.height / 2];
  await page.mouse.move(...at(10));
  await page.mouse.down();
  await page.mouse.move(...at(14), { steps: 4 });
  await page.mouse.up();
  await expect(saturday).toHaveValue("10:00-14:00");
  await row.getByRole("button", { name: "More for Saturday" }).click();
  await page.getByRole("menuitem", { name: "The same every day" }).click();
  await expect(inspector.field("Monday")).toHaveValue("10:00-14:00");
  await inspector.field("Time zone").click();
  await page.getByRole("combobox", { name: "Find a time zone" }).fill("Europe/Berlin");
  await page.keyboard.press("Enter");
  await expect(board.card("Hours")).toContainText("Europe/Berlin");
});

test("the body of a request is written as JSON with variables, and a test of it learns the answer", async ({ page }) => {
  const server = await WebServer.start(() => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ order: { state: "shipped" } }),
  }));
  const { inspector, palette } = await open(page, "Requests", "Tell", {
    Ask: ask,
    Tell: ["http_request", { method: "POST", url: server.url, body: { kind: "json", value: {} } }],
    Repeat: say({ speak: "It is" }),
  });
  await inspector.code("JSON", '{ "code": "" }');
  for (let left = 0; left < '" }'.length; left++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("{{ Ask.di");
  await page.getByRole("option", { name: /^Ask\.digits/ }).click();
  await expect(inspector.frame).not.toContainText("Not JSON yet");
  await inspector.press("Send a test");
  await expect(inspector.frame).toContainText("Left by “success”");
  expect(JSON.parse(server.received[0]?.body ?? "null")).toEqual({ code: expect.stringMatching(/^\d+$/) });
  await palette.do("Repeat");
  await inspector.field("What the caller hears, text 1").press("End");
  await inspector.insertVariable("What the caller hears, text 1", "Tell.response.o", "Tell.response.order.state");
  await server.stop();
});

test("a test of a request that can't go out says why beside its button, and the next one goes out", async ({ page }) => {
  const server = await WebServer.start(() => ({ status: 200, headers: {}, body: "Hello" }));
  const { inspector } = await open(page, "Refused", "Tell", { Tell: ["http_request", { method: "GET", url: "http://10.0.0.1/orders" }] });
  const told = inspector.frame.locator("output", { hasText: /\S/ });
  await inspector.press("Send a test");
  await expect(told).toContainText("10.0.0.1 is private or not allowed; an administrator can open it with EGRESS_ALLOW.");
  await inspector.type("Web address", "");
  await inspector.press("Send a test");
  await expect(told).toContainText("There is no address to ask. Write one.");
  await inspector.type("Web address", server.url);
  await inspector.press("Send a test");
  await expect(told).toContainText("Left by “success”");
  expect(server.received).toHaveLength(1);
  await server.stop();
});

test("a text says how many parts it is sent in; a number says its country, whose it is, and whether it can be reached", async ({
  page,
}) => {
  const { limits } = await product.api<{ limits: Record<string, unknown> }>("GET", "/api/sending");
  await product.api("PUT", "/api/sending", { ...limits, countries: ["US"] });
  const { inspector } = await open(page, "Numbers", "Text", { Text: ["send_message", { to: ["+49 30 901820"], text: "Hello" }] });
  await expect(inspector.frame).toContainText("5 characters, 1 part (GSM-7)");
  await expect(inspector.frame).toContainText("Germany · +49 30 901820");
  await expect(inspector.frame).toContainText("Calls and texts to Germany are switched off");
  await inspector.field("From").fill(OURS);
  await expect(inspector.frame).toContainText(/United States · \+1 415 555 0199 · Your number, for calls and texts/);
  await product.api("PUT", "/api/sending", limits);
});

test("a prompt is recorded with the microphone and played as a file", async ({ page }) => {
  const { inspector } = await open(page, "Recorded", "Hello", { Hello: say({ play: "" }) });
  await inspector.press("Record with the microphone");
  const recorder = page.getByRole("dialog", { name: "Record" });
  await recorder.getByRole("button", { name: "Record" }).click();
  await expect(recorder.getByLabel("Recorded so far")).toHaveText("0:01");
  await recorder.getByRole("button", { name: "Stop" }).click();
  await recorder.getByRole("button", { name: "Use it" }).click();
  await expect(recorder).toBeHidden();
  const file = inspector.field("What the caller hears, file 1");
  await expect(file).toHaveValue(/^[\w-]{8,64}$/);
  const media = await product.api<{ contentType?: string; bytes?: number }>("GET", `/api/media/${await file.inputValue()}`);
  expect(JSON.stringify(media)).toContain("audio/wav");
});
