import { carrierUrls } from "@cordboard/carrier";
import { createPlivoClient } from "@cordboard/plivo";
import { createSimulator } from "@cordboard/simulator";
import { pino } from "pino";
import { beforeEach, expect, it } from "vitest";
import { createCatalog } from "../store/catalog/catalog.ts";
import { SQLITE_CATALOG } from "../store/catalog/migrations-sqlite.ts";
import { openSqlite } from "../store/sqlite/sql.ts";
import { AUTH_ID, AUTH_TOKEN, OURS } from "../test-world.ts";
import { createNumberSync } from "./number-sync.ts";

const urls = carrierUrls("https://flows.example.com");
let reachable: boolean;
const world = (fallbackUrl: string | null = null) => {
  const simulator = createSimulator({
    authId: AUTH_ID,
    authToken: AUTH_TOKEN,
    fetch: async () => new Response(),
  });
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (!reachable)
      throw new TypeError("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED", syscall: "connect" }) });
    return simulator.fetch(input, init);
  };
  const client = createPlivoClient({ authId: AUTH_ID, authToken: AUTH_TOKEN, baseUrl: "http://simulator", fetch });
  const sql = openSqlite(":memory:");
  sql.migrate("catalog", SQLITE_CATALOG);
  const catalog = createCatalog(sql, { masterKey: Buffer.alloc(32) });
  simulator.sim.addNumber({ number: OURS, kind: "rented" });
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => lines.push(line) });
  const sync = createNumberSync({ carrier: client, catalog, urls, fallbackUrl, oneAtATime: (_name, work) => work(), log });
  sync.stop();
  const requests = () => simulator.sim.ledger(0).length;
  return { client, catalog, sync, lines, requests };
};
beforeEach(() => {
  reachable = true;
});

it("says once of a number that the account has not got", async () => {
  const { catalog, sync, lines } = world();
  await catalog.putNumber("+12025550199", { voiceFlowId: "f" });
  for (let i = 0; i < 3; i++) expect(await sync.run()).toBe(1);
  expect(lines).toHaveLength(1);
});

it("gives a number one application with our four addresses, and takes it away again", async () => {
  const { client, catalog, sync } = world();
  const record = await catalog.putNumber(OURS, { voiceFlowId: "f", messageFlowId: null });
  expect(await sync.run()).toBe(0);
  const { appId } = await client.numbers.get(OURS);
  const at = urls.number(record.token);
  expect(await client.applications.get(appId ?? "")).toMatchObject({
    answerUrl: at.answer,
    fallbackUrl: at.fallback,
    hangupUrl: at.hangup,
    messageUrl: at.message,
  });
  expect(at.answer).toBe(`https://flows.example.com/carrier/voice/n/${record.token}/answer#ct=2000&rt=15000&rc=3&rp=ct,rt,5xx`);

  await catalog.putNumber(OURS, { voiceFlowId: null });
  await sync.run();
  expect((await client.numbers.get(OURS)).appId).toBeNull();
  expect((await client.applications.list()).items).toEqual([]);
});

it("points the fallback at the static file that FALLBACK_URL names, fetched by GET", async () => {
  const { client, catalog, sync } = world("https://static.example.com/fallback.xml");
  await catalog.putNumber(OURS, { voiceFlowId: "f" });
  expect(await sync.run()).toBe(0);
  const { appId } = await client.numbers.get(OURS);
  expect(await client.applications.get(appId ?? "")).toMatchObject({
    fallbackUrl: "https://static.example.com/fallback.xml",
    fallbackMethod: "GET",
  });
});

it("tries again what failed, and leaves alone what is connected", async () => {
  const { client, catalog, sync, lines, requests } = world();
  await catalog.putNumber(OURS, { voiceFlowId: "f", messageFlowId: "f" });
  reachable = false;
  expect(await sync.run()).toBe(1);
  expect(lines.join()).toContain("carrier_unreachable");
  reachable = true;
  expect(await sync.run()).toBe(0);
  const asked = requests();
  expect(await sync.run()).toBe(0);
  expect(requests()).toBe(asked);
  expect((await client.applications.list()).items).toHaveLength(1);
});

it("makes an application anew that somebody removed at the carrier", async () => {
  const { client, catalog, sync } = world();
  await catalog.putNumber(OURS, { voiceFlowId: "f", messageFlowId: "f" });
  await sync.run();
  await client.applications.remove((await client.numbers.get(OURS)).appId ?? "");
  await catalog.putNumber(OURS, { messageFlowId: "g" });
  expect(await sync.run()).toBe(0);
  expect((await client.numbers.get(OURS)).appId).toBe((await catalog.number(OURS))?.applicationId);
});
