import type { Page } from "@playwright/test";
import { Editor } from "../pages/editor.ts";
import { FlowTests } from "../pages/flow-tests.ts";
import { expect, test } from "../pages/test.ts";
import { TryFrom } from "../pages/try-from.ts";
import { flow, type Document } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";

let product: Product;

test.use({ viewport: { width: 1440, height: 900 } });
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(() => product.stop());

const say = (speak: string) => ({ prompt: [{ speak }] });
const desk = (name: string): Document => ({
  ...flow(
    name,
    {
      Ask: ["get_input", { ...say("Which extension?"), maxDigits: 2 }],
      Look: ["http_request", { url: "http://127.0.0.1:9/person" }],
      Greet: [
        "ivr_menu",
        { ...say("You chose {{ Ask.digits }}, {{ vars.tier }}. Press 1 to leave."), choices: [{ name: "leave", key: "1" }] },
      ],
      Bye: ["play_audio", say("Goodbye, {{ Look.response.name }}.")],
    },
    ["Start.incoming_call -> Ask", "Start.api_request -> Bye", "Ask.received -> Look", "Look.success -> Greet", "Greet.leave -> Bye"],
    { payload: [{ name: "customer", type: "text", required: true, default: "", example: "Ann" }] },
  ),
  variables: [{ name: "tier", type: "text", value: "gold" }],
});

/** From now on: the frequencies that the page has sounded so far, Hz. */
async function toneListener(page: Page): Promise<() => Promise<number[]>> {
  const heard = await page.evaluateHandle(() => {
    const tones: number[] = [];
    class Listened extends OscillatorNode {
      override start(when?: number): void {
        tones.push(this.frequency.value);
        super.start(when);
      }
    }
    AudioContext.prototype.createOscillator = function () {
      return new Listened(this);
    };
    return tones;
  });
  return () => heard.jsonValue();
}

async function open(editor: Editor, document: Document): Promise<void> {
  await product.api("POST", "/api/flows", { name: document.name, document });
  await editor.signInAt(document.name);
}

test("a call begins at any step, with what the steps before it would have set", async ({ page }) => {
  const editor = new Editor(page, product);
  const from = new TryFrom(page);
  await open(editor, desk("From the middle"));
  await from.open("Greet");
  await expect(from.value("vars.tier")).toHaveValue("gold");
  await from.value("Ask.digits").fill("42");
  await from.value("Look.response.name").fill("Bob");
  await from.keepAs("extension 42");
  await from.start("Call from here");

  await editor.phone.hears("You chose 42, gold. Press 1 to leave.");
  await editor.board.isDark("Ask");
  await editor.phone.press("1");
  await editor.phone.hears("Goodbye, Bob.");
  await editor.phone.ended();

  // What was kept is in the flow: another visit finds it, whatever the last run had.
  await editor.saved();
  await page.reload();
  await editor.board.ready();
  await editor.board.showAll();
  await from.open("Greet");
  await from.value("Ask.digits").fill("7");
  await from.use("extension 42");
  await expect(from.value("Ask.digits")).toHaveValue("42");
});

test("payloads of a request, a text and a call are kept under names and used again", async ({ page }) => {
  const editor = new Editor(page, product);
  const { phone } = editor;
  await open(editor, desk("By request"));
  await phone.open();
  await phone.frame.getByRole("radio", { name: "API" }).click();
  const customer = phone.frame.getByLabel("customer");
  await expect(customer).toHaveValue("Ann");
  await customer.fill("Bob");
  await phone.keepPayload("Bob of sales");
  await customer.fill("Eve");
  await phone.usePayload("Bob of sales");
  await expect(customer).toHaveValue("Bob");
  await phone.frame.getByRole("button", { name: "Start a run" }).click();
  await expect(phone.frame.getByRole("link", { name: "see the run" })).toBeVisible();

  await phone.frame.getByRole("button", { name: "Delete Bob of sales" }).click();
  await expect(phone.frame.getByRole("button", { name: /^Payload:/ })).toHaveText("Keep these values as…");

  const text = phone.frame.getByLabel("Text message");
  await phone.frame.getByRole("radio", { name: "Messages" }).click();
  await phone.be("+1 212 555 0147");
  await text.fill("Where is my order?");
  await phone.keepPayload("A customer asks");
  await phone.be("+1 415 555 0101");
  await text.fill("STOP");
  await phone.usePayload("A customer asks");
  await expect(text).toHaveValue("Where is my order?");
  await expect(phone.frame.getByRole("button", { name: "Your number: +1 212 555 0147" })).toBeVisible();

  await phone.frame.getByRole("radio", { name: "Phone" }).click();
  await phone.keepPayload("From New York");
  await phone.be("+1 415 555 0101");
  await phone.usePayload("From New York");
  await expect(phone.frame.getByRole("button", { name: "Your number: +1 212 555 0147" })).toBeVisible();
});

test("a call is traced on the board, and kept as a test, which passes at once", async ({ page }) => {
  const editor = new Editor(page, product);
  const tests = new FlowTests(page);
  const { phone } = editor;
  await editor.signInAt("Virtual receptionist");
  await phone.open();
  await phone.callDraft();
  await phone.hears("Press 1 for sales");
  await phone.press("3");
  await phone.hears("two digit extension");
  await phone.press("42");
  await phone.hears("Connecting you to Ann.");
  await phone.accept("+1 415 555 0142");
  await phone.takeLine("+1 415 555 0100");
  await phone.hangUp();
  await phone.ended();

  // The trace on the board: what went along each cord, and how long each step took.
  await expect(editor.board.flowed("Main Menu", "extension")).toHaveText("3");
  await expect(editor.board.flowed("Ask Extension", "Received")).toHaveText("42");
  await expect(editor.board.card("Ring Ann").locator(".card-time")).toHaveText(/\d+(\.\d)? s/);

  await phone.frame.getByRole("button", { name: "Keep as a test" }).click();
  await expect(editor.notice(/^Kept as the test/)).toBeVisible();
  await phone.close();
  await expect(tests.verdict()).toHaveText(/^Passed in/);
  await expect(tests.steps()).toHaveText([
    /Hear “Welcome/,
    /Press 3/,
    /Hear “Please enter/,
    /Press 42/,
    /Hear “Connecting you to Ann.”/,
    /Call to \+1 415 555 0142 expected/,
    /\+1 415 555 0142 answers/,
    /Hang up/,
  ]);
});

test("phones that a flow calls are given a behaviour; a muted caller isn't heard", async ({ page }) => {
  const editor = new Editor(page, product);
  const { phone, board } = editor;
  const document = flow(
    "Saved phones",
    {
      Ring: ["call_forward", { to: ["+14155550142"] }],
      Busy: ["get_input", { ...say("Ann is on another call. What is it about?"), input: "speech" }],
      Thanks: ["play_audio", say("Thank you.")],
    },
    ["Start.incoming_call -> Ring", "Ring.busy -> Busy", "Busy.received -> Thanks"],
  );
  await open(editor, document);
  await phone.open();
  await phone.frame.getByRole("button", { name: "Phones that are called" }).click();
  await phone.frame.getByRole("button", { name: /^Number of the phone/ }).click();
  await page.getByRole("option", { name: "+1 415 555 0142" }).click();
  await phone.frame.getByLabel("Whose it is").fill("Ann");
  await phone.frame.getByRole("button", { name: "Add" }).click();
  await expect(phone.frame.getByRole("list", { name: "Saved phones" })).toContainText("Ann");
  await expect(phone.frame.getByRole("combobox", { name: "What Ann does" })).toHaveText("Is busy");
  await phone.frame.getByRole("button", { name: "Back to the phone" }).click();
  await expect(phone.frame.getByRole("button", { name: "Phones that are called" })).toContainText("one acts by itself");

  const sounding = await toneListener(page);
  await phone.callDraft();
  await phone.hears("Ann is on another call.");
  await board.isLit("Ring");
  await expect(phone.frame.getByRole("timer", { name: "Call time" })).toHaveText(/^0?0:\d\d$/);
  await phone.press("5");
  await expect.poll(sounding, "the tone of a 5").toEqual(expect.arrayContaining([770, 1336]));
  await phone.frame.getByRole("button", { name: "Mute" }).click();
  await expect(phone.frame.getByLabel("Say something")).toBeDisabled();
  await phone.frame.getByRole("button", { name: "Turn the microphone on" }).click();
  await phone.say("An invoice");
  await phone.hears("Thank you.");
});

test("each phone of a conversation stands on its own: it rings, takes keys and is hung up", async ({ page }) => {
  const editor = new Editor(page, product);
  const { phone, board } = editor;
  const [caller, ann, ben] = ["+1 415 555 0100", "+1 415 555 0151", "+1 415 555 0152"] as const;
  const document = flow(
    "Two phones",
    {
      Ring: [
        "call_forward",
        { to: ["+14155550151", "+14155550152"], mode: "parallel", confirm: { ...say("Press 1 to take the call."), key: "1" } },
      ],
      Bye: ["play_audio", say("Goodbye.")],
    },
    ["Start.incoming_call -> Ring", "Ring.completed -> Bye"],
  );
  await open(editor, document);
  await page.setViewportSize({ width: 1280, height: 800 });
  await board.select("Ring");
  await phone.open();
  await phone.callDraft();
  await expect(phone.ringing(ann)).toBeVisible();
  await phone.ringing(ben).getByRole("button", { name: "Reject" }).click();
  await expect(phone.ringing(ben)).toBeHidden();
  await phone.accept(ann);
  await phone.hears("Press 1 to take the call.");
  // The settings are beside it, not below it.
  const [handset, settings] = [await phone.frame.boundingBox(), await editor.inspector.frame.boundingBox()];
  expect(handset && settings && handset.x + handset.width).toBeLessThanOrEqual(settings?.x ?? 0);

  await expect(phone.side(caller)).toBeVisible();
  await phone.takeLine(caller);
  await phone.side(ann).getByRole("button", { name: "1", exact: true }).click();
  await board.isLit("Ring");
  await phone
    .side(ann)
    .getByRole("button", { name: `Hang up ${ann}` })
    .click();
  await expect(phone.side(ann)).toBeHidden();
  await phone.hears("Goodbye.");
  await phone.ended();
});

test("a conference of several phones: each is called in, stands beside the caller's, and leaves by itself", async ({ page }) => {
  const editor = new Editor(page, product);
  const { phone } = editor;
  const [caller, ann] = ["+1 415 555 0100", "+1 415 555 0153"] as const;
  const document = flow(
    "Together",
    { Room: ["multi_party_call", { to: ["+14155550153"] }], Bye: ["play_audio", say("Everybody has left.")] },
    ["Start.incoming_call -> Room"],
  );
  await open(editor, document);
  await phone.open();
  await phone.callDraft();
  await phone.accept(ann);
  await expect(phone.side(caller).or(phone.side(ann)).first()).toBeVisible();
  await phone.takeLine(caller);
  await expect(phone.side(ann)).toBeVisible();
  await phone
    .side(ann)
    .getByRole("button", { name: `Hang up ${ann}` })
    .click();
  await expect(phone.side(ann)).toBeHidden();
  await phone.ended();
});
