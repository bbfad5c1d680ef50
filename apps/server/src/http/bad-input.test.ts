import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AskOptions, type TestServer, errorOf, flow, startTestServer } from "./test-server.ts";

let server: TestServer;
/** A flow that API requests can start, with declared fields. */
let flowId = "";
let unpublishedId = "";
let bareId = "";
beforeAll(async () => {
  server = await startTestServer();
  const payload = [
    { name: "customerName", type: "text", required: true },
    { name: "age", type: "number" },
  ];
  const document = flow("Takes requests", { Done: ["end", { result: "done" }] }, ["Start.api_request -> Done"], { payload });
  const made = await server.api("createFlow", { body: { name: "Takes requests", document } });
  flowId = made.id;
  await server.api("publishFlow", { params: { id: flowId }, body: { revision: 1 } });
  unpublishedId = (await server.api("createFlow", { body: { name: "Never", document } })).id;
  const bare = flow("Bare", { Done: ["end", { result: "done" }] }, ["Start.incoming_call -> Done"]);
  bareId = (await server.api("createFlow", { body: { name: "Bare", document: bare } })).id;
  await server.api("publishFlow", { params: { id: bareId }, body: { revision: 1 } });
});
afterAll(() => server.close());

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const NIL = "00000000-0000-4000-8000-000000000000";
const JSON_TYPE = { "content-type": "application/json" };
type Case = [what: string, method: string, path: string, options: AskOptions, status: number, code: string, mentions?: string];

const CASES: Case[] = [
  ["no JSON", "POST", "/api/flows", { raw: "{" }, 400, "bad_json"],
  ["JSON that is no object", "POST", "/api/flows", { raw: "[]" }, 400, "bad_request"],
  ["invalid UTF-8", "POST", "/api/flows", { raw: new Uint8Array([0x22, 0xc3, 0x28, 0x22]) }, 400, "bad_json"],
  ["a byte order mark", "POST", "/api/flows", { raw: '\ufeff{"name":"x"}' }, 201, ""],
  ["a prototype key", "POST", "/api/flows", { raw: '{"name":"x","__proto__":{"a":1}}' }, 400, "bad_json", "__proto__"],
  [
    "a constructor key, deep inside",
    "POST",
    "/api/flows/FLOW/runs",
    { raw: '{"params":{"a":[{"constructor":1}]}}' },
    400,
    "bad_json",
    "constructor",
  ],
  ["100 levels", "POST", "/api/flows", { raw: nested(100) }, 400, "bad_json", "levels"],
  ["100,000 levels", "POST", "/api/flows", { raw: nested(40_000) }, 400, "bad_json", "levels"],
  ["a number beyond JSON", "POST", "/api/flows/FLOW/runs", { raw: '{"params":{"n":1e400}}' }, 400, "bad_json", "number"],
  ["an unknown key", "POST", "/api/flows", { body: { name: "x", colour: "red" } }, 400, "bad_request", "colour"],
  ["two unknown keys", "PATCH", "/api/flows/FLOW", { body: { name: "x", a: 1, b: 2 } }, 400, "bad_request", '"b"'],
  ["an unknown key where no body is taken", "POST", "/api/runs/FLOW/stop", { body: { now: true } }, 400, "bad_request", "now"],
  ["a missing field", "POST", "/api/flows", { body: {} }, 400, "bad_request", "name"],
  ["an empty name", "POST", "/api/flows", { body: { name: "   " } }, 400, "bad_request", "name"],
  ["a name of the wrong kind", "POST", "/api/flows", { body: { name: 7 } }, 400, "bad_request", "name"],
  [
    "form fields",
    "POST",
    "/api/flows",
    { raw: "name=x", headers: { "content-type": "application/x-www-form-urlencoded" } },
    415,
    "wrong_content_type",
  ],
  ["text/plain", "POST", "/api/flows", { raw: "{}", headers: { "content-type": "text/plain" } }, 415, "wrong_content_type"],
  [
    "another charset",
    "POST",
    "/api/flows",
    { raw: "{}", headers: { "content-type": "application/json; charset=utf-16" } },
    415,
    "wrong_content_type",
  ],
  [
    "a media type that ends in json",
    "POST",
    "/api/flows",
    { raw: "{}", headers: { "content-type": "application/merge-patch+json" } },
    415,
    "wrong_content_type",
  ],
  [
    "a compressed body",
    "POST",
    "/api/flows",
    { raw: "{}", headers: { ...JSON_TYPE, "content-encoding": "gzip" } },
    415,
    "wrong_content_type",
  ],
  ["a body beyond the limit", "POST", "/api/secrets", { raw: " ".repeat(300_000) }, 413, "too_large"],
  ["a flow beyond the limit", "POST", "/api/flows", { raw: " ".repeat(6_000_000) }, 413, "too_large"],
  ["an unknown query key", "GET", "/api/flows?sort=name", {}, 400, "bad_request", "sort"],
  ["a limit that is no number", "GET", "/api/flows?limit=all", {}, 400, "bad_request", "limit"],
  ["a limit beyond the page", "GET", "/api/runs?limit=100000", {}, 400, "bad_request", "limit"],
  ["a repeated query key", "GET", "/api/runs?flow=a&flow=b", {}, 400, "bad_request", "flow"],
  ["a status that doesn't exist", "GET", "/api/runs?status=sleeping", {}, 400, "bad_request", "status"],
  ["a time that is none", "GET", "/api/runs?from=yesterday", {}, 400, "bad_request", "from"],
  ["a cursor of another list", "GET", "/api/flows?cursor=eyJhIjoxfQ", {}, 400, "bad_cursor"],
  ["a cursor of rubbish", "GET", "/api/runs?cursor=%00%00", {}, 400, "bad_cursor"],
  ["an address that can't be decoded", "GET", "/api/flows/%E0%A4%A", {}, 400, "bad_request"],
  ["a flow that doesn't exist", "GET", `/api/flows/${NIL}`, {}, 404, "flow_not_found"],
  ["a flow id of rubbish", "GET", "/api/flows/..%2f..%2fetc", {}, 404, "flow_not_found"],
  ["a version that doesn't exist", "GET", "/api/flows/FLOW/versions/7", {}, 404, "version_not_found"],
  ["a version that is no number", "GET", "/api/flows/FLOW/versions/1e0", {}, 404, "version_not_found"],
  [
    "a document of a newer format",
    "PUT",
    "/api/flows/FLOW/draft",
    { body: { revision: 1, document: { format: "cordboard/flow@9" } } },
    400,
    "flow_invalid",
  ],
  ["a document that is none", "PUT", "/api/flows/FLOW/draft", { body: { revision: 1, document: "hello" } }, 400, "flow_invalid"],
  [
    "an unknown key in a document",
    "POST",
    "/api/flows/import",
    { body: { format: "cordboard/flow@1", name: "x", nodes: [], colour: 1 } },
    400,
    "flow_invalid",
    "colour",
  ],
  [
    "a revision of the wrong kind",
    "PUT",
    "/api/flows/FLOW/draft",
    { body: { revision: "1", document: {} } },
    400,
    "bad_request",
    "revision",
  ],
  ["a missing payload field", "POST", "/api/flows/FLOW/runs", { body: { params: {} } }, 400, "missing_parameter", "customerName"],
  [
    "a payload field of the wrong type",
    "POST",
    "/api/flows/FLOW/runs",
    { body: { params: { customerName: "Ann", age: "old" } } },
    400,
    "invalid_parameter",
    "age",
  ],
  [
    "a number that is none",
    "POST",
    "/api/flows/FLOW/runs",
    { body: { to: "call me", params: { customerName: "Ann" } } },
    400,
    "invalid_number",
    "call me",
  ],
  [
    "two numbers in one",
    "POST",
    "/api/flows/FLOW/runs",
    { body: { to: "+14155550100<+14155550101", params: { customerName: "Ann" } } },
    400,
    "invalid_number",
  ],
  ["an empty list of numbers", "POST", "/api/flows/FLOW/runs", { body: { to: [] } }, 400, "bad_request", "to"],
  ["a version to run that doesn't exist", "POST", "/api/flows/FLOW/runs", { body: { version: 9 } }, 404, "version_not_found"],
  [
    "a flow that was never published",
    "POST",
    "/api/flows/UNPUBLISHED/runs",
    { body: { params: { customerName: "Ann" } } },
    409,
    "not_published",
  ],
  ["a flow without a cord for API requests", "POST", "/api/flows/BARE/runs", { body: {} }, 409, "no_start_cord"],
  [
    "a try of a node that doesn't exist",
    "POST",
    "/api/flows/FLOW/try",
    { body: { as: "api", source: "draft", startNode: "Nowhere", params: { customerName: "A" } } },
    404,
    "node_not_found",
  ],
  ["a try as something else", "POST", "/api/flows/FLOW/try", { body: { as: "fax", source: "draft" } }, 400, "bad_request", "as"],
  ["a run that doesn't exist", "GET", `/api/runs/${NIL}`, {}, 404, "run_not_found"],
  ["stopping a run that doesn't exist", "POST", `/api/runs/${NIL}/stop`, {}, 404, "run_not_found"],
  ["an event that doesn't exist", "POST", `/api/runs/${NIL}/events`, { body: { type: "explode" } }, 400, "bad_request", "type"],
  ["an effect that doesn't exist", "POST", `/api/effects/${NIL}/resolve`, { body: { as: "sent" } }, 404, "effect_not_found"],
  ["a number that isn't ours", "PUT", "/api/numbers/+14155559999", { body: { flowId: null } }, 404, "number_not_found"],
  ["an assignment to no flow", "PUT", "/api/numbers/14155550199", { body: { flowId: NIL } }, 404, "flow_not_found"],
  ["an assignment that says nothing", "PUT", "/api/numbers/14155550199", { body: {} }, 400, "bad_request", "flowId"],
  [
    "an assignment that says it twice",
    "PUT",
    "/api/numbers/14155550199",
    { body: { flowId: null, voiceFlowId: null } },
    400,
    "bad_request",
  ],
  ["a secret's name with blanks", "POST", "/api/secrets", { body: { name: "my key", value: "x" } }, 400, "bad_request", "name"],
  ["replacing a secret that isn't there", "PUT", "/api/secrets/NONE", { body: { value: "x" } }, 404, "secret_not_found"],
  ["a role that doesn't exist", "POST", "/api/keys", { body: { name: "x", role: "god" } }, 400, "bad_request", "role"],
  ["a key that doesn't exist", "DELETE", `/api/keys/${NIL}`, {}, 404, "key_not_found"],
  [
    "a picture as audio",
    "POST",
    "/api/media?name=x",
    { raw: "GIF89a", headers: { "content-type": "image/gif" } },
    415,
    "wrong_content_type",
  ],
  ["text that says it is mp3", "POST", "/api/media?name=x", { raw: "hello", headers: { "content-type": "audio/mpeg" } }, 400, "bad_media"],
  ["an empty upload", "POST", "/api/media?name=x", { raw: "", headers: { "content-type": "audio/wav" } }, 400, "bad_media"],
  [
    "an upload beyond the limit",
    "POST",
    "/api/media?name=x",
    { raw: " ".repeat(10_485_761), headers: { "content-type": "audio/wav" } },
    413,
    "too_large",
  ],
  ["a clock that goes both ways", "POST", "/api/test/clock", { body: { advanceMs: 1, now: "2030-01-01T00:00:00Z" } }, 400, "bad_request"],
  ["a clock that goes back", "POST", "/api/test/clock", { body: { advanceMs: -1 } }, 400, "bad_request", "advanceMs"],
  ["a way out of the simulator", "GET", "/api/sim/..%2Fv1%2FAccount", {}, 404, "not_found"],
  [
    "an idempotency key with a blank",
    "POST",
    "/api/flows",
    { body: { name: "x" }, headers: { "idempotency-key": "a b" } },
    400,
    "bad_request",
  ],
];

describe("bad input", () => {
  it.each(CASES)("%s", async (_what, method, path, options, status, code, mentions) => {
    const real = path.replace("UNPUBLISHED", unpublishedId).replace("BARE", bareId).replace("FLOW", flowId);
    const answer = await server.ask(method, real, options);
    expect(answer.status, answer.text).toBe(status);
    if (code === "") return;
    expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
    const error = errorOf(answer);
    expect(error.code, answer.text).toBe(code);
    expect(error.message.length).toBeGreaterThan(10);
    expect(Array.isArray(error.details)).toBe(true);
    if (mentions !== undefined) expect(JSON.stringify(error)).toContain(mentions.replaceAll('"', '\\"'));
  });

  it("leaves the process as it was", async () => {
    expect((await server.ask("GET", "/healthz", { key: null })).json).toEqual({ status: "ok" });
    expect(Object.hasOwn(Object.prototype, "a")).toBe(false);
    expect(server.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
