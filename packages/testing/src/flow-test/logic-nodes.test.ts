import type { JsonObject } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { runFlowTest } from "./run-flow-test.ts";

/** Nodes as `Name: [type, config]`, cords as `From.exit -> To`. */
function flow(nodes: Record<string, [string, JsonObject]>, cords: string[]): FlowDocument {
  return {
    format: "cordboard/flow@1",
    name: "Logic",
    description: "",
    language: "en-US",
    nodes: [
      { id: "Start", type: "start", name: "Start", config: {} },
      ...Object.entries(nodes).map(([name, [type, config]]) => ({ id: name, type, name, config })),
    ],
    edges: cords.map((cord) => {
      const [, from = "", exit = "", to = ""] = /^(\w+)\.(.+) -> (\w+)$/.exec(cord) ?? [];
      return { from, exit, to };
    }),
    variables: [],
    notes: [],
    tests: [],
    layout: {},
  };
}
const test = (parts: object) => ({
  format: "cordboard/test@1",
  name: "logic",
  start: { call: { from: "+14155550101", to: "+14155550199" } },
  ...parts,
});

it("a field of the contact is read as such, and its language is the one that is spoken", async () => {
  const document = flow(
    {
      Set: [
        "set_variables",
        {
          variables: [
            { name: "language", value: "es-US", scope: "contact" },
            { name: "tier", value: "gold", scope: "contact" },
          ],
        },
      ],
      Say: ["play_audio", { prompt: [{ speak: { "en-US": "Hello, {{ contact.tier }}", "es-US": "Hola, {{ contact.tier }}" } }] }],
    },
    ["Start.incoming_call -> Set", "Set.done -> Say"],
  );
  const steps = [{ hear: "Hola, gold" }];
  expect(await runFlowTest(document, test({ steps, expect: { variables: { "Set.tier": "gold" } } }))).toMatchObject({ message: null });
});

it("a contact takes the same way of a split in each call", async () => {
  const document = flow(
    {
      Split: [
        "random_split",
        {
          shares: [
            { name: "a", percent: 50 },
            { name: "b", percent: 50 },
          ],
        },
      ],
      A: ["hangup", {}],
      B: ["hangup", {}],
    },
    ["Start.incoming_call -> Split", "Split.a -> A", "Split.b -> B"],
  );
  const way = async (from: string) =>
    (await runFlowTest(document, test({ start: { call: { from, to: "+14155550199" } } }))).path.find((step) => step.startsWith("Split"));
  const callers = Array.from({ length: 12 }, (_, i) => `+141555501${10 + i}`);
  const first = await Promise.all(callers.map(way));
  expect(await Promise.all(callers.map(way))).toEqual(first);
  expect(new Set(first)).toEqual(new Set(["Split:a", "Split:b"]));
});

it("a run sleeps over the weekend until it is open", async () => {
  const document = flow(
    {
      Hours: ["business_hours", { zone: "America/New_York" }],
      Sleep: ["wait", { businessHours: { zone: "America/New_York" } }],
      End: ["end", { result: "opened" }],
    },
    ["Start.api_request -> Hours", "Hours.closed -> Sleep", "Sleep.done -> End"],
  );
  const at = { now: "2026-03-06T23:00:00Z", start: { api: {} } };
  const early = await runFlowTest(document, test({ ...at, steps: [{ wait: "61h" }], expect: { status: "running" } }));
  const late = await runFlowTest(document, test({ ...at, steps: [{ wait: "62h" }], expect: { result: "opened" } }));
  expect([early.message, late.message]).toEqual([null, null]);
});

it("a caller hears music while waiting, then what comes next", async () => {
  const document = flow(
    {
      Answer: ["play_audio", { prompt: [{ speak: "Please wait." }] }],
      Hold: ["wait", { seconds: 30, holdPrompt: [{ speak: "Nearly there." }] }],
      Done: ["play_audio", { prompt: [{ speak: "Thank you." }] }],
    },
    ["Start.incoming_call -> Answer", "Answer.completed -> Hold", "Hold.done -> Done"],
  );
  const steps = [{ hear: "Please wait" }, { hear: "Nearly there" }, { hear: "Nearly there" }, { wait: "40s" }, { hear: "Thank you" }];
  expect(await runFlowTest(document, test({ steps, expect: { path: ["Hold:done", "Done:completed"] } }))).toMatchObject({ message: null });
});

it.each([
  [0, 0],
  [3, 1],
  [20, 1],
  [60, 1],
])("an answer after %i s is waited for on the line, by the clock of the platform", async (seconds, holds) => {
  const url = "https://api.example.com/state";
  const document = flow(
    {
      Ask: ["http_request", { url, timeoutSeconds: 90, holdPrompt: [{ speak: "One moment please." }] }],
      Known: ["play_audio", { prompt: [{ speak: "It is {{ Ask.response.word }}." }] }],
      Sorry: ["play_audio", { prompt: [{ speak: "Sorry." }] }],
    },
    ["Start.incoming_call -> Ask", "Ask.success -> Known", "Ask.failed -> Sorry"],
  );
  const http = [{ url, json: { word: "ready" }, afterMs: seconds * 1_000 }];
  const hold = Array.from({ length: holds }, () => ({ hear: "One moment please" }));
  const steps = [...hold, { wait: `${seconds + 10}s` }, { hear: "It is ready" }];
  expect(await runFlowTest(document, test({ http, steps, expect: { path: ["Ask:success"] } }))).toMatchObject({ message: null });
});

it("code computes with what the caller entered, and goes its way", async () => {
  const document = flow(
    {
      Ask: ["get_input", { prompt: [{ speak: "Your number?" }], maxDigits: 3 }],
      Compute: [
        "run_code",
        {
          inputs: [{ name: "digits", value: "{{ Ask.digits }}" }],
          code: "outputs.sum = [...inputs.digits].reduce((sum, digit) => sum + Number(digit), 0);\nreturn outputs.sum > 10 ? 'large' : 'small';",
          outputs: [{ name: "sum", type: "number" }],
          exits: [{ name: "small" }, { name: "large" }],
        },
      ],
      Large: ["play_audio", { prompt: [{ speak: "It is {{ Compute.sum }}." }] }],
    },
    ["Start.incoming_call -> Ask", "Ask.received -> Compute", "Compute.large -> Large"],
  );
  const steps = [{ hear: "Your number" }, { press: "389" }, { hear: "It is 20" }];
  expect(await runFlowTest(document, test({ steps }))).toMatchObject({ message: null });
});

describe("a database", () => {
  const query = (config: JsonObject) =>
    flow(
      {
        Find: ["query_database", { connection: "CRM", parameters: [{ name: "phone", value: "{{ contact.number }}" }], ...config }],
        Greet: ["play_audio", { prompt: [{ speak: "Hello {{ Find.first.name }}" }] }],
        Ask: ["play_audio", { prompt: [{ speak: "Who are you?" }] }],
      },
      ["Start.incoming_call -> Find", "Find.rows -> Greet", "Find.empty -> Ask"],
    );
  const document = query({ sql: "SELECT name\nFROM customers\nWHERE phone = :phone" });
  const entry = { connection: "CRM", sql: "from customers where phone = $1" };

  it("answers what the test says, by what is asked", async () => {
    const database = [
      { ...entry, parameters: { phone: "+14155550102" }, rows: [{ name: "Bob" }] },
      { ...entry, rows: [{ name: "Ann" }, { name: "Eve" }] },
    ];
    const expect_ = { path: ["Find:rows"], variables: { "Find.row_count": 2, "Find.more": false } };
    const told = await runFlowTest(document, test({ database: database.slice(1), steps: [{ hear: "Hello Ann" }], expect: expect_ }));
    expect(told).toMatchObject({ message: null });
    expect(await runFlowTest(document, test({ database, steps: [{ hear: "Hello Ann" }] }))).toMatchObject({
      failedStep: "database CRM from customers where phone = $1",
    });
  });

  it.each([
    [[entry], "Find:empty", {}],
    [[{ ...entry, error: "no such table" }], "Find:failed", { "Find.error.message": "no such table" }],
    [[{ ...entry, unreachable: true }], "Find:failed", { "Find.error.code": "database_unreachable" }],
    [[{ ...entry, afterMs: 60_000 }], "Find:failed", { "Find.error.code": "query_timeout" }],
    [[], "Find:failed", { "Find.error.code": "database_unreachable" }],
  ])("that answers %j", async (database, way, variables) => {
    expect(await runFlowTest(document, test({ database, expect: { path: [way], variables } }))).toMatchObject({ message: null });
  });

  it("tells how many rows a change has changed", async () => {
    const change = query({ sql: "UPDATE customers SET called = now() WHERE phone = :phone", mayChange: true });
    const told = await runFlowTest(change, test({ database: [{ connection: "CRM", changed: 1 }], expect: { path: ["Find:rows"] } }));
    expect(told).toMatchObject({ message: null });
  });
});

describe("a test that begins at a node", () => {
  const document = flow(
    {
      Ask: ["get_input", { prompt: [{ speak: "Your number?" }], maxDigits: 2 }],
      Say: ["play_audio", { prompt: [{ speak: "It is {{ Ask.digits }}, says {{ Start.call.from }}." }] }],
    },
    ["Start.incoming_call -> Ask", "Ask.received -> Say"],
  );

  it("is given what the nodes before it would have set, and has the entry's own values", async () => {
    const variables = { Ask: { digits: "42" } };
    const steps = [{ hear: "It is 42, says +14155550101" }];
    const result = await runFlowTest(document, test({ startAt: "Say", variables, steps, expect: { status: "completed" } }));
    expect(result).toMatchObject({ message: null, path: ["Say:completed"] });
  });

  it("fails where the node is gone", async () => {
    expect(await runFlowTest(document, test({ startAt: "Told" }))).toMatchObject({ ok: false, failedStep: "startAt" });
  });
});
