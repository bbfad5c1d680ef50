import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { at, connect, post } from "./caller.ts";
import { printTable, save } from "./results.ts";
import { startCordboard } from "./targets/cordboard.ts";

/*
 * New calls at a fixed rate, whatever the answers take (an open loop): each rings, is answered with the flow's first
 * menu, and hangs up five seconds later. Latency is counted from the moment a call was due, so that a stall shows.
 */
const HANG_UP_AFTER_MS = 5_000;
const TICK_MS = 10;

interface Phase {
  name: string;
  perSecond: number;
  seconds: number;
}
interface Outcome {
  phase: string;
  perSecond: number;
  seconds: number;
  calls: number;
  accepted: number;
  /** Hold XML (the call rings on and comes back), busy, or 503: nothing was accepted, and that was said. */
  putOff: number;
  errors: number;
  hangupErrors: number;
  p50: number;
  p99: number;
  worst: number;
}

type Server = Awaited<ReturnType<typeof startCordboard>>;

async function play(server: Server, { name, perSecond, seconds }: Phase): Promise<Outcome> {
  const pool = connect(server.url, 512);
  const out: Outcome = {
    phase: name,
    perSecond,
    seconds,
    calls: 0,
    accepted: 0,
    putOff: 0,
    errors: 0,
    hangupErrors: 0,
    p50: 0,
    p99: 0,
    worst: 0,
  };
  const times: number[] = [];
  const under: Promise<unknown>[] = [];
  const fields = (callUuid: string, more: Record<string, string>) => ({
    CallUUID: callUuid,
    From: `1415555${String(1_000 + (out.calls % 9_000))}`,
    To: "14155550199",
    Direction: "inbound",
    ...more,
  });
  const call = async (due: number): Promise<void> => {
    const callUuid = randomUUID();
    const answer = await post(pool, server.url, fields(callUuid, { CallStatus: "ringing", Event: "StartApp" }), server.authToken).catch(
      () => null,
    );
    const took = performance.now() - due;
    if (answer?.status === 200 && answer.body.includes("<GetDigits")) {
      out.accepted++;
      times.push(took);
      await new Promise((done) => setTimeout(done, HANG_UP_AFTER_MS));
      const ended = {
        CallStatus: "completed",
        Event: "Hangup",
        HangupCause: "NORMAL_CLEARING",
        HangupCauseCode: "4000",
        HangupSource: "Caller",
        Duration: "5",
        BillDuration: "60",
      };
      const told = await post(pool, server.url.replace(/answer$/, "hangup"), fields(callUuid, ended), server.authToken).catch(() => null);
      if (told?.status !== 200) out.hangupErrors++;
    } else if (answer && (answer.status === 503 || answer.body.includes("<Redirect>") || answer.body.includes("busy"))) out.putOff++;
    else out.errors++;
  };
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
    for (; out.calls < due; out.calls++) under.push(call(began + (out.calls / perSecond) * 1000));
    await new Promise((done) => setTimeout(done, TICK_MS));
    if (under.length > 50_000) await Promise.all(under.splice(0, 10_000));
  }
  await Promise.all(under);
  await pool.destroy();
  times.sort((a, b) => a - b);
  return { ...out, p50: at(times, 0.5), p99: at(times, 0.99), worst: times.at(-1) ?? Number.NaN };
}

const residentMb = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

/** Least squares over samples of (minutes, MB). */
function slope(samples: [number, number][]): number {
  const n = samples.length;
  const [mx, my] = [samples.reduce((a, [x]) => a + x, 0) / n, samples.reduce((a, [, y]) => a + y, 0) / n];
  const over = samples.reduce((a, [x, y]) => a + (x - mx) * (y - my), 0);
  return over / samples.reduce((a, [x]) => a + (x - mx) ** 2, 0);
}

export async function benchStarts(root: string): Promise<void> {
  const minutes = Number(process.env["START_MINUTES"] ?? 10);
  const stores = [
    { name: "SQLite", postgres: undefined },
    { name: "PostgreSQL", postgres: process.env["CORDBOARD_BENCH_POSTGRES"] },
  ];
  const rows: (Outcome & { store: string; mbPerHour: number | null })[] = [];
  for (const { name, postgres } of stores) {
    if (name === "PostgreSQL" && postgres === undefined) continue;
    const server = await startCordboard(root, { postgres });
    try {
      await play(server, { name: "warm-up", perSecond: 100, seconds: 10 });
      const samples: [number, number][] = [];
      const begun = performance.now();
      const sampling = setInterval(() => samples.push([(performance.now() - begun) / 60_000, residentMb(server.pid)]), 1_000);
      const steady = await play(server, { name: "steady", perSecond: 300, seconds: minutes * 60 });
      clearInterval(sampling);
      // The first half is the caches filling.
      rows.push({ store: name, ...steady, mbPerHour: slope(samples.slice(samples.length >> 1)) * 60 });
      rows.push({ store: name, ...(await play(server, { name: "three times", perSecond: 900, seconds: 60 })), mbPerHour: null });
      await new Promise((done) => setTimeout(done, 5_000));
      rows.push({ store: name, ...(await play(server, { name: "10 s later", perSecond: 300, seconds: 30 })), mbPerHour: null });
    } finally {
      await server.stop();
    }
  }
  printTable("New calls at a fixed rate", rows);
  save("starts", { rows });
}
