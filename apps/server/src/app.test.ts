import { freePort } from "@cordboard/testing/free-port";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type Cordboard, defaultPaths, startCordboard } from "./app.ts";
import { readSettings } from "./settings.ts";
import { until } from "./test-world.ts";

const root = mkdtempSync(join(tmpdir(), "cordboard-app-"));
const KEY = "test-key-0123456789abcdef";
const paths = defaultPaths(join(import.meta.dirname, "..", "..", ".."), "0.0.0");
const running: Cordboard[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
async function start(env: Record<string, string> = {}): Promise<Cordboard> {
  const settings = readSettings(
    {
      PORT: String(await freePort()),
      SIMULATOR_PORT: String(await freePort()),
      DATA_DIR: join(root, `${++folders}`),
      CORDBOARD_API_KEY: KEY,
      SIMULATOR_TIME_SCALE: "20",
      ...env,
    },
    root,
  );
  const cordboard = await startCordboard(settings, paths, pino({ level: "silent" }));
  running.push(cordboard);
  return cordboard;
}
const get = async (cordboard: Cordboard, path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(cordboard.url + path, { headers: { authorization: `Bearer ${KEY}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

/** The simulator's own door: a GET, or a POST with a body. */
async function sim(cordboard: Cordboard, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${cordboard.simulator?.url}/sim${path}`, {
    headers: { "content-type": "application/json" },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  return response.ok && response.status !== 204 ? ((await response.json()) as Record<string, unknown>) : {};
}

describe("a first start", () => {
  it("loads the samples, connects them to numbers and answers a call", async () => {
    const cordboard = await start();
    expect((await get(cordboard, "/readyz")).body).toMatchObject({ status: "ready" });
    const flows = (await get(cordboard, "/api/flows")).body["items"] as {
      name: string;
      published: object | null;
      issues: { level: string }[];
    }[];
    expect(flows[0]?.name, "what a newcomer sees first").toBe("Virtual receptionist");
    expect(flows.filter((f) => f.published === null)).toEqual([]);
    const numbers = (await get(cordboard, "/api/numbers")).body["items"] as {
      number: string;
      connected: boolean;
      voiceFlowId: string | null;
      messageFlowId: string | null;
    }[];
    expect(numbers.filter((n) => n.connected !== ((n.voiceFlowId ?? n.messageFlowId) !== null))).toEqual([]);
    expect(numbers.map((n) => n.number)).toContain("+14155550199");
    const callUuid = String((await sim(cordboard, "/calls", { from: "+14155550100", to: "+14155550199" }))["callUuid"]);
    await until(async () => JSON.stringify(await sim(cordboard, `/calls/${callUuid}`)).includes("Welcome to Brass and Cord"));
    await sim(cordboard, `/calls/${callUuid}/hangup`, {});
    const [run] = await until(async () => {
      const items = (await get(cordboard, "/api/runs?status=completed")).body["items"] as { legs: { callUuid: string }[] }[];
      return items.length > 0 && items;
    });
    expect(run?.legs[0]?.callUuid).toBe(callUuid);
  });

  it("keeps flows and numbers over a restart, and loads nothing twice", async () => {
    const DATA_DIR = join(root, "kept");
    const count = async (cordboard: Cordboard) => ((await get(cordboard, "/api/flows?limit=100")).body["items"] as object[]).length;
    const first = await start({ DATA_DIR });
    const before = await count(first);
    await first.stop();
    const second = await start({ DATA_DIR });
    expect(await count(second)).toBe(before);
    await until(async () => {
      const items = (await get(second, "/api/numbers")).body["items"] as { number: string; connected: boolean }[];
      return items.find((n) => n.number === "+14155550199")?.connected;
    });
  });

  it("prints a link that signs in once", async () => {
    const cordboard = await start();
    expect(cordboard.signInUrl).toMatch(/^http:\/\/localhost:\d+\/sign-in\?token=[\w-]{20,}$/);
  });
});

describe("what is in the way is named", () => {
  it("a port", async () => {
    const port = new URL((await start()).url).port;
    await expect(start({ PORT: port })).rejects.toMatchObject({ code: "port_taken", message: expect.stringContaining(port) });
  });
  it("the simulator's port", async () => {
    const port = new URL((await start()).simulator?.url ?? "").port;
    await expect(start({ SIMULATOR_PORT: port })).rejects.toMatchObject({
      code: "simulator_port_taken",
      message: expect.stringContaining(`Port ${port}`),
    });
  });
  it("another process in the data folder, and what was opened is closed again", async () => {
    const DATA_DIR = join(root, "shared");
    const first = await start({ DATA_DIR });
    await expect(start({ DATA_DIR })).rejects.toMatchObject({ code: "data_dir_locked" });
    await expect(start({ DATA_DIR: join(root, "fresh"), PORT: new URL(first.url).port })).rejects.toMatchObject({ code: "port_taken" });
    await start({ DATA_DIR: join(root, "fresh") });
  });
});

describe("with another carrier", () => {
  it("starts no simulator of its own, and says so to a try", async () => {
    const cordboard = await start({
      CARRIER: "plivo",
      PLIVO_AUTH_ID: "MA1",
      PLIVO_AUTH_TOKEN: "t",
      DESTINATION_COUNTRIES: "US",
      PLIVO_API_BASE: "http://127.0.0.1:1",
    });
    expect(cordboard.simulator).toBeNull();
    const [flow] = (await get(cordboard, "/api/flows")).body["items"] as { id: string }[];
    const response = await fetch(`${cordboard.url}/api/flows/${flow?.id}/try`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ as: "call", source: "draft" }),
    });
    expect(await response.json()).toMatchObject({ error: { code: "simulator_off" } });
  });

  it("answers with a code when the carrier cannot be reached, and stays up", async () => {
    const cordboard = await start({ PLIVO_API_BASE: "http://127.0.0.1:1" });
    const numbers = await get(cordboard, "/api/numbers");
    expect([numbers.status, numbers.body]).toMatchObject([expect.any(Number), { error: { code: expect.stringMatching(/carrier/) } }]);
    expect(numbers.status).toBeGreaterThanOrEqual(500);
    expect((await get(cordboard, "/readyz")).status).toBe(200);
  });

  it("tries flows in the simulator although real calls go elsewhere", async () => {
    const cordboard = await start({ CARRIER: "plivo", PLIVO_AUTH_ID: "MA1", PLIVO_AUTH_TOKEN: "t", DESTINATION_COUNTRIES: "US" });
    const flows = (await get(cordboard, "/api/flows")).body["items"] as { id: string; name: string }[];
    const response = await fetch(`${cordboard.url}/api/flows/${flows.find((f) => f.name === "Virtual receptionist")?.id}/try`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ as: "call", source: "draft" }),
    });
    const tried = (await response.json()) as { runId: string; callUuid: string };
    expect((await get(cordboard, `/api/runs/${tried.runId}`)).body).toMatchObject({ test: true, legs: [{ callUuid: tried.callUuid }] });
  });
});
