import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { EffectItem, Flow } from "@cordboard/api";
import { type Document, flow, loaded, numbersConnected, publish } from "../steps/flows.ts";
import { asked } from "../steps/ledger.ts";
import { failedStart } from "../steps/processes.ts";
import { freePort } from "@cordboard/testing/free-port";
import { Product, until } from "../steps/product.ts";
import { allRuns, contextOf, effectsOf, ended, path } from "../steps/runs.ts";

interface Refusal {
  status: number;
  code: string;
  message: string;
  details: { path: string; code: string; message: string }[];
}

let product: Product;
let receptionist: string;
test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "20" });
  await numbersConnected(product);
  receptionist = (await loaded(product, "Virtual receptionist")).id;
});
test.afterAll(() => product.stop());
test.afterEach(async () => {
  expect((await product.request("GET", "/healthz")).status).toBe(200);
  expect((await product.request("GET", "/readyz")).status).toBe(200);
});

async function refused(method: string, at: string, body?: unknown, from = product): Promise<Refusal> {
  return read(await from.request(method, at, body));
}
async function read(response: Response): Promise<Refusal> {
  const { error } = (await response.json()) as { error: Omit<Refusal, "status"> };
  expect(error).toEqual(expect.objectContaining({ code: expect.stringMatching(/^[a-z_]+$/), details: expect.any(Array) }));
  expect(error.message, "says what to do").toMatch(/\w+ \w+ \w+/);
  return { status: response.status, ...error };
}

const GOOD: Document = flow("Small", { Say: ["play_audio", { prompt: [{ speak: "Hello." }] }] }, ["Start.incoming_call -> Say"]);
const start = GOOD.nodes[0] ?? { id: "", type: "", name: "", config: {} };

test("a malformed flow document is refused with a code and a place", async () => {
  const cut = await read(await product.raw("POST", "/api/flows", '{"name":"cut","document":{"format":'));
  expect([cut.status, cut.code]).toEqual([400, "bad_json"]);

  const flaws: [name: string, document: unknown, place: RegExp][] = [
    ["not an object", "hello", /./],
    ["another format", { ...GOOD, format: "cordboard/flow@99" }, /format/],
    ["an unknown key", { ...GOOD, colour: "red" }, /colour/],
    ["an unknown key of a node", { ...GOOD, nodes: [{ ...start, shape: "round" }] }, /shape/],
    ["nodes that are no list", { ...GOOD, nodes: {} }, /nodes/],
    ["a node without a name", { ...GOOD, nodes: [{ id: "a", type: "start", config: {} }] }, /name/],
  ];
  const before = await product.api<{ items: Flow[] }>("GET", "/api/flows?limit=200");
  for (const [name, document, place] of flaws) {
    const refusal = await refused("POST", "/api/flows", { name, document });
    expect([name, refusal.status, refusal.code]).toEqual([name, 400, "flow_invalid"]);
    expect(JSON.stringify(refusal), name).toMatch(place);
    const imported = await refused("POST", "/api/flows/import", document);
    expect([name, imported.status]).toEqual([name, 400]);
    const { issues } = await product.api<{ issues: { level: string; code: string }[] }>("POST", "/api/flows/validate", { document });
    expect(
      issues.some((issue) => issue.level === "error"),
      name,
    ).toBe(true);
  }
  const pollution = await read(await product.raw("POST", "/api/flows", `{"name":"x","__proto__":{"a":1}}`));
  expect([pollution.status, pollution.code]).toEqual([400, "bad_json"]);
  const after = await product.api<{ items: Flow[] }>("GET", "/api/flows?limit=200");
  expect(after.items.length).toBe(before.items.length);
});

test("an unknown component blocks publishing and trying, and loses nothing", async () => {
  const strange = { id: "robot", type: "robot_dance", name: "Dance", config: { steps: ["left", "right"], speed: 2 } };
  const document = { ...GOOD, nodes: [...GOOD.nodes, strange], edges: [...GOOD.edges, { from: "say", exit: "completed", to: "robot" }] };
  const made = await product.api<Flow>("POST", "/api/flows", { name: "Strange", document });
  expect(made.issues).toContainEqual(expect.objectContaining({ level: "error", nodeId: "robot", code: expect.stringMatching(/unknown/) }));
  const unpublished = await refused("POST", `/api/flows/${made.id}/publish`, { revision: made.draft.revision });
  expect([unpublished.status, unpublished.code]).toEqual([422, "flow_has_errors"]);
  const untried = await refused("POST", `/api/flows/${made.id}/try`, { as: "call", source: "draft" });
  expect([untried.status, untried.code]).toEqual([422, "flow_has_errors"]);
  const again = await product.api<Flow>("GET", `/api/flows/${made.id}`);
  expect(again.published).toBeNull();
  expect(again.draft.document.nodes).toContainEqual(strange);
  expect(again.draft.document.edges).toContainEqual({ from: "say", exit: "completed", to: "robot" });
});

test("a missing or wrong payload field is named, and no run appears", async () => {
  const { id } = await loaded(product, "Click to call");
  const before = (await allRuns(product)).length;
  const missing = await refused("POST", `/api/flows/${id}/runs`, { params: { agent: "+12125550101" } });
  expect([missing.status, missing.code, missing.details[0]?.path]).toEqual([400, "missing_parameter", "params.customer"]);
  expect(missing.message).toContain("customer");
  const wrong = await refused("POST", `/api/flows/${id}/runs`, { params: { agent: "+12125550101", customer: "nobody" } });
  expect([wrong.status, wrong.code, wrong.details[0]?.path]).toEqual([400, "invalid_parameter", "params.customer"]);
  const unknownKey = await refused("POST", `/api/flows/${id}/runs`, { parameters: {} });
  expect([unknownKey.status, unknownKey.details[0]?.path]).toEqual([400, "parameters"]);
  const noCord = await refused("POST", `/api/flows/${receptionist}/runs`, {});
  expect([noCord.status, noCord.code]).toEqual([409, "no_start_cord"]);
  expect(await allRuns(product)).toHaveLength(before);
});

test("a bad number is refused where it is given, and ends a step by `failed` where it turns up later", async () => {
  const text = flow("Texter", { Text: ["send_message", { from: "+14155550199", to: ["{{ Start.http.params.who }}"], text: "Hi" }] }, [
    "Start.api_request -> Text",
  ]);
  const id = await publish(product, text);
  const to = await refused("POST", `/api/flows/${id}/runs`, { to: "12", params: {} });
  expect([to.status, to.code]).toEqual([400, "invalid_number"]);
  const unknown = await refused("PUT", "/api/numbers/+12125559999", { flowId: id });
  expect([unknown.status, unknown.code]).toEqual([404, "number_not_found"]);
  const noFlow = await refused("PUT", "/api/numbers/+14155550199", { flowId: "b9d2f1de-0000-4000-8000-000000000000" });
  expect([noFlow.status, noFlow.code]).toEqual([404, "flow_not_found"]);

  const outcomes = [];
  for (const who of ["12", "not a number", "+19005550100", "+881612345678", ""]) {
    const { runId } = await product.api<{ runId: string }>("POST", `/api/flows/${id}/runs`, { params: { who } });
    await ended(product, runId);
    const { error } = (await contextOf(product, runId)).variables["Text"] as { error: { code: string } };
    outcomes.push([who, (await path(product, runId)).at(-1), error.code]);
  }
  expect(outcomes).toEqual([
    ["12", "Text:failed", "invalid_number"],
    ["not a number", "Text:failed", "invalid_number"],
    ["+19005550100", "Text:failed", "destination_not_allowed"],
    ["+881612345678", "Text:failed", "destination_not_allowed"],
    ["", "Text:failed", "no_recipient"],
  ]);
  expect(await asked(product)).toEqual([]);
});

test("a second process is turned away with a code and exit 1: port, simulator's port, data folder, settings", async () => {
  const other = (): string => mkdtempSync(join(tmpdir(), "cordboard-second-"));
  const folders = [other(), other(), other()];
  const [a = "", b = "", c = ""] = folders;
  const blocked = join(c, "a-file");
  writeFileSync(blocked, "");
  const port = async (): Promise<string> => String(await freePort());
  const fresh = async (more: Record<string, string>): Promise<Record<string, string>> => ({
    PORT: await port(),
    SIMULATOR_PORT: await port(),
    DATA_DIR: a,
    ...more,
  });
  try {
    const starts: [code: string, env: Record<string, string>, says: RegExp][] = [
      ["port_taken", await fresh({ PORT: String(product.port) }), new RegExp(`${product.port}[\\s\\S]*PORT`)],
      ["simulator_port_taken", await fresh({ DATA_DIR: b, SIMULATOR_PORT: String(product.simulatorPort) }), /SIMULATOR_PORT/],
      ["data_dir_locked", await fresh({ DATA_DIR: product.dataDir }), /DATA_DIR/],
      ["data_dir_not_writable", await fresh({ DATA_DIR: join(blocked, "data") }), /DATA_DIR/],
      ["setting_invalid", await fresh({ DATA_DIR: c, PORT: "many" }), /PORT/],
      ["setting_invalid", await fresh({ DATA_DIR: c, CARRIER: "plivo" }), /PLIVO_AUTH_ID[\s\S]*PLIVO_AUTH_TOKEN/],
    ];
    for (const [code, env, says] of starts) {
      const start = await failedStart(env);
      expect([code, start.code, start.out]).toEqual([code, 1, ""]);
      expect(start.err).toContain(`(${code})`);
      expect(start.err).toMatch(says);
      expect(start.err, "no stack: it is not a fault of ours").not.toMatch(/\n\s+at /);
    }
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
  expect(await product.api("GET", `/api/flows/${receptionist}`)).toMatchObject({ name: "Virtual receptionist" });
});

test("a carrier that cannot be reached: Cordboard starts, says so by code, tries again, and gives up by `failed`", async () => {
  const alone = await Product.start({ PLIVO_API_BASE: `http://127.0.0.1:${await freePort()}`, LOG_LEVEL: "warn" });
  try {
    const numbers = await refused("GET", "/api/numbers", undefined, alone);
    expect([numbers.status, numbers.code, numbers.details[0]?.code]).toEqual([502, "carrier_failed", "unreachable"]);
    const { id } = await loaded(alone, "SMS autoresponder");
    const assigned = await refused("PUT", "/api/numbers/+14155550199", { flowId: id }, alone);
    expect(assigned.status).toBe(502);
    await until("the log names it", async () => alone.output.includes('"code":"carrier_unreachable"'));

    const text = flow("Texter", { Text: ["send_message", { from: "+14155550199", to: ["+12125550101"], text: "Hi" }] }, [
      "Start.api_request -> Text",
    ]);
    const flowId = await publish(alone, text);
    const { runId } = await alone.api<{ runId: string }>("POST", `/api/flows/${flowId}/runs`, {});
    const tried = await until("it was tried, and waits", async () => {
      const [effect] = await effectsOf(alone, runId);
      return effect && effect.attempts > 0 && effect;
    });
    expect(["pending", "begun"]).toContain(tried.state);
    // A text expires after three hours; its step waits for ten minutes more.
    for (let quarter = 0; quarter < 13; quarter++) await alone.api("POST", "/api/test/clock", { advanceMs: 15 * 60_000 });
    await ended(alone, runId);
    expect(await path(alone, runId)).toEqual(["Start:api_request", "Text:failed"]);
    // The clock leaps: either the last attempt finds nobody, or the text has expired before it.
    const why = expect.stringMatching(/^(carrier_unreachable|message_expired)$/);
    expect((await contextOf(alone, runId)).variables["Text"]).toMatchObject({ error: { code: why } });
    const { items } = await alone.api<{ items: EffectItem[] }>("GET", "/api/effects?state=uncertain");
    expect(items, "it surely did not happen, so nothing is in doubt").toEqual([]);
    expect((await alone.request("GET", "/readyz")).status).toBe(200);
  } finally {
    await alone.stop();
  }
});
