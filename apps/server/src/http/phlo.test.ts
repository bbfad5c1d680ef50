import plivo from "plivo";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACCOUNT, OWNER_KEY, type TestServer, flow, startTestServer, until } from "./test-server.ts";

/* The official SDK is the judge of these doors. */
let server: TestServer;
let flowId = "";
let draftId = "";
const DOCUMENT = flow("Takes requests", { Done: ["end", { result: "done" }] }, ["Start.api_request -> Done"], {
  payload: [
    { name: "customerName", type: "text", required: true },
    { name: "orderID2", type: "text" },
  ],
});
beforeAll(async () => {
  server = await startTestServer();
  flowId = (await server.api("createFlow", { body: { name: "Takes requests", document: DOCUMENT } })).id;
  await server.api("publishFlow", { params: { id: flowId }, body: { revision: 1 } });
  draftId = (await server.api("createFlow", { body: { name: "Draft only", document: DOCUMENT } })).id;
});
afterAll(() => server.close());

/** The SDK's type files name fields that its answers don't have. */
interface Sdk {
  phlo: { get: (id: string) => Promise<unknown> } & ((id: string) => {
    run: (params: object) => Promise<{ apiId: string; phloId: string }>;
  });
}
const asItIs = (client: object): Sdk => client as Sdk;

const NIL = "00000000-0000-4000-8000-000000000000";
const basic = (account = ACCOUNT, key = OWNER_KEY) => ({ authorization: `Basic ${Buffer.from(`${account}:${key}`).toString("base64")}` });
const door = (method: string, path: string, options: { body?: unknown; headers?: Record<string, string> } = {}) =>
  server.ask(method, path, { key: null, ...options, headers: { ...basic(), ...options.headers } });
const paramsOf = async (runId: string) => {
  const { variables } = await server.api("runContext", { params: { id: runId } });
  return variables["Start"];
};

describe("the official SDK", () => {
  const client = (key = OWNER_KEY) => asItIs(new plivo.PhloClient(ACCOUNT, key, { url: `${server.url}/v1` }));

  it("starts a run with parameters that it has respelled, and reads the flow's details", async () => {
    const phlo = await client().phlo.get(flowId);
    expect(phlo).toMatchObject({ phloId: flowId, name: "Takes requests" });
    const answer = await client()
      .phlo(flowId)
      .run({ customerName: "Ann", orderID2: "A7", somethingElse: { innerKey: 1 } });
    expect(answer.phloId).toBe(flowId);
    expect(await paramsOf(answer.apiId)).toEqual({
      http: { params: { customerName: "Ann", orderID2: "A7", something_else: { inner_key: 1 } } },
      request_type: "http",
    });
  });

  it("is told what is missing, and that a key is wrong", async () => {
    await expect(client().phlo(flowId).run({ other: 1 })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("customerName"),
    });
    await expect(client("cb_wrong").phlo(flowId).run({})).rejects.toMatchObject({ status: 401 });
    await expect(client().phlo.get(NIL)).rejects.toMatchObject({ status: 404 });
  });
});

describe("the doors of the hosted service", () => {
  it("take a trailing slash or none, and ignore the query", async () => {
    for (const path of [
      `/v1/account/${ACCOUNT}/phlo/${flowId}`,
      `/v1/account/${ACCOUNT}/phlo/${flowId}/`,
      `/v1/account/${ACCOUNT}/phlo/${flowId}?x=1`,
    ]) {
      const answer = await door("POST", path, { body: { customerName: "Ann" } });
      expect(answer.status, path).toBe(201);
      expect(Object.keys(answer.json).sort()).toEqual(["api_id", "message", "phlo_id"]);
    }
    for (const path of [`/v1/phlo/${flowId}`, `/v1/phlo/${flowId}/?phlo_id=${flowId}`]) {
      const answer = await door("GET", path);
      expect(answer, path).toMatchObject({ status: 200, json: { phlo_id: flowId, name: "Takes requests" } });
      expect(Object.keys(answer.json).sort()).toEqual(["api_id", "created_on", "name", "phlo_id"]);
    }
  });

  it("answer what a run has done", async () => {
    const started = await door("POST", `/v1/account/${ACCOUNT}/phlo/${flowId}`, { body: { customerName: "Ann" } });
    const runId = String(started.json["api_id"]);
    const answer = await until(async () => {
      const read = await door("GET", `/v1/phlo/${flowId}/runs/${runId}/`);
      return read.json["status"] !== undefined && read.json["status"] !== ("running" as never) && read;
    });
    expect(answer.json).toMatchObject({
      phlo_id: flowId,
      phlo_run_id: runId,
      status: "completed",
      call_uuids: [],
      message_uuids: [],
      recording_ids: [],
    });
    expect((await door("GET", `/v1/phlo/${draftId}/runs/${runId}`)).status).toBe(404);
    expect((await door("GET", `/v1/phlo/${flowId}/runs/${NIL}`)).status).toBe(404);
  });

  it("let the exact spelling of a field win", async () => {
    const started = await door("POST", `/v1/account/${ACCOUNT}/phlo/${flowId}`, { body: { customer_name: "Bob", customerName: "Ann" } });
    expect(await paramsOf(String(started.json["api_id"]))).toMatchObject({ http: { params: { customerName: "Ann" } } });
  });

  it("tell errors in their own shape", async () => {
    const run = `/v1/account/${ACCOUNT}/phlo`;
    const cases: [answer: Awaited<ReturnType<typeof door>>, status: number][] = [
      [await door("POST", `${run}/${flowId}`, { body: {} }), 400],
      [await server.ask("POST", `${run}/${flowId}`, { key: null, raw: "{", headers: basic() }), 400],
      [await door("POST", `${run}/${NIL}`, { body: {} }), 404],
      [await door("POST", `${run}/${draftId}`, { body: { customerName: "Ann" } }), 404],
      [await door("POST", `/v1/account/MAOTHER/phlo/${flowId}`, { body: { customerName: "Ann" } }), 404],
      [await server.ask("POST", `/v1/account/MAOTHER/phlo/${flowId}`, { key: null, body: {}, headers: basic("MAOTHER") }), 404],
      [await server.ask("POST", `${run}/${flowId}`, { key: null, body: {} }), 401],
      [await server.ask("POST", `${run}/${flowId}`, { body: {} }), 401],
      [await door("GET", `/v1/phlo/${draftId}`), 404],
      [await door("GET", "/v1/anything"), 404],
      [await server.ask("POST", `/phlo/${draftId}/run`, { body: {} }), 404],
      [await server.ask("POST", `/phlo/${flowId}/run`, { body: { to: ["x"] } }), 400],
      [await server.ask("POST", `/phlo/${flowId}/run`, { key: null, body: {} }), 401],
    ];
    for (const [index, [answer, status]] of cases.entries()) {
      expect(answer.status, `case ${index}: ${answer.text}`).toBe(status);
      expect(Object.keys(answer.json).sort(), `case ${index}`).toEqual(["api_id", "error"]);
      expect(typeof answer.json["error"]).toBe("string");
    }
  });
});

describe("POST /phlo/:flowId/run", () => {
  it("fills the parameters from `variables` and from the other keys", async () => {
    const answer = await server.ask("POST", `/phlo/${flowId}/run/`, {
      body: { to: "+14155550101", variables: { customerName: "Ann" }, extra: 7 },
    });
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.json).sort()).toEqual(["api_id", "phlo_id", "request_uuid"]);
    const runId = String(answer.json["request_uuid"]);
    expect(await paramsOf(runId)).toMatchObject({ http: { params: { customerName: "Ann", extra: 7, to: "+14155550101" } } });
    expect((await server.api("getRun", { params: { id: runId } })).contact).toBe("+14155550101");
  });

  it("makes a run for each of several numbers, under a batch id", async () => {
    const one = await server.ask("POST", `/phlo/${flowId}/run`, { body: { to: ["+14155550101"], customerName: "Ann" } });
    expect(one.json["runs"]).toBeUndefined();
    const many = await server.ask("POST", `/phlo/${flowId}/run`, { body: { to: ["+14155550101", "+14155550102"], customerName: "Ann" } });
    expect(many.json["runs"]).toMatchObject([{ to: "+14155550101" }, { to: "+14155550102" }]);
    const batch = await server.api("listRuns", { query: { batch: String(many.json["request_uuid"]) } });
    expect(batch.items).toHaveLength(2);
  });
});
