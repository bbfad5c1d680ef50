import { type SimulatorServer, startSimulatorServer } from "@cordboard/simulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Asked, type TestServer, errorOf, flow, startTestServer } from "./test-server.ts";

/* The account of an outside carrier, which speaks Plivo's REST API; the environment names none. */
const AUTH_ID = "MAOUTSIDE00000000001";
const AUTH_TOKEN = "outsideToken000000000000000000000000000000";
const KEYS = { authId: AUTH_ID, authToken: AUTH_TOKEN, countries: ["US", "CA"] };
const NUMBER = "+12025550123";

let outside: SimulatorServer;
let server: TestServer;
beforeAll(async () => {
  outside = await startSimulatorServer({ port: 0, authId: AUTH_ID, authToken: AUTH_TOKEN });
  outside.simulator.sim.addNumber({ number: NUMBER, kind: "rented" });
});
afterAll(() => outside.close());

/** An answer of the API that refuses; its code. */
const codeOf = (asked: Asked): [number, string] => [asked.status, errorOf(asked).code];

describe("without an account in the environment", () => {
  beforeEach(async () => {
    server = await startTestServer({ PLIVO_API_BASE: outside.url });
  });
  afterEach(() => server.close());

  it("says that the simulator answers, keeps an account whose keys are right, and never shows the token", async () => {
    expect(await server.api("getCarrier")).toMatchObject({
      carrier: "simulator",
      from: "default",
      inEffect: true,
      variables: [],
      keptBy: null,
    });
    const kept = await server.api("putCarrier", { body: KEYS });
    expect(kept).toMatchObject({
      carrier: "plivo",
      accountId: AUTH_ID,
      from: "kept",
      inEffect: false,
      countries: ["US", "CA"],
      keptBy: "CORDBOARD_API_KEY",
    });
    expect(await server.api("getCarrier")).toEqual(kept);
    expect((await server.ask("GET", "/api/carrier")).text).not.toContain(AUTH_TOKEN);
    expect(JSON.stringify(server.lines)).not.toContain(AUTH_TOKEN);
    const { items } = await server.api("listAudit", { query: { action: "putCarrier" } });
    expect(items).toMatchObject([{ target: AUTH_ID, details: { countries: ["US", "CA"] } }]);
    expect(JSON.stringify(items)).not.toContain(AUTH_TOKEN);
    await server.api("deleteCarrier");
    expect(await server.api("getCarrier")).toMatchObject({ carrier: "simulator", from: "default" });
  });

  it("refuses what can't be used, in words, and keeps nothing of it", async () => {
    const put = (body: object) => server.ask("PUT", "/api/carrier", { body });
    expect(codeOf(await put({ ...KEYS, authToken: "wrong" }))).toEqual([422, "carrier_keys_wrong"]);
    expect(codeOf(await put({ authId: AUTH_ID, authToken: AUTH_TOKEN }))).toEqual([422, "countries_missing"]);
    expect(codeOf(await put({ ...KEYS, countries: ["XX"] }))).toEqual([422, "countries_missing"]);
    expect(codeOf(await put({ ...KEYS, authId: "MA 1" }))).toEqual([400, "bad_request"]);
    const test = (body: object) => server.ask("POST", "/api/carrier/test", { body });
    expect(codeOf(await test({ authId: AUTH_ID }))).toEqual([400, "bad_request"]);
    outside.simulator.sim.setFaults({ status5xx: { rate: 1, count: 1, value: 403, path: AUTH_ID } });
    expect(codeOf(await test(KEYS_ONLY))).toEqual([422, "carrier_account_suspended"]);
    outside.simulator.sim.setFaults({ drop: { rate: 1, count: 1, path: AUTH_ID } });
    expect(codeOf(await test(KEYS_ONLY))).toEqual([502, "carrier_unreachable"]);
    expect(await server.api("testCarrier", { body: KEYS_ONLY })).toMatchObject({ accountId: AUTH_ID, credits: 100, numbers: 1 });
    expect(await server.api("getCarrier")).toMatchObject({ from: "default" });
  });

  it("is an owner's business", async () => {
    const { key } = await server.api("createKey", { body: { name: "ed", role: "editor" } });
    for (const [method, path] of [
      ["GET", "/api/carrier"],
      ["PUT", "/api/carrier"],
      ["GET", "/api/carrier/go-live"],
    ] as const)
      expect((await server.ask(method, path, { key, ...(method === "PUT" && { body: KEYS }) })).status, path).toBe(403);
  });
});
const KEYS_ONLY = { authId: AUTH_ID, authToken: AUTH_TOKEN };

describe("with the account in the environment", () => {
  beforeAll(async () => {
    server = await startTestServer({
      CARRIER: "plivo",
      PLIVO_AUTH_ID: AUTH_ID,
      PLIVO_AUTH_TOKEN: AUTH_TOKEN,
      PLIVO_API_BASE: outside.url,
      DESTINATION_COUNTRIES: "US",
    });
  });
  afterAll(() => server.close());
  const item = async (id: string) => (await server.api("goLive")).items.find((one) => one.id === id);

  it("the environment decides, and says by which variables", async () => {
    expect(await server.api("getCarrier")).toMatchObject({
      carrier: "plivo",
      accountId: AUTH_ID,
      from: "environment",
      variables: ["CARRIER", "PLIVO_AUTH_ID", "PLIVO_AUTH_TOKEN"],
      countries: ["US"],
      countriesFromEnvironment: true,
    });
    const refused = await server.ask("PUT", "/api/carrier", { body: KEYS });
    expect(codeOf(refused)).toEqual([409, "carrier_from_environment"]);
    expect(refused.text).toContain("PLIVO_AUTH_TOKEN");
    expect(codeOf(await server.ask("DELETE", "/api/carrier"))).toEqual([409, "carrier_from_environment"]);
    expect(await server.api("testCarrier", { body: {} })).toMatchObject({ accountId: AUTH_ID });
  });

  it("the carrier comes through PUBLIC_URL; nobody else does by chance", async () => {
    expect(await item("reached")).toMatchObject({ state: "todo" });
    expect((await server.ask("POST", "/carrier/reach/guess", { key: null })).status).toBe(404);
    expect(await server.api("reachCarrier")).toMatchObject({ publicUrl: server.url, reached: true, by: "carrier" });
    expect(await item("reached")).toMatchObject({ state: "done", next: null });
  });

  it("a carrier that can't be asked leaves what Cordboard finds by itself, and says that it proves less", async () => {
    outside.simulator.sim.setFaults({ status5xx: { rate: 1, count: 1, path: "/Number" } });
    const report = await server.api("reachCarrier");
    expect(report).toMatchObject({ reached: true, by: "itself" });
    expect(report.message).toContain("nothing of the way from outside");
  });

  it("the list of what is left goes by what is so", async () => {
    const states = Object.fromEntries((await server.api("goLive")).items.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({
      keys: "done",
      https: "todo",
      address: "todo",
      numbers: "todo",
      countries: "done",
      fallback: "todo",
      sign_in: "done",
    });
    const document = flow("Front desk", { Bye: ["hangup", {}] }, ["Start.incoming_call -> Bye"]);
    const { id } = await server.api("createFlow", { body: { name: "Front desk", document } });
    await server.api("publishFlow", { params: { id }, body: { revision: 1 } });
    const given = await server.api("assignNumber", { params: { e164: NUMBER }, body: { flowId: id } });
    expect(given.applicationAtCarrier).toBe(given.applicationId);
    expect(await item("numbers")).toMatchObject({ state: "done" });
    outside.simulator.sim.setFaults({ status5xx: { rate: 1, count: 1, value: 401, path: AUTH_ID } });
    expect(await item("keys")).toMatchObject({ state: "todo" });
  });
});
