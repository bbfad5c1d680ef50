import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Load, type Target, load } from "./caller.ts";
import { save } from "./results.ts";
import { startN8n } from "./targets/n8n.ts";
import { startNodeRed } from "./targets/node-red.ts";
import { startCordboard } from "./targets/cordboard.ts";
import { freePort } from "@cordboard/testing/free-port";
import { startProcess } from "./targets/process.ts";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const ROUNDS = Number(process.env["ROUNDS"] ?? 3);
const SECONDS = Number(process.env["SECONDS_PER_CASE"] ?? 3);
const CALLERS = [1, 64];

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const middle = (loads: Load[]): Load => ({
  perSecond: median(loads.map((l) => l.perSecond)),
  p50: median(loads.map((l) => l.p50)),
  p99: median(loads.map((l) => l.p99)),
  errors: loads.reduce((n, l) => n + l.errors, 0),
});

async function bare(name: string, file: string) {
  const port = await freePort();
  const running = await startProcess([join(here, "targets", file)], {
    cwd: root,
    env: { PORT: String(port) },
    ready: /ready/,
    seconds: 20,
  });
  const target: Target = { name, url: `http://127.0.0.1:${port}/hook`, follow: false, authToken: "x" };
  return { target, stop: running.stop };
}

/** What makes the comparison honest: refuse to print figures of a Cordboard that checks or stores less. */
async function verify(cordboard: Awaited<ReturnType<typeof startCordboard>>): Promise<void> {
  const unsigned = await fetch(cordboard.url, { method: "POST", body: new URLSearchParams({ CallUUID: "x", From: "1", To: "2" }) });
  if (unsigned.status !== 403) throw new Error(`An unsigned webhook was answered with ${unsigned.status}: no figures for that.`);
  const { items } = (await cordboard.api("GET", "/api/runs?limit=1")) as { items: { id: string }[] };
  const { items: steps } = (await cordboard.api("GET", `/api/runs/${items[0]?.id}/steps`)) as { items: unknown[] };
  if (steps.length < 2) throw new Error("The journal has no steps: no figures for that.");
}

/** Durable webhook → XML beside servers that store nothing: interleaved rounds, medians. */
export async function benchServer({ withN8n = false } = {}): Promise<void> {
  const express = await bare("bare Express 5", "bare-express.ts");
  const http = await bare("bare node:http", "bare-http.ts");
  const cordboard = await startCordboard(root);
  const postgres = process.env["CORDBOARD_BENCH_POSTGRES"];
  const replica = postgres === undefined ? null : await startCordboard(root, { postgres });
  const nodeRed = await startNodeRed(join(here, "peers/node-red"));
  const targets: Target[] = [
    express.target,
    http.target,
    { name: "Cordboard (SQLite, durable)", url: cordboard.url, follow: true, authToken: cordboard.authToken },
    ...(replica ? [{ name: "Cordboard (PostgreSQL, durable)", url: replica.url, follow: true, authToken: replica.authToken }] : []),
    ...(nodeRed ? [{ name: `Node-RED ${nodeRed.version} (stores nothing)`, url: nodeRed.url, follow: false, authToken: "x" }] : []),
  ];
  const n8n = withN8n ? await startN8n(join(here, "peers/n8n")) : null;
  if (n8n) targets.push({ name: `n8n ${n8n.version} (default settings)`, url: n8n.url, follow: false, authToken: "x" });
  const results = new Map<string, Load[]>();
  try {
    for (const target of targets) await load(target, 8, 1);
    for (const one of [cordboard, replica]) if (one) await verify(one);
    for (let round = 0; round < ROUNDS; round++) {
      for (const callers of CALLERS) {
        for (const target of targets) {
          const key = `${callers}|${target.name}`;
          results.set(key, [...(results.get(key) ?? []), await load(target, callers, SECONDS)]);
        }
      }
    }
  } finally {
    await Promise.all([express.stop(), http.stop(), cordboard.stop(), replica?.stop(), nodeRed?.stop(), n8n?.stop()]);
  }
  print(targets, results);
  if (!nodeRed) console.log("Node-RED could not be installed here, so it is missing.");
}

function print(targets: Target[], results: Map<string, Load[]>): void {
  const rows = CALLERS.flatMap((callers) => {
    const base = middle(results.get(`${callers}|bare Express 5`) ?? []);
    return targets.map(({ name }) => {
      const m = middle(results.get(`${callers}|${name}`) ?? []);
      return { callers, name, ...m, ratio: m.perSecond / base.perSecond, p99Ratio: m.p99 / base.p99 };
    });
  });
  console.log(`\nWebhook → XML, ${ROUNDS} interleaved rounds of ${SECONDS} s, medians\n`);
  console.log("callers  target                              webhooks/s   ÷ Express   p50 ms   p99 ms   p99 ÷ Express   errors");
  for (const r of rows) {
    const cells = [
      String(r.callers).padStart(7),
      r.name.padEnd(34),
      r.perSecond.toFixed(0).padStart(11),
      r.ratio.toFixed(2).padStart(11),
      r.p50.toFixed(2).padStart(8),
      r.p99.toFixed(2).padStart(8),
      r.p99Ratio.toFixed(2).padStart(15),
      String(r.errors).padStart(8),
    ];
    console.log(cells.join(" "));
  }
  save("server", { rounds: ROUNDS, seconds: SECONDS, rows });
}
