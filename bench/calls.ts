import { readFileSync } from "node:fs";
import { load } from "./caller.ts";
import { callFlow } from "./flow.ts";
import { printTable, save } from "./results.ts";
import { startCordboard } from "./targets/cordboard.ts";

/*
 * Whole calls through the real simulator: it rings, hears a menu, presses 1, is forwarded, talks, and hangs up. What a call
 * costs is processor time of Cordboard alone, so the simulator beside it does not count. And what calls cost that only wait.
 */
const CALLS = Number(process.env["CALLS"] ?? 400);
const AT_ONCE = 40;
const WAITING = Number(process.env["WAITING_RUNS"] ?? 10_000);
const CALLER = "+14155550101";
export const ANN = "+14155550142";

type Server = Awaited<ReturnType<typeof startCordboard>>;

export async function sim<T>(server: Server, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(server.simulatorUrl + path, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function untilState(
  server: Server,
  callUuid: string,
  holds: (call: { state: string; transcript: { element: string }[] }) => boolean,
) {
  for (let turn = 0; turn < 2_000; turn++) {
    const call = await sim<{ state: string; transcript: { element: string }[] }>(server, "GET", `/sim/calls/${callUuid}`);
    if (holds(call)) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`Call ${callUuid} did not get on.`);
}

export async function wholeCall(server: Server): Promise<void> {
  const { callUuid } = await sim<{ callUuid: string }>(server, "POST", "/sim/calls", { from: CALLER, to: "+14155550199" });
  await untilState(server, callUuid, ({ transcript }) => transcript.some(({ element }) => element === "GetDigits"));
  await sim(server, "POST", `/sim/calls/${callUuid}/digits`, { digits: "1" });
  await untilState(server, callUuid, ({ transcript }) => transcript.some(({ element }) => element === "Dial"));
  await untilState(server, callUuid, ({ state }) => state === "ended");
}

const stat = (pid: number | undefined): string[] => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
/** Processor time so far, user and system, s; Linux counts in hundredths. */
export const cpuSeconds = (pid: number | undefined): number => (Number(stat(pid)[11]) + Number(stat(pid)[12])) / 100;
const residentMb = (pid: number | undefined): number => (Number(stat(pid)[21]) * 4_096) / 2 ** 20;

async function measure(root: string, store: string, postgres?: string) {
  const server = await startCordboard(root, { postgres, document: callFlow(ANN), env: { SIMULATOR_TIME_SCALE: "20" } });
  try {
    await sim(server, "POST", "/sim/numbers", {
      number: ANN,
      kind: "phone",
      script: { answerAfterSeconds: 1, steps: [{ afterSeconds: 3, hangup: true }] },
    });
    await Promise.all(Array.from({ length: 10 }, () => wholeCall(server)));
    const [cpu, begun] = [cpuSeconds(server.pid), performance.now()];
    let left = CALLS;
    const one = async (): Promise<void> => {
      while (left-- > 0) await wholeCall(server);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    const spent = cpuSeconds(server.pid) - cpu;
    const seconds = (performance.now() - begun) / 1000;

    const before = residentMb(server.pid);
    const target = { name: store, url: server.url, follow: false, authToken: server.authToken };
    for (let runs = 0; runs < WAITING;) runs += Math.round((await load({ ...target, fresh: true }, 64, 2)).perSecond * 2);
    const waitingMb = residentMb(server.pid) - before;
    return {
      store,
      calls: CALLS,
      "calls/s here": CALLS / seconds,
      "calls per core and second": CALLS / spent,
      "MB per 10,000 waiting runs": (waitingMb / WAITING) * 10_000,
    };
  } finally {
    await server.stop();
  }
}

export async function benchCalls(root: string): Promise<void> {
  const postgres = process.env["CORDBOARD_BENCH_POSTGRES"];
  const rows = [await measure(root, "SQLite"), ...(postgres === undefined ? [] : [await measure(root, "PostgreSQL", postgres)])];
  printTable("Whole calls: answer, menu, key, forward, talk, hang up", rows);
  save("calls", { rows });
}
