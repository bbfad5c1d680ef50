import { freePort } from "@cordboard/testing/free-port";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@cordboard/api";
import { startSimulatorServer } from "@cordboard/simulator";
import { pino } from "pino";
import { expect, it } from "vitest";
import { createKeptAccounts } from "./carrier/kept-account.ts";
import { keepRunning } from "./keep-running.ts";
import { readSettings } from "./settings.ts";
import { createCatalog } from "./store/catalog/catalog.ts";
import { SQLITE_CATALOG } from "./store/catalog/migrations-sqlite.ts";
import { openSqlite } from "./store/sqlite/sql.ts";
import { until } from "./test-world.ts";

const KEYS = { authId: "MAOUTSIDE00000000001", authToken: "outsideToken" };
const NUMBER = "+12025550123";

it("goes on with another account as soon as it is kept, and with the simulator's when it is forgotten", async () => {
  const outside = await startSimulatorServer({ port: 0, ...KEYS });
  outside.simulator.sim.addNumber({ number: NUMBER, kind: "rented" });
  const dataDir = mkdtempSync(join(tmpdir(), "cordboard-"));
  const [PORT, apiKey] = [String(await freePort()), "test-key-0123456789abcdef"];
  const settings = readSettings({ PORT, DATA_DIR: dataDir, PLIVO_API_BASE: outside.url, CORDBOARD_API_KEY: apiKey }, dataDir);
  const failures: unknown[] = [];
  const paths = { samples: join(dataDir, "none"), editor: null, version: "0.0.0" };
  const running = await keepRunning(settings, paths, pino({ level: "silent" }), (error) => failures.push(error));
  const api = createClient({ baseUrl: settings.publicUrl, apiKey });
  const account = () =>
    api("system").then(
      ({ carrier, accountId }) => `${carrier} ${accountId}`,
      () => "between two starts",
    );
  const becomes = (wanted: string) => until(async () => (await account()) === wanted);
  try {
    const first = running.current();
    await api("putCarrier", { body: { ...KEYS, countries: ["US"] } });
    await becomes(`plivo ${KEYS.authId}`);
    await until(async () => running.current() !== first);
    expect(await api("getCarrier")).toMatchObject({ from: "kept", inEffect: true });
    expect((await api("listNumbers", { query: {} })).items).toMatchObject([{ number: NUMBER }]);
    expect((await api("goLive")).items.find(({ id }) => id === "countries")).toMatchObject({ state: "done" });
    await api("deleteCarrier");
    await becomes("simulator MASIMULATOR000000001");
  } finally {
    await running.stop();
    await outside.close();
    rmSync(dataDir, { recursive: true });
  }
  expect(failures).toEqual([]);
});

it("keys that were kept under another master key are not taken for none", async () => {
  const sql = openSqlite(":memory:");
  sql.migrate("catalog", SQLITE_CATALOG);
  const facts = createCatalog(sql, { masterKey: randomBytes(32) });
  const [first, second] = [createKeptAccounts(facts, randomBytes(32)), createKeptAccounts(facts, randomBytes(32))];
  await first.keep({ ...KEYS, countries: null, by: "Ann" });
  expect(await first.read()).toMatchObject({ ...KEYS, by: "Ann" });
  expect(JSON.stringify(await sql.all("SELECT * FROM facts", []))).not.toContain(KEYS.authToken);
  await expect(second.read()).rejects.toMatchObject({ code: "carrier_keys_unreadable" });
  await sql.close();
});
