import { parseFlowTest } from "@cordboard/flow";
import { expect, test } from "vitest";
import type { Run, Step } from "../api/runs.ts";
import type { SimEntry } from "../api/sim.ts";
import { receptionist } from "../document/fixture.ts";
import { actsOfCall, phraseOf, type SpokenCall } from "./acts.ts";
import { testOf, type Recording } from "./test-of.ts";

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 2, 9, 30, seconds)).toISOString();
const ANN = "+14155550142";
const CALLER = "+14155550100";
const OURS = "+14155550190";

const entries = (...lines: [seconds: number, element: string, text?: string][]): SimEntry[] =>
  lines.map(([seconds, element, text], index) => ({
    seq: index + 1,
    at: at(seconds),
    element,
    attrs: {},
    ...(text !== undefined && { text }),
  }));
const call = (over: Partial<SpokenCall>): SpokenCall => ({
  callUuid: "a",
  parentCallUuid: null,
  direction: "inbound",
  from: CALLER,
  to: OURS,
  state: "ended",
  status: "completed",
  startedAt: at(0),
  answeredAt: at(1),
  endedAt: at(30),
  hangup: { code: 4000, name: "Normal", source: "Caller" },
  transcript: [],
  ...over,
});
const step = (seq: number, id: string, name: string, exit: string | null, type = "ivr_menu"): Step => ({
  seq,
  thread: "main",
  node: { id, name, type },
  exit,
  enteredAt: at(seq),
  leftAt: at(seq),
  inputs: {},
  outputs: {},
  error: null,
  effects: [],
});
const run: Partial<Run> = { contact: CALLER, number: OURS, status: "completed", startedAt: at(0), endedAt: at(31) };

const recording = (over: Partial<Recording> = {}): Recording => ({
  run: run as Run,
  scenario: { now: at(0), start: { call: { from: CALLER, to: OURS } }, startAt: null, mocks: {} },
  variables: {},
  steps: [
    step(1, "start", "Start", "incoming_call", "start"),
    step(2, "menu", "Menu", "sales"),
    step(3, "call", "Call_Sales", "completed"),
  ],
  calls: [
    call({
      transcript: entries(
        [1, "Answered"],
        [2, "GetInput"],
        [2, "Speak", "Press 1. Or wait."],
        [4, "Pressed", "4"],
        [5, "Pressed", "2"],
        [30, "Ended"],
      ),
    }),
    call({
      callUuid: "b",
      parentCallUuid: "a",
      direction: "outbound",
      from: OURS,
      to: ANN,
      startedAt: at(7),
      hangup: { code: 4000, name: "Normal", source: "Caller" },
      transcript: entries([7, "Ringing"], [9, "Answered"], [30, "Ended"]),
    }),
  ],
  messages: [],
  scripts: {},
  ...over,
});

test("what was heard and done becomes the steps of a test, in the order it happened", () => {
  const made = testOf(recording(), receptionist());
  expect(made).toEqual({
    format: "cordboard/test@1",
    name: "a caller chooses completed",
    now: at(0),
    start: { call: { from: CALLER, to: OURS } },
    steps: [{ hear: "Press 1." }, { press: "42" }, { expectCall: { to: ANN } }, { answer: true, phone: ANN }, { hangup: true }],
    expect: { path: ["Menu:sales", "Call_Sales:completed"], status: "completed" },
  });
  expect(parseFlowTest(made).problems).toBeUndefined();
});

test("a scripted phone, the answers of services and a beginning in the middle come along; a stopped run promises no end", () => {
  const made = testOf(
    recording({
      run: { ...run, status: "stopped" } as Run,
      scenario: { now: at(0), start: { api: { params: {} } }, startAt: "Call_Sales", mocks: { Look: { ok: true, data: { status: 200 } } } },
      variables: { Menu: { digits: "1" }, Start: {}, Call_Sales: {}, vars: { tier: "gold" } },
      steps: [step(1, "call", "Call_Sales", null)],
      calls: recording().calls.slice(1),
      scripts: { [ANN]: { busy: true }, "+14155550143": { busy: true } },
    }),
    receptionist(),
  );
  expect(made).toMatchObject({
    startAt: "Call_Sales",
    variables: { Menu: { digits: "1" }, vars: { tier: "gold" } },
    phones: { [ANN]: { busy: true } },
    mocks: { Look: { ok: true, data: { status: 200 } } },
    steps: [{ expectCall: { to: ANN } }],
    expect: { path: ["Call_Sales"] },
  });
  expect(made["variables"]).toEqual({ Menu: { digits: "1" }, vars: { tier: "gold" } });
});

test("a long silence is played too, and texts are expected and sent", () => {
  const made = testOf(
    recording({
      calls: [call({ transcript: entries([1, "Speak", "One."], [59, "Speak", "Two."]), hangup: null })],
      messages: [
        {
          messageUuid: "1",
          direction: "outbound",
          from: OURS,
          to: CALLER,
          text: "Which day?\nWrite it.",
          media: [],
          state: "sent",
          at: at(60),
        },
        { messageUuid: "2", direction: "inbound", from: CALLER, to: OURS, text: "Monday", media: [], state: "received", at: at(61) },
      ],
    }),
    receptionist(),
  );
  expect(made["steps"]).toEqual([
    { hear: "One." },
    { wait: "58s" },
    { hear: "Two." },
    { expectMessage: { to: CALLER, text: "Which day?" } },
    { text: "Monday" },
  ]);
});

test("keys that nothing listens to name their telephone, and words then are left out", () => {
  const deaf = call({ transcript: entries([1, "Speak", "Hello."], [2, "Pressed", "9"], [3, "Said", "what"], [4, "Ended"]), hangup: null });
  expect(actsOfCall(deaf, null, false).map((act) => act.step)).toEqual([{ hear: "Hello." }, { press: "9", phone: CALLER }]);
});

test("a telephone that declines, and one that hangs up", () => {
  const out = {
    direction: "outbound" as const,
    to: ANN,
    hangup: { code: 3020, name: "Rejected", source: "Callee" },
    transcript: entries([4, "Ended"]),
  };
  expect(actsOfCall(call({ ...out, answeredAt: null }), ANN, false).at(-1)?.step).toEqual({ reject: true, phone: ANN });
  expect(actsOfCall(call(out), ANN, false).at(-1)?.step).toEqual({ hangup: true, phone: ANN });
});

test("a phrase is the first sentence, cut at a word, and never a pattern", () => {
  expect(phraseOf("Hello. How are you?")).toBe("Hello.");
  expect(phraseOf(`${"word ".repeat(20)}`)).toHaveLength(59);
  expect(phraseOf("/start/ now")).toBe("start/ now");
});
