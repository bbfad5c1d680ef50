import type { JsonObject } from "@cordboard/contract";
import { check, type FlowDocument } from "@cordboard/flow";
import { expect, it } from "vitest";
import { runFlowTest } from "./run-flow-test.ts";

const flow = (trigger: string, menu: JsonObject = {}): FlowDocument => ({
  format: "cordboard/flow@1",
  name: "Appointment",
  description: "",
  language: "en-US",
  nodes: [
    { id: "start", type: "start", name: "Start", config: {} },
    {
      id: "menu",
      type: "message_menu",
      name: "Menu",
      config: { text: "Reply yes or move.", choices: [{ name: "yes" }, { name: "move", synonyms: ["reschedule"] }], ...menu },
    },
    {
      id: "day",
      type: "ask_by_message",
      name: "Day",
      config: { text: "Which day?", validate: { kind: "date" }, invalidText: "A date, please." },
    },
    { id: "thanks", type: "send_message", name: "Thanks", config: { text: "See you on {{ Day.value }}." } },
  ],
  edges: [
    { from: "start", exit: trigger, to: "menu" },
    { from: "menu", exit: "move", to: "day" },
    { from: "day", exit: "replied", to: "thanks" },
  ],
  variables: [],
  notes: [],
  tests: [],
  layout: {},
});

it("plays a conversation: the contact's texts go to the run that asked", async () => {
  const result = await runFlowTest(flow("incoming_message"), {
    format: "cordboard/test@1",
    name: "moves the appointment",
    start: { message: { from: "+14155550101", to: "+14155550199", text: "Hi" } },
    steps: [
      { expectMessage: { to: "+14155550101", text: "yes or move" } },
      { text: "Reschedule please" },
      { expectMessage: { text: "which day" } },
      { text: "tomorrow" },
      { expectMessage: { text: "a date, please" } },
      { text: "12/24/2026" },
      { expectMessage: { text: "See you on 2026-12-24" } },
    ],
    expect: { path: ["Menu:move", "Day:replied", "Thanks:sent"], status: "completed", variables: { "Day.attempts": 2 } },
  });
  expect(result).toMatchObject({ ok: true, message: null });
});

it("nobody answers", async () => {
  const result = await runFlowTest(flow("incoming_message"), {
    format: "cordboard/test@1",
    name: "silence",
    start: { message: { from: "+14155550101", to: "+14155550199", text: "Hi" } },
    steps: [{ expectMessage: { text: "yes or move" } }, { wait: "3601s" }],
    expect: { path: ["Menu:timeout"] },
  });
  expect(result).toMatchObject({ ok: true, message: null });
});

it("a request by API that names no sender is warned of, a text or call is not", () => {
  const codes = (document: FlowDocument) => check(document).flatMap(({ code, nodeId }) => (code === "from_missing" ? [nodeId] : []));
  expect(codes(flow("api_request"))).toEqual(["menu", "day", "thanks"]);
  expect(codes(flow("incoming_call"))).toEqual([]);
  expect(codes(flow("api_request", { from: "+14155550199" }))).toEqual(["day", "thanks"]);
});
