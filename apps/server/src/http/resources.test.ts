import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type TestServer, flow, startTestServer } from "./test-server.ts";

const ledger = z.looseObject({ rows: z.array(z.looseObject({ method: z.string(), path: z.string(), body: z.unknown() })) });

let server: TestServer;
let flowId = "";
beforeAll(async () => {
  server = await startTestServer();
  const document = flow("Line", { Hello: ["play_audio", { prompt: [{ speak: "Hello." }] }] }, ["Start.incoming_call -> Hello"]);
  flowId = (await server.api("createFlow", { body: { name: "Line", document } })).id;
  await server.api("publishFlow", { params: { id: flowId }, body: { revision: 1 } });
});
afterAll(() => server.close());

describe("numbers", () => {
  it("lists the account's numbers; an assignment makes one Application at the carrier and keeps it", async () => {
    const before = await server.api("listNumbers");
    expect(before.items.map(({ number }) => number)).toContain("+14155550199");
    const assigned = await server.api("assignNumber", { params: { e164: "14155550199" }, body: { flowId } });
    expect(assigned).toMatchObject({ number: "+14155550199", voiceFlowId: flowId, messageFlowId: flowId, connected: true });
    const appId = assigned.applicationId;
    const applications = async () => {
      const { rows } = ledger.parse(await server.api("simGet", { params: { path: "ledger" } }));
      return rows.filter(({ method, path }) => method === "POST" && path.endsWith("/Application/"));
    };
    const made = await applications();
    expect(made).toMatchObject([{ body: { answer_method: "POST" } }]);
    const body = JSON.stringify(made[0]?.body);
    for (const part of ["answer", "fallback", "hangup"])
      expect(body).toMatch(new RegExp(`${server.url}/carrier/voice/n/[\\w-]{43}/${part}#ct=2000`));
    expect(body).toMatch(new RegExp(`${server.url}/carrier/messages/n/[\\w-]{43}"`));

    const voiceOnly = await server.api("assignNumber", { params: { e164: "+14155550199" }, body: { messageFlowId: null } });
    expect(voiceOnly).toMatchObject({ voiceFlowId: flowId, messageFlowId: null, applicationId: appId, connected: true });
    expect(await applications()).toHaveLength(1);
    expect((await server.api("getFlow", { params: { id: flowId } })).numbers).toEqual([
      { number: "+14155550199", voice: true, message: false },
    ]);
  });

  it("a flow with numbers is not deleted; a number without flows leaves the Application", async () => {
    expect(await server.ask("DELETE", `/api/flows/${flowId}`)).toMatchObject({
      status: 409,
      json: { error: { code: "flow_has_numbers" } },
    });
    const freed = await server.api("assignNumber", { params: { e164: "+14155550199" }, body: { flowId: null } });
    expect(freed).toMatchObject({ voiceFlowId: null, messageFlowId: null, applicationId: null, connected: false });
  });

  it("an assigned number answers its calls with the flow", async () => {
    await server.api("assignNumber", { params: { e164: "+14155550198" }, body: { voiceFlowId: flowId } });
    await server.api("simPost", { params: { path: "numbers" }, body: { number: "+14155550130", kind: "phone" } });
    const called = await server.api("simPost", { params: { path: "calls" }, body: { from: "+14155550130", to: "+14155550198" } });
    const uuid = typeof called["callUuid"] === "string" ? called["callUuid"] : "";
    let heard = "";
    for (let i = 0; i < 100 && !heard.includes("Hello."); i++) {
      await new Promise((done) => setTimeout(done, 20));
      heard = JSON.stringify(await server.api("simGet", { params: { path: `calls/${uuid}` } }));
    }
    expect(heard).toContain("Hello.");
    const { items } = await server.api("listRuns", { query: { number: "+14155550198" } });
    expect(items).toMatchObject([{ trigger: "call", contact: "+14155550130", test: false, version: 1 }]);
  });
});

describe("media", () => {
  const wav = Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVEfmt "), Buffer.alloc(64, 7)]);
  const upload = (headers: Record<string, string> = { "content-type": "audio/wav" }) =>
    server.ask("POST", "/api/media?name=Welcome", { raw: new Uint8Array(wav), headers });

  it("keeps an upload and serves it to the carrier under an address that can't be guessed", async () => {
    const made = await upload();
    expect(made).toMatchObject({ status: 201, json: { name: "Welcome", contentType: "audio/wav", bytes: wav.length } });
    const { id, url } = (await server.api("listMedia")).items[0] ?? { id: "", url: "" };
    expect(url).toMatch(new RegExp(`^${server.url}/media/${id}/[\\w-]{22}$`));
    const file = await fetch(url);
    expect(file.headers.get("content-type")).toBe("audio/wav");
    expect(Buffer.from(await file.arrayBuffer()).equals(wav)).toBe(true);
    const wrong = `${url.slice(0, -1)}${url.endsWith("A") ? "B" : "A"}`;
    for (const address of [wrong, url.slice(0, -2), `${server.url}/media/${id}/`, `${server.url}/media/${id}`])
      expect((await fetch(address)).status, address).toBeGreaterThanOrEqual(401);
    await server.api("deleteMedia", { params: { id } });
    expect((await fetch(url)).status).toBe(404);
  });

  it("stores one upload for one Idempotency-Key", async () => {
    const headers = { "content-type": "audio/wav", "idempotency-key": "upload-1" };
    const first = await upload(headers);
    expect((await upload(headers)).json).toEqual(first.json);
    expect((await server.api("listMedia")).items).toHaveLength(1);
  });

  it("plays in a flow by its id", async () => {
    const made = await upload();
    const id = String(made.json["id"]);
    const document = flow("Plays", { Music: ["play_audio", { prompt: [{ play: id }] }] }, ["Start.incoming_call -> Music"]);
    const created = await server.api("createFlow", { body: { name: "Plays", document } });
    const { runId } = await server.api("tryFlow", { params: { id: created.id }, body: { as: "call", source: "draft" } });
    const { items } = await server.api("runCarrier", { params: { id: runId } });
    expect(items.find(({ kind }) => kind === "xml")?.body).toContain(`<Play>${String(made.json["url"])}</Play>`);
  });
});

describe("secrets", () => {
  const CANARY = "canary-7f3a-secret-value";
  it("are written and never read back, anywhere", async () => {
    await server.api("createSecret", { body: { name: "CHAT_HOOK", value: CANARY }, idempotencyKey: "secret-1" });
    await server.api("putSecret", { params: { name: "CHAT_HOOK" }, body: { value: `${CANARY}-2` } });
    expect(await server.ask("POST", "/api/secrets", { body: { name: "CHAT_HOOK", value: "x" } })).toMatchObject({
      status: 409,
      json: { error: { code: "secret_exists" } },
    });
    const seen = [
      JSON.stringify(await server.api("listSecrets")),
      JSON.stringify(await server.api("listAudit")),
      (await server.ask("GET", "/metrics")).text,
      JSON.stringify(server.lines),
    ].join("\n");
    expect(seen).toContain("CHAT_HOOK");
    expect(seen).not.toContain(CANARY);
    await server.api("deleteSecret", { params: { name: "CHAT_HOOK" } });
    expect((await server.api("listSecrets")).items).toEqual([]);
  });
});

describe("audit", () => {
  it("says who did what to which", async () => {
    const { id } = await server.api("createFlow", { body: { name: "Audited" } });
    await server.api("deleteFlow", { params: { id } });
    const { items } = await server.api("listAudit", { query: { target: id } });
    expect(items.map(({ action }) => action)).toEqual(["deleteFlow", "createFlow"]);
    expect(items[0]).toMatchObject({ actor: { kind: "key", name: "CORDBOARD_API_KEY" }, address: "127.0.0.1" });
  });
});

it("moves the test clock, forwards only by command", async () => {
  const { now } = await server.api("system");
  const moved = await server.api("testClock", { body: { advanceMs: 60_000 } });
  expect(Date.parse(moved.now) - Date.parse(now)).toBeGreaterThanOrEqual(60_000);
  const set = await server.api("testClock", { body: { now: "2031-05-01T00:00:00Z" } });
  expect(set.now.slice(0, 16)).toBe("2031-05-01T00:00");
});
