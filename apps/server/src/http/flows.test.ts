import { ApiError } from "@cordboard/api";
import { emptyDocument } from "@cordboard/flow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, flow, startTestServer } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const refused = async (work: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (error instanceof ApiError) return error;
  throw new Error(`was not refused: ${String(error)}`);
};
const line = (text: string) => flow("Line", { Hello: ["play_audio", { prompt: [{ speak: text }] }] }, ["Start.incoming_call -> Hello"]);

describe("flows", () => {
  it("makes, lists, renames and deletes", async () => {
    const made = await server.api("createFlow", { body: { name: "First" } });
    expect(made).toMatchObject({ name: "First", draft: { revision: 1, document: { name: "First" } }, published: null });
    expect((await server.api("listFlows", { query: { text: "firs" } })).items.map(({ id }) => id)).toEqual([made.id]);
    const renamed = await server.api("patchFlow", { params: { id: made.id }, body: { name: "Second" } });
    expect(renamed).toMatchObject({ name: "Second", draft: { revision: 2, document: { name: "Second" } } });
    await server.api("deleteFlow", { params: { id: made.id } });
    expect(await refused(server.api("getFlow", { params: { id: made.id } }))).toMatchObject({ status: 404, code: "flow_not_found" });
  });

  it("saves a draft over the revision that was read; another answers 409 with both numbers", async () => {
    const made = await server.api("createFlow", { body: { name: "Draft" } });
    const params = { id: made.id };
    const document = { ...made.draft.document, description: "changed" };
    const saved = await server.api("saveDraft", { params, body: { revision: 1, document } });
    expect(saved.revision).toBe(2);
    const error = await refused(server.api("saveDraft", { params, body: { revision: 1, document } }));
    expect(error).toMatchObject({
      status: 409,
      code: "draft_conflict",
      body: { error: { revision: { sent: 1, current: 2 } }, revision: 2 },
    });
    expect(error.message).toContain("revision 1");
    expect(error.message).toContain("revision 2");
  });

  it("answers the issues of a document without saving it", async () => {
    const { issues } = await server.api("validateFlow", { body: { document: line("hi") } });
    expect(issues.every(({ level }) => level !== "error")).toBe(true);
    const broken = await server.api("validateFlow", { body: { document: { ...line("hi"), colour: "red" } } });
    expect(broken.issues).toMatchObject([{ level: "error", field: "colour" }]);
  });

  it("tells what a flow that runs others has to know of them", async () => {
    await server.api("createFlow", { body: { name: "Not yet", document: line("hi") } });
    const { items } = await server.api("flowsAround", { body: { names: ["Not yet", "Nobody’s"] } });
    expect(items).toMatchObject([{ name: "Not yet", version: null, callable: false, runs: [] }]);
  });

  it("publishes versions from 1, and refuses a draft with errors with its issues", async () => {
    const made = await server.api("createFlow", { body: { name: "Line", document: line("one") } });
    const params = { id: made.id };
    const first = await server.api("publishFlow", { params, body: { revision: 1, message: "opening" } });
    expect(first.version).toBe(1);
    const after = await server.api("getFlow", { params });
    expect(after).toMatchObject({
      changed: false,
      published: { version: 1, hash: first.hash, by: "CORDBOARD_API_KEY", message: "opening" },
    });

    const bad = { ...line("two"), nodes: [...line("two").nodes, { id: "x", type: "teleport", name: "X", config: {} }] };
    await server.api("saveDraft", { params, body: { revision: 1, document: bad } });
    const error = await refused(server.api("publishFlow", { params, body: { revision: 2 } }));
    expect(error).toMatchObject({ status: 422, code: "flow_has_errors" });
    expect(error.body).toMatchObject({ issues: expect.arrayContaining([expect.objectContaining({ level: "error", nodeId: "x" })]) });
    expect((await refused(server.api("publishFlow", { params, body: { revision: 1 } }))).status).toBe(409);
  });

  it("shows, compares, compiles, exports and restores versions", async () => {
    const made = await server.api("createFlow", { body: { name: "Line", document: line("one") } });
    const params = { id: made.id };
    await server.api("publishFlow", { params, body: { revision: 1 } });
    await server.api("saveDraft", { params, body: { revision: 1, document: line("two") } });
    await server.api("publishFlow", { params, body: { revision: 2 } });

    expect((await server.api("listVersions", { params })).items.map(({ version }) => version)).toEqual([2, 1]);
    const one = await server.api("getVersion", { params: { ...params, n: 1 } });
    expect(one.document.nodes[1]?.config).toEqual({ prompt: [{ speak: "one" }] });
    const { changes } = await server.api("diffVersions", { params, query: { from: "1", to: "draft" } });
    expect(changes).toMatchObject([{ kind: "config_changed", nodeId: "hello" }]);
    expect((await server.ask("GET", `/api/flows/${made.id}/diff?from=1&to=2`)).json).toMatchObject({ from: 1, to: 2 });
    const machine = await server.api("versionMachine", { params: { ...params, n: 1 } });
    expect(Object.keys(machine["states"] ?? {})).toContain("hello");
    expect(await server.api("exportFlow", { params, query: { version: "1" } })).toEqual(one.document);
    expect(await server.api("restoreVersion", { params: { ...params, n: 1 } })).toEqual({ revision: 3 });
    expect((await server.api("getFlow", { params })).draft.document).toEqual(one.document);
    expect((await refused(server.api("getVersion", { params: { ...params, n: 9 } }))).code).toBe("version_not_found");
  });

  it("imports what it exports, and says that Studio's files can't be imported yet", async () => {
    const document = line("imported");
    const made = await server.api("importFlow", { body: document });
    expect(made.draft.document).toEqual(document);
    const studio = { description: "x", states: [], initial_state: "Trigger" };
    expect(await refused(server.api("importFlow", { body: studio }))).toMatchObject({ status: 422, code: "studio_import_unavailable" });
  });

  it("runs the tests that stand in a document", async () => {
    const start = { call: { from: "+14155550100", to: "+14155550199" } };
    const test = (name: string, hear: string) => ({ format: "cordboard/test@1", name, start, steps: [{ hear }] });
    const document = { ...line("good morning"), tests: [test("greets", "morning"), test("is wrong", "evening")] };
    const made = await server.api("createFlow", { body: { name: "Tested", document } });
    const report = await server.api("runTests", { params: { id: made.id }, body: { source: "draft" } });
    expect(report).toMatchObject({
      passed: 1,
      failed: 1,
      cases: [
        { name: "greets", ok: true, path: ["Start:incoming_call", "Hello:completed"] },
        { name: "is wrong", ok: false, failedStep: 1 },
      ],
    });
    const one = await server.api("runTests", { params: { id: made.id }, body: { source: "draft", names: ["greets"] } });
    expect(one).toMatchObject({ passed: 1, failed: 0 });
    expect((await refused(server.api("runTests", { params: { id: made.id }, body: { source: "draft", names: ["?"] } }))).code).toBe(
      "test_not_found",
    );
  });
});

describe("idempotency", () => {
  it("does the work once under a key, and refuses another body under it", async () => {
    const body = { name: "Once" };
    const first = await server.api("createFlow", { body, idempotencyKey: "flow-1" });
    const again = await server.api("createFlow", { body, idempotencyKey: "flow-1" });
    expect(again).toEqual(first);
    const other = await refused(server.api("createFlow", { body: { name: "Other" }, idempotencyKey: "flow-1" }));
    expect(other).toMatchObject({ status: 409, code: "idempotency_key_reused" });
  });

  it("keeps no refusal", async () => {
    const headers = { "idempotency-key": "refused-1" };
    expect((await server.ask("POST", "/api/flows", { body: { name: "" }, headers })).status).toBe(400);
    expect((await server.ask("POST", "/api/flows", { body: { name: "Now right" }, headers })).status).toBe(201);
  });
});

it("keeps a document of a thousand nodes as it is", async () => {
  const base = emptyDocument("Large");
  const nodes = Array.from({ length: 1000 }, (_, i) => ({
    id: `n${i}`,
    type: "play_audio",
    name: `Say_${i}`,
    config: { prompt: [{ speak: "x".repeat(500) }] },
  }));
  const document = { ...base, nodes: [...base.nodes, ...nodes] };
  const made = await server.api("createFlow", { body: { name: "Large", document } });
  expect(made.draft.document).toEqual(document);
});
