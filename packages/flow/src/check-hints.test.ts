import { describe, expect, test } from "vitest";
import { check, type FlowDocument, type NumberAround } from "./index.ts";
import { flowOf, node, toys } from "./toys.ts";

const menu = node("menu", "ask", { choices: [{ name: "a", key: "1" }] }, "Menu");
const codes = (flow: FlowDocument, numbers?: NumberAround[]): string[] =>
  check(flow, { registry: toys, ...(numbers && { numbers }) })
    .filter(({ code }) => code !== "exit_has_no_cord")
    .map(({ code, field, exit }) => [code, field, exit].filter(Boolean).join(" "));

describe("values that may be empty", () => {
  const saying = (text: string): FlowDocument =>
    flowOf([menu, node("bye", "say", { text }, "Bye")], ["start.call menu", "start.flow bye", "menu.a bye", "bye.done menu"]);

  test("are pointed out where a hole would be heard, with a default to fill in", () => {
    const [issue] = check(saying("You pressed {{ Menu.digits | upcase }}."), { registry: toys });
    expect(issue).toMatchObject({ level: "hint", code: "value_may_be_empty", nodeId: "bye", field: "text" });
    expect(issue?.fix?.commands).toEqual([
      { type: "setConfig", nodeId: "bye", path: ["text"], value: 'You pressed {{ Menu.digits | upcase | default: "" }}.' },
    ]);
  });

  test.each([
    "{{ Menu.digits | default: 'nothing' }}",
    "{% if Menu.digits %}You pressed {{ Menu.digits }}.{% endif %}",
    "{{ contact.number }} {{ Start.call.from }}",
    "{{ 'a' | append: Menu.digits }}",
  ])("are provided for in %s", (text) => expect(codes(saying(text))).toEqual([]));

  test("a value of a step that every way passes is none of them", () => {
    expect(codes(flowOf([menu, node("bye", "say", { text: "{{ Menu.digits }}" })], ["start.call menu", "menu.a bye"]))).toEqual([]);
  });

  test("addresses of servers may have holes", () => {
    const flow = flowOf(
      [menu, node("hook", "fetch", { url: "https://a/{{ Menu.digits }}" })],
      ["start.call menu", "menu.a hook", "start.flow hook"],
    );
    expect(codes(flow)).toEqual([]);
  });
});

describe("what a hang-up skips", () => {
  const hello = node("hello", "say", { text: "Hello" }, "Hello");
  const tell = node("tell", "fetch", { url: "https://example.com/notify" }, "Tell");

  test("is what is sent right after an announcement", () => {
    expect(codes(flowOf([hello, tell], ["start.call hello", "hello.done tell"]))).toEqual(["skipped_by_hangup"]);
  });
  test.each<[string, string[]]>([
    ["what comes before it", ["start.call tell", "tell.ok hello"]],
    ["what comes after a step that waits for the caller", ["start.call hello", "hello.done menu", "menu.a tell"]],
    ["anything where the flow looks after hang-ups", ["start.call hello", "hello.done tell", "start.on_hangup menu"]],
  ])("is not %s", (_what, cords) =>
    expect(codes(flowOf([hello, menu, tell], cords)).filter((code) => code === "skipped_by_hangup")).toEqual([]),
  );
});

describe("numbers", () => {
  const own = (number: string, more: Partial<NumberAround> = {}): NumberAround => ({
    number,
    voice: true,
    sms: true,
    calls: false,
    texts: false,
    ...more,
  });
  const dialling = (from: string): FlowDocument => flowOf([node("dial", "dial", { from })], ["start.call dial"]);

  test("that can't do what they are chosen for are pointed out, and one that can is offered", () => {
    const numbers = [own("+14155550101", { voice: false }), own("+14155550102")];
    const [issue] = check(dialling("+14155550101"), { registry: toys, numbers });
    expect(issue).toMatchObject({ level: "warning", code: "number_lacks_capability", field: "from", fix: { label: "Use +14155550102" } });
    expect(codes(dialling("+14155550102"), numbers)).toEqual([]);
  });
  test("of somebody else are pointed out, but neither templates nor what isn't known", () => {
    expect(codes(dialling("+14155550199"), [own("+14155550101")])).toEqual(["number_not_yours from"]);
    expect(codes(dialling("{{ number }}"), [own("+14155550101")])).toEqual([]);
    expect(codes(dialling("+14155550199"), [])).toEqual([]);
    expect(codes(dialling("+14155550199"))).toEqual([]);
  });
  test("whose texts come here need a way for them", () => {
    expect(codes(dialling("{{ number }}"), [own("+14155550101", { texts: true, calls: true })])).toEqual(["number_leads_nowhere message"]);
  });
});

test("a step that nothing leads to can be joined or deleted with a click", () => {
  const flow = flowOf([menu], []);
  const [first, second] = check(flow, { registry: toys });
  expect(first).toMatchObject({ code: "no_start_cord", fix: { label: "Join “Call” to Menu" } });
  expect(second).toMatchObject({ code: "unreachable_node", fix: { label: "Delete it" } });
});
