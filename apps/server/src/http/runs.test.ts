import { ApiError } from "@cordboard/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, flow, startTestServer, until } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const published = async (document: ReturnType<typeof flow>): Promise<string> => {
  const { id } = await server.api("createFlow", { body: { name: document.name, document } });
  await server.api("publishFlow", { params: { id }, body: { revision: 1 } });
  return id;
};
const ended = (id: string) =>
  until(async () => {
    const run = await server.api("getRun", { params: { id } });
    return run.status === "running" ? null : run;
  });
const refused = async (work: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (error instanceof ApiError) return error;
  throw new Error(`was not refused: ${String(error)}`);
};

const SAVES = flow(
  "Saves a tier",
  {
    Tier: ["set_variables", { variables: [{ name: "tier", type: "text", value: "{{ Start.http.params.tier }}" }] }],
    Done: ["end", { result: "done" }],
  },
  ["Start.api_request -> Tier", "Tier.done -> Done"],
);
const WAITS = flow("Waits", { Pause: ["wait", { seconds: 3600 }], Done: ["end", { result: "done" }] }, [
  "Start.api_request -> Pause",
  "Pause.done -> Done",
]);

describe("starting by API", () => {
  it("starts a run of the published version and shows its steps, journal and context", async () => {
    const id = await published(SAVES);
    const started = await server.api("startRuns", { params: { id }, body: { to: "+14155550101", params: { tier: "gold" } } });
    if (!("runId" in started)) throw new Error("expected one run");
    expect(started).toMatchObject({ flowId: id, version: 1 });
    const run = await ended(started.runId);
    expect(run).toMatchObject({
      status: "completed",
      trigger: "api",
      contact: "+14155550101",
      test: false,
      flowName: "Saves a tier",
      version: 1,
      result: "done",
    });

    const params = { id: run.id };
    const steps = await server.api("runSteps", { params });
    expect(steps.items.map(({ node, exit }) => [node.name, exit])).toEqual([
      ["Start", "api_request"],
      ["Tier", "done"],
      ["Done", null],
    ]);
    const first = await server.api("runSteps", { params, query: { limit: 2 } });
    expect((await server.api("runSteps", { params, query: { limit: 2, cursor: first.next ?? "" } })).items).toEqual(steps.items.slice(2));
    const { items, seq } = await server.api("runJournal", { params });
    expect(items.map((entry) => entry.seq)).toEqual(Array.from({ length: seq }, (_, i) => i + 1));
    expect((await server.api("runJournal", { params, query: { after: seq - 1 } })).items).toEqual(items.slice(-1));
    const context = await server.api("runContext", { params });
    expect(context.variables["Tier"]).toEqual({ tier: "gold" });
    expect(context.contact).toEqual({ number: "+14155550101" });
    expect((await server.api("runDocument", { params })).name).toBe("Saves a tier");
  });

  it("starts one run for each number, each with its own `to`", async () => {
    const id = await published(SAVES);
    const to = ["+14155550102", "+14155550103", "14155550104"];
    const batch = await server.api("startRuns", { params: { id }, body: { to, params: { tier: "gold" } } });
    if (!("batchId" in batch)) throw new Error("expected a batch");
    expect(batch.runs.map((run) => run.to)).toEqual(["+14155550102", "+14155550103", "+14155550104"]);
    const listed = await until(async () => {
      const page = await server.api("listRuns", { query: { batch: batch.batchId } });
      return page.items.length === 3 && page;
    });
    expect(new Set(listed.items.map(({ contact }) => contact))).toEqual(new Set(batch.runs.map((run) => run.to)));
    for (const { runId, to: number } of batch.runs) {
      const { variables } = await server.api("runContext", { params: { id: runId ?? "" } });
      expect(variables["Start"]).toMatchObject({ http: { params: { to: number, tier: "gold" } } });
    }
    const single = await server.api("startRuns", { params: { id }, body: { to: ["+14155550102"] } });
    expect("runId" in single).toBe(true);
  });

  it("starts once under an Idempotency-Key", async () => {
    const id = await published(SAVES);
    const options = { params: { id }, body: { to: "+14155550105" }, idempotencyKey: "start-1" };
    const [first, second] = await Promise.all([
      server.api("startRuns", options),
      until(() => server.api("startRuns", options).catch(() => null)),
    ]);
    expect(second).toEqual(first);
    expect((await server.api("listRuns", { query: { flow: id } })).items).toHaveLength(1);
    expect((await refused(server.api("startRuns", { ...options, body: { to: "+14155550106" } }))).status).toBe(409);
  });

  it("keeps a run on the version it began with", async () => {
    const id = await published(WAITS);
    const started = await server.api("startRuns", { params: { id }, body: {} });
    if (!("runId" in started)) throw new Error("expected one run");
    await server.api("saveDraft", { params: { id }, body: { revision: 1, document: SAVES } });
    await server.api("publishFlow", { params: { id }, body: { revision: 2 } });
    const { fired } = await server.api("testClock", { body: { advanceMs: 3_600_000 } });
    expect(fired).toBeGreaterThan(0);
    expect(await ended(started.runId)).toMatchObject({ status: "completed", version: 1 });
    const older = await server.api("startRuns", { params: { id }, body: { version: 1 } });
    expect(older).toMatchObject({ version: 1 });
  });
});

describe("the list of runs", () => {
  it("filters and pages", async () => {
    const id = await published(SAVES);
    for (const to of ["+14155550111", "+14155550112", "+14155550113"]) await server.api("startRuns", { params: { id }, body: { to } });
    const list = (query: object) => server.api("listRuns", { query: { flow: id, ...query } });
    const first = await list({ limit: 2 });
    expect(first.items).toHaveLength(2);
    const second = await list({ limit: 2, cursor: first.next ?? "" });
    expect(second.items).toHaveLength(1);
    expect(second.next).toBeNull();
    expect((await list({ contact: "14155550112" })).items).toHaveLength(1);
    expect((await list({ status: "running" })).items).toHaveLength(0);
    expect((await list({ status: "completed", test: "false" })).items).toHaveLength(3);
    expect((await list({ test: "true" })).items).toHaveLength(0);
    expect((await list({ text: "5550113" })).items.map(({ contact }) => contact)).toEqual(["+14155550113"]);
    const last = first.items[0]?.startedAt ?? "";
    expect((await list({ to: first.items.at(-1)?.startedAt })).items.every(({ startedAt }) => startedAt < last)).toBe(true);
    expect((await list({ from: "2999-01-01T00:00:00Z" })).items).toHaveLength(0);
  });
});

describe("steering", () => {
  const waiting = async () => {
    const id = await published(WAITS);
    const started = await server.api("startRuns", { params: { id }, body: {} });
    return "runId" in started ? started.runId : "";
  };

  it("stops a run; a second stop changes nothing", async () => {
    const id = await waiting();
    expect(await server.api("getRun", { params: { id } })).toMatchObject({
      status: "running",
      waitingFor: [{ nodeId: "pause", kind: "time" }],
    });
    expect((await server.ask("POST", `/api/runs/${id}/stop`)).status).toBe(202);
    expect(await ended(id)).toMatchObject({ status: "stopped", reason: { code: "stopped_by_user" } });
    expect((await server.ask("POST", `/api/runs/${id}/stop`)).status).toBe(202);
  });
});

describe("trying", () => {
  const LINE = flow(
    "Line",
    {
      Menu: ["ivr_menu", { prompt: [{ speak: "Press 1." }], choices: [{ name: "one", key: "1" }], timeoutSeconds: 60 }],
      Bye: ["play_audio", { prompt: [{ speak: "You pressed one." }] }],
    },
    ["Start.incoming_call -> Menu", "Menu.one -> Bye"],
  );

  it("calls a draft through the simulator; the run is a test", async () => {
    const { id } = await server.api("createFlow", { body: { name: "Line", document: LINE } });
    const tried = await server.api("tryFlow", { params: { id }, body: { as: "call", source: "draft", from: "+14155550120" } });
    const uuid = tried.callUuid ?? "";
    const call = await until(async () => {
      const answer = await server.api("simGet", { params: { path: `calls/${uuid}` } });
      return answer["element"] === "GetDigits" && answer;
    });
    expect(call).toMatchObject({ from: "+14155550120" });
    await server.api("simPost", { params: { path: `calls/${uuid}/digits` }, body: { digits: "1" } });
    const run = await ended(tried.runId);
    expect(run).toMatchObject({
      test: true,
      version: null,
      trigger: "call",
      status: "completed",
      legs: [{ callUuid: uuid, role: "inbound" }],
    });
    expect(run.legs[0]?.endedAt).not.toBeNull();
    const carrier = await server.api("runCarrier", { params: { id: run.id }, query: { limit: 1000 } });
    expect(carrier.items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["webhook", "xml"]));
    expect(carrier.items.find(({ kind }) => kind === "xml")?.body).toContain("Press 1.");
  });

  it("tells a waiting call something by hand, and audits it", async () => {
    const { id: flowId } = await server.api("createFlow", { body: { name: "Line", document: LINE } });
    const { runId, callUuid = "" } = await server.api("tryFlow", { params: { id: flowId }, body: { as: "call", source: "draft" } });
    await until(async () => (await server.api("simGet", { params: { path: `calls/${callUuid}` } }))["element"] === "GetDigits");
    const params = { id: runId };
    expect(await server.api("sendRunEvent", { params, body: { type: "input", digits: "1" } })).toEqual({ accepted: true });
    expect((await ended(runId)).status).toBe("completed");
    const { items: steps } = await server.api("runSteps", { params });
    expect(steps.map(({ node, exit }) => `${node.name}:${exit}`)).toEqual(["Start:incoming_call", "Menu:one", "Bye:completed"]);
    expect(await refused(server.api("sendRunEvent", { params, body: { type: "timer" } }))).toMatchObject({
      status: 409,
      code: "run_not_waiting",
    });
    const { items } = await server.api("listAudit", { query: { action: "sendRunEvent", target: runId } });
    expect(items).toMatchObject([{ actor: { kind: "key", name: "CORDBOARD_API_KEY" }, details: { event: "input" } }]);
  });

  it("texts a flow, and lists the message that came and the one that went", async () => {
    const document = flow(
      "Echo",
      {
        Reply: [
          "send_message",
          { from: "{{ Start.message.to }}", to: ["{{ Start.message.from }}"], text: "You said {{ Start.message.text }}" },
        ],
      },
      ["Start.incoming_message -> Reply"],
    );
    const { id } = await server.api("createFlow", { body: { name: "Echo", document } });
    const { runId } = await server.api("tryFlow", {
      params: { id },
      body: { as: "message", source: "draft", from: "+14155550121", text: "hello" },
    });
    await ended(runId);
    const { items } = await server.api("listMessages", { query: { run: runId } });
    expect(items.map(({ direction, text }) => [direction, text])).toEqual(
      expect.arrayContaining([
        ["in", "hello"],
        ["out", "You said hello"],
      ]),
    );
    expect((await server.api("listMessages", { query: { contact: "+14155550121" } })).items).toHaveLength(2);
    const { items: effects } = await server.api("listEffects", { query: { run: runId } });
    expect(effects).toMatchObject([{ kind: "send_message", state: "done", target: "+14155550121", flowId: id, resolved: null }]);
    expect(await refused(server.api("resolveEffect", { params: { id: effects[0]?.id ?? "" }, body: { as: "sent" } }))).toMatchObject({
      status: 409,
      code: "effect_not_uncertain",
    });
  });

  it("begins in the middle with variables of its own, and lets a mock speak for a step", async () => {
    const document = flow(
      "Asks a server",
      {
        Never: ["end", { result: "never" }],
        Pick: ["set_variables", { variables: [{ name: "id", type: "text", value: "1" }] }],
        Ask: ["http_request", { method: "GET", url: "https://api.example.com/{{ Pick.id }}" }],
        Good: ["end", { result: "good" }],
      },
      ["Start.api_request -> Never", "Start.incoming_message -> Pick", "Pick.done -> Ask", "Ask.success -> Good"],
    );
    const { id } = await server.api("createFlow", { body: { name: "Asks", document } });
    const answer = {
      ok: true as const,
      data: { status: 200, headers: {}, contentType: "application/json", body: { a: 1 }, durationMs: 1 },
    };
    const body = {
      as: "api" as const,
      source: "draft" as const,
      startNode: "Ask",
      variables: { Pick: { id: "7" } },
      mocks: { Ask: answer },
    };
    const { runId } = await server.api("tryFlow", { params: { id }, body });
    await ended(runId);
    const { items } = await server.api("runSteps", { params: { id: runId } });
    expect(items.map(({ node, exit }) => `${node.name}:${exit}`)).toEqual(["Ask:success", "Good:null"]);
    expect(items[0]?.inputs).toMatchObject({ url: "https://api.example.com/7" });
  });

  it("refuses a draft with errors, with its issues", async () => {
    const document = { ...LINE, nodes: [...LINE.nodes, { id: "x", type: "teleport", name: "X", config: {} }] };
    const { id } = await server.api("createFlow", { body: { name: "Broken", document } });
    expect(await refused(server.api("tryFlow", { params: { id }, body: { as: "call", source: "draft" } }))).toMatchObject({
      status: 422,
      code: "flow_has_errors",
    });
  });

  it("replays a recorded call against the draft and says where it went another way", async () => {
    const { id } = await server.api("createFlow", { body: { name: "Line", document: LINE } });
    const { runId, callUuid = "" } = await server.api("tryFlow", { params: { id }, body: { as: "call", source: "draft" } });
    await until(async () => (await server.api("simGet", { params: { path: `calls/${callUuid}` } }))["element"] === "GetDigits");
    await server.api("simPost", { params: { path: `calls/${callUuid}/digits` }, body: { digits: "1" } });
    const run = await ended(runId);

    const same = await server.api("replayRun", { params: { id: run.id }, body: { source: "draft" } });
    expect(same).toMatchObject({ status: "completed", differences: [], source: "draft" });
    expect(same.steps.map(({ node, exit }) => `${node.name}:${exit}`)).toEqual(["Start:incoming_call", "Menu:one", "Bye:completed"]);

    const changed = { ...LINE, edges: LINE.edges.filter(({ exit }) => exit !== "one") };
    await server.api("saveDraft", { params: { id }, body: { revision: 1, document: changed } });
    const other = await server.api("replayRun", { params: { id: run.id }, body: { source: "draft" } });
    expect(other.differences).toEqual([{ step: 3, recorded: "Bye:completed", replayed: null }]);
    expect((await server.api("listRuns", { query: { flow: id } })).items).toHaveLength(1);
  });
});

describe("an effect in doubt", () => {
  const SENDS = flow("Sends", { Tell: ["send_message", { from: "+14155550199", to: ["{{ Start.http.params.to }}"], text: "Hello" }] }, [
    "Start.api_request -> Tell",
  ]);

  it("is listed, and a person decides what became of it, once", async () => {
    const id = await published(SENDS);
    // The carrier takes the text and nobody hears of it; without its delivery reports nothing else can tell.
    const faults = { acceptThenDrop: { count: 1, path: "/Message/" }, drop: { rate: 1 } };
    await server.api("simPost", { params: { path: "faults" }, body: faults });
    await server.api("startRuns", { params: { id }, body: { to: "+14155550141" } });
    const effect = await until(async () => (await server.api("listEffects", { query: { state: "uncertain" } })).items[0]);
    await server.ask("DELETE", "/api/sim/faults");
    expect(effect).toMatchObject({ kind: "send_message", target: "+14155550141", state: "uncertain", resolved: null });
    // Another text to the same person waits, and says what for.
    const next = await server.api("startRuns", { params: { id }, body: { to: "+14155550141" } });
    if (!("runId" in next)) throw new Error("expected one run");
    const nextText = async () => (await server.api("listEffects", { query: { run: next.runId } })).items[0];
    expect(await until(nextText)).toMatchObject({ state: "pending", waitsFor: effect.id });
    const settled = await server.api("resolveEffect", { params: { id: effect.id }, body: { as: "sent" } });
    expect(settled).toMatchObject({ id: effect.id, state: "done", resolved: { as: "sent", by: "CORDBOARD_API_KEY" } });
    expect(await refused(server.api("resolveEffect", { params: { id: effect.id }, body: { as: "not_sent" } }))).toMatchObject({
      code: "effect_not_uncertain",
    });
    expect((await server.api("listEffects", { query: { state: "uncertain" } })).items).toEqual([]);
    expect(await until(async () => ((await nextText())?.state === "done" ? nextText() : undefined))).toMatchObject({ waitsFor: null });
  });
});
