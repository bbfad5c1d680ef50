import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { CodedError } from "@cordboard/contract";
import type { Logger } from "pino";
import { SIMULATOR_AUTH_ID, type Settings } from "./settings.ts";
import type { SimulatorNote, SimulatorNotes } from "./simulator-notes.ts";

/**
 * Numbers that the built-in simulator's account begins with: one for each sample that takes calls or texts, and some to spare.
 * Reserved for fiction, so they can belong to nobody.
 */
export const STARTER_NUMBERS: readonly string[] = [99, 98, 97, 96, 95, 89, 88, 87, 86, 85, 84, 83, 82, 81, 80].map((n) => `+141555501${n}`);

export interface RunningSimulator {
  /** Without a slash at the end. */
  url: string;
  /** Makes sure that the account has these numbers. */
  rent: (numbers: Iterable<string>) => Promise<void>;
  close: () => Promise<void>;
}

const PROGRAM = fileURLToPath(new URL("../../../packages/simulator/src/server/main.ts", import.meta.url));
/** The carrier does not hang up when a customer's server dies: calls go on for this long without one. */
const OUTLIVE_SECONDS = 60;
const PING_MS = 15_000;
const START_MS = 30_000;
const END_MS = 5_000;
const ANSWER_MS = 5_000;

/**
 * The built-in simulator, unless PLIVO_API_BASE names another carrier; with CARRIER=plivo it runs for test runs alone.
 * It is a process of its own, as the carrier is: calls outlive a server that was killed, and the next one takes it over.
 * Replicas of one database share one. Errors: `simulator_port_taken`, `simulator_failed`, `simulator_elsewhere`.
 */
export async function startSimulator(
  settings: Settings,
  authToken: string,
  notes: SimulatorNotes,
  log: Logger,
): Promise<RunningSimulator | null> {
  if (settings.plivoApiBaseGiven) return null;
  const authId = settings.carrier === "simulator" ? settings.plivoAuthId : SIMULATOR_AUTH_ID;
  const account = { authId, authToken };
  return notes.exclusively(async () => {
    const left = await notes.read();
    if (left && (await answers(left.url, account))) {
      if (notes.shared || settings.simulatorPort === 0 || Number(new URL(left.url).port) === settings.simulatorPort) {
        log.info({ url: left.url }, "a simulator runs already; its calls go on");
        await control(left.url, account, "/clock", { timeScale: settings.simulatorTimeScale });
        return running(left, account, notes);
      }
      await end(left, notes);
    } else if (left && left.host !== hostname() && (await notes.usedByOthers())) throw elsewhere(left);
    const child = launch(settings, account);
    const started = { pid: child.pid ?? 0, host: hostname() };
    try {
      const note = { ...started, url: await readyAt(child, settings.simulatorPort) };
      await notes.write(note);
      return await running(note, account, notes);
    } catch (error) {
      await end(started, notes);
      throw error;
    }
  });
}

type Account = { authId: string; authToken: string };

async function running(note: SimulatorNote, account: Account, notes: SimulatorNotes): Promise<RunningSimulator> {
  const { url } = note;
  await notes.use();
  const ping = setInterval(() => {
    void Promise.allSettled([control(url, account, "/clock"), notes.use()]);
  }, PING_MS);
  return {
    url,
    rent: async (numbers) => {
      for (const number of numbers) await control(url, account, "/numbers", { number, kind: "rented" });
    },
    close: async () => {
      clearInterval(ping);
      // A database that is down must not keep us; without us the simulator ends by itself.
      const done = notes.exclusively(async () => {
        if (!(await notes.leave())) await end(note, notes);
      });
      await done.catch(() => undefined);
    },
  };
}

/** `detached`: a Ctrl-C in the terminal is ours to pass on, after what is under way. Its stdin tells it that we are gone. */
function launch(settings: Settings, { authId, authToken }: Account): ChildProcess {
  const { simulatorPort: port, simulatorTimeScale: scale } = settings;
  // Our own secrets are none of its business.
  const { DATABASE_URL: _, CORDBOARD_MASTER_KEY: __, CORDBOARD_API_KEY: ___, ...env } = process.env;
  const args = ["--port", String(port), "--auth-id", authId, "--time-scale", String(scale), "--outlive", String(OUTLIVE_SECONDS)];
  return spawn(process.execPath, [PROGRAM, ...args], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...env, PLIVO_AUTH_TOKEN: authToken },
  });
}

async function readyAt(child: ChildProcess, port: number): Promise<string> {
  let printed = "";
  let timer: NodeJS.Timeout | undefined;
  const url = await new Promise<string>((resolve, reject) => {
    timer = setTimeout(() => reject(failed(printed)), START_MS);
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const ready = /Simulator is ready: (\S+)/.exec(printed)?.[1];
      if (ready) resolve(ready);
    });
    child.stderr?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.once("exit", () => reject(printed.includes("is taken") ? taken(port) : failed(printed)));
    child.once("error", (error) => reject(failed(error.message)));
  }).finally(() => clearTimeout(timer));
  child.stderr?.pipe(process.stderr);
  // It must not keep this process alive.
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) if (stream && "unref" in stream) (stream as Socket).unref();
  return url;
}

const taken = (port: number): CodedError =>
  new CodedError(
    "simulator_port_taken",
    `Port ${port} is in use, so the simulator cannot start; stop what uses it, or set SIMULATOR_PORT to another one.`,
  );
const failed = (printed: string): CodedError =>
  new CodedError("simulator_failed", `The simulator did not start. It printed: ${printed.trim() || "nothing"}`);

const elsewhere = ({ url, host }: SimulatorNote): CodedError =>
  new CodedError(
    "simulator_elsewhere",
    `The replicas of this database use the simulator ${url} on ${host}, which cannot be reached from here; run them on one machine, or start one that all reach with npx cordboard-simulator and set PLIVO_API_BASE to it.`,
  );

/** Is it there, and does it know our account? Where nobody listens that is said at once; on a busy machine it may take a while. */
async function answers(url: string, account: Account): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/v1/Account/${account.authId}/`, { headers: basic(account), signal: AbortSignal.timeout(ANSWER_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Answers when it is gone, so that its port is free for the next one. One of another machine ends by itself. */
async function end({ pid, host }: Pick<SimulatorNote, "pid" | "host">, notes: SimulatorNotes): Promise<void> {
  await notes.remove();
  if (pid === 0 || host !== hostname() || !signal(pid, "SIGTERM")) return;
  const until = performance.now() + END_MS;
  while (signal(pid, 0)) {
    if (performance.now() > until) return void signal(pid, "SIGKILL");
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** False: there is no such process any more. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

const basic = ({ authId, authToken }: Account) => ({ authorization: `Basic ${Buffer.from(`${authId}:${authToken}`).toString("base64")}` });

async function control(url: string, account: Account, path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${url}/sim${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...basic(account), "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!answer.ok) throw new CodedError("simulator_failed", `The simulator refused ${path}: ${await answer.text()}`);
}
