import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SimulatorServer, startSimulatorServer } from "@cordboard/simulator";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@cordboard/testing/free-port";
import { KEY, launchServer, ROOT, type ServerProcess } from "./test-process.ts";
import { AUTH_ID, AUTH_TOKEN, CALLER, flow, OURS, until } from "./test-world.ts";

/* The real program, killed with -9 and started again on the same folder; the carrier lives on in a process of its own. */

const folder = mkdtempSync(join(tmpdir(), "cordboard-kill-"));
let simulator: SimulatorServer;
let port: number;
let server: ServerProcess;

const startServer = async (): Promise<void> => {
  server = await launchServer({
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: join(folder, "data"),
    PLIVO_AUTH_ID: AUTH_ID,
    PLIVO_AUTH_TOKEN: AUTH_TOKEN,
    PLIVO_API_BASE: simulator.url,
    CORDBOARD_API_KEY: KEY,
    CORDBOARD_TEST: "1",
    LOG_LEVEL: "error",
  });
};
const kill = (): Promise<void> => server.kill();
const api = <T>(method: string, path: string, body?: unknown): Promise<T> => server.api<T>(method, path, body);

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

beforeAll(async () => {
  port = await freePort();
  simulator = await startSimulatorServer({ port: 0, authId: AUTH_ID, authToken: AUTH_TOKEN });
  simulator.simulator.sim.addNumber({ number: OURS, kind: "rented" });
  await startServer();
});
afterAll(async () => {
  await server.kill();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const publish = (document: ReturnType<typeof flow>): Promise<string> => server.publish(document);
const steps = async (runId: string) =>
  (
    await api<{ items: { node: { name: string }; exit: string | null; error: { code: string } | null }[] }>(
      "GET",
      `/api/runs/${runId}/steps`,
    )
  ).items;
const sent = () => simulator.simulator.sim.ledger(0).filter((row) => row.method === "POST" && row.path.endsWith("/Message/"));

it("goes on with a call at the same step after kill -9", async () => {
  const flowId = await publish(
    flow(
      {
        Menu: ["ivr_menu", { prompt: [{ speak: "Press 1." }], choices: [{ name: "a", key: "1" }], timeoutSeconds: 60 }],
        Yes: ["play_audio", { prompt: [{ speak: "You pressed one." }] }],
        Bye: ["hangup", {}],
      },
      ["Start.incoming_call -> Menu", "Menu.a -> Yes", "Yes.completed -> Bye"],
    ),
  );
  await api("PUT", `/api/numbers/${OURS}`, { flowId });
  const { sim } = simulator.simulator;
  const { callUuid } = sim.call({ from: CALLER, to: OURS });
  await until(async () => sim.callView(callUuid).transcript.some((line) => line.element === "GetDigits"));
  await kill();
  await startServer();
  sim.press(callUuid, "1");
  await until(async () => sim.callView(callUuid).state === "ended");
  expect(JSON.stringify(sim.callView(callUuid).transcript)).toContain("You pressed one.");
  const run = await until(
    async () => (await api<{ items: { id: string; status: string }[] }>("GET", "/api/runs?status=completed")).items[0],
  );
  expect((await steps(run.id)).map((s) => s.exit)).toEqual(["incoming_call", "a", "completed", null]);
});

it("sends a text once when it is killed between the carrier's acceptance and the receipt, and says so", async () => {
  const flowId = await publish(
    flow(
      {
        Text: ["send_message", { from: OURS, to: [CALLER], text: "Hi" }],
        Sent: ["end", { result: "sent" }],
        Failed: ["end", { result: "failed" }],
      },
      ["Start.api_request -> Text", "Text.sent -> Sent", "Text.failed -> Failed"],
    ),
  );
  const { sim } = simulator.simulator;
  // Accepted at once, answered late, no report of it ever comes, and the lists can't be read before it was seen in doubt.
  sim.setFaults({
    delayMs: { value: 60_000, when: "after", on: "rest", path: "/Message/", method: "POST", count: 1 },
    drop: { rate: 1, on: "webhooks" },
    status5xx: { on: "rest", method: "GET", path: "/Message/" },
  });
  const { runId } = await api<{ runId: string }>("POST", `/api/flows/${flowId}/runs`, {});
  await until(async () => sim.messages().length === 1);
  await kill();
  sim.setFaults({ delayMs: false });
  await startServer();
  const doubt = await until(
    async () => (await api<{ items: { id: string; runId: string }[] }>("GET", "/api/effects?state=uncertain")).items[0],
  );
  expect(doubt.runId).toBe(runId);
  // The carrier's own list knows it.
  sim.setFaults({ status5xx: false });
  await api("POST", "/api/test/clock", { advanceMs: 11_000 });
  await until(async () => (await api<{ status: string }>("GET", `/api/runs/${runId}`)).status === "completed");
  expect((await steps(runId)).map((s) => s.exit)).toEqual(["api_request", "sent", null]);
  expect(sent()).toHaveLength(1);
  sim.setFaults({ drop: false });
});

it("takes over the simulator that a killed server leaves behind, with its calls, and ends it at its own end", async () => {
  const [home, simPort] = [join(folder, "own"), await freePort()];
  const start = async (SIMULATOR_PORT: number): Promise<void> => {
    const own = { PORT: String(port), DATA_DIR: home, SIMULATOR_PORT: String(SIMULATOR_PORT) };
    server = await launchServer({ ...own, CORDBOARD_API_KEY: KEY, LOG_LEVEL: "error" });
  };
  const simulatorPid = () => (JSON.parse(readFileSync(join(home, "simulator.json"), "utf8")) as { pid: number }).pid;
  const calls = async () => (await api<{ calls: { callUuid: string; state: string }[] }>("GET", "/api/sim/calls")).calls;
  await kill();
  await start(simPort);
  const { callUuid } = await api<{ callUuid: string }>("POST", "/api/sim/calls", { from: CALLER, to: "+14155550199" });
  await until(async () => (await calls())[0]?.state === "in-progress");
  const pid = simulatorPid();
  await kill();
  await start(simPort);
  expect(simulatorPid()).toBe(pid);
  expect(await calls()).toMatchObject([{ callUuid, state: "in-progress" }]);
  await api("POST", `/api/sim/calls/${callUuid}/hangup`, {});
  await until(async () => (await api<{ items: { status: string }[] }>("GET", "/api/runs")).items[0]?.status === "completed");

  // Asked for at another port, it is not where it should be: it goes, and another one comes.
  await kill();
  await start(await freePort());
  expect(isRunning(pid)).toBe(false);
  const second = simulatorPid();
  expect(second).not.toBe(pid);
  await server.kill("SIGTERM");
  expect(isRunning(second)).toBe(false);
  await startServer();
});

it("says in one line what is wrong and ends with 1 when it cannot start", async () => {
  const failing = async (env: Record<string, string>): Promise<string> => {
    const run = spawn(process.execPath, ["apps/server/dist/main.mjs"], {
      cwd: ROOT,
      stdio: ["ignore", "ignore", "pipe"],
      env: { PATH: process.env["PATH"], ...env },
    });
    let said = "";
    run.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(run, "exit")) as [number | null];
    return `${code} ${said}`;
  };
  expect(await failing({ PORT: "http" })).toMatch(/^1 [^]*PORT[^]*\(setting_invalid\)/);
  const taken = join(folder, "taken");
  const holder = await launchServer({ PORT: String(await freePort()), DATA_DIR: taken, SIMULATOR_PORT: String(await freePort()) });
  expect(await failing({ DATA_DIR: taken })).toMatch(/^1 [^]*another folder[^]*\(data_dir_locked\)/);
  await holder.kill("SIGTERM");
});
