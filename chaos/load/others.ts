import type { StartedRuns } from "@cordboard/api";
import { randomUUID } from "node:crypto";
import { API_KEY, OURS } from "../world/account.ts";
import { sleep } from "../world/processes.ts";
import { answered } from "../world/route.ts";
import type { World } from "../world/world.ts";
import { ask, TEXT } from "./as-carrier.ts";
import type { Prepared } from "./flows.ts";

/** A text from outside. Answers its MessageUUID when it was taken. */
export async function text(world: World, at: Prepared["texts"], from: string, copies: number): Promise<string | null> {
  const uuid = randomUUID();
  const fields = {
    MessageUUID: uuid,
    From: from.slice(1),
    To: OURS.texts.slice(1),
    Type: "sms",
    Text: "ahoy",
    Units: "1",
    TotalRate: "0.00550",
    TotalAmount: "0.00550",
  };
  const reply = await ask(world, { path: at.message, fields, patience: TEXT, copies });
  return reply && uuid;
}

/** After a crash the key stays taken for a minute (409): whoever has not been answered by then is left without. */
const START_TRIES = 6;

/** A run by API request, asked for again under the same key until it is answered. Answers its id. */
export async function startRun(world: World, flowId: string, to: string, copies: number): Promise<string | null> {
  const ref = randomUUID();
  const incoming = {
    method: "POST",
    path: `/api/flows/${flowId}/runs`,
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json", "idempotency-key": ref },
    body: JSON.stringify({ params: { to, ref } }),
  };
  for (let tries = 0; tries < START_TRIES; tries++) {
    const replies = await Promise.all(Array.from({ length: copies }, () => world.route.send(incoming)));
    const taken = replies.filter(answered).find(({ status }) => status === 201);
    if (taken) return (JSON.parse(taken.body) as { runId: string }).runId;
    await sleep(1_000);
  }
  return null;
}

/** Requests of this many runs each. */
const BATCH = 250;

/** Runs of `alarm` for all of these numbers, all to go on at one moment (ISO-8601). Answers their ids. */
export async function startAlarms(world: World, flowId: string, numbers: readonly string[], at: string): Promise<string[]> {
  const ids: string[] = [];
  let left = [...numbers];
  while (left.length > 0) {
    const to = left.splice(0, BATCH);
    const sent = Date.now();
    const { runs } = await world.api.ask<Batch>("POST", `/api/flows/${flowId}/runs`, { to, params: { at } });
    // Too many at once: those come again.
    left = [...runs.flatMap((one) => (one.runId === null ? [one.to] : [])), ...left];
    for (const { runId } of runs) {
      if (runId === null) continue;
      ids.push(runId);
      const [key, path] = [`start:${runId}`, "/api/flows/alarm/runs"];
      world.recorder.write({ at: sent, key, subject: runId, role: "start", path, replica: "any", ms: 0, status: 201, runId });
    }
  }
  return ids;
}

type Batch = Extract<StartedRuns, { batchId: string }>;

/** Somebody who answers when called, presses 1 or 2, and puts the phone down. */
export async function addPhone(world: World, number: string, digits: string): Promise<void> {
  const steps = [
    { afterSeconds: 1, digits },
    { afterSeconds: 3, hangup: true },
  ];
  await world.carrier.ask("POST", "/sim/numbers", { number, kind: "phone", script: { answerAfterSeconds: 1, steps } });
}

/** A whole call by the simulator: the caller presses 1, a code, then goodbye. */
export async function callBySimulator(world: World, from: string): Promise<string> {
  const steps = [
    { afterSeconds: 1, digits: "1" },
    { afterSeconds: 2, digits: "7777" },
    { afterSeconds: 6, digits: "2" },
    { afterSeconds: 8, hangup: true },
  ];
  await world.carrier.ask("POST", "/sim/numbers", { number: from, kind: "phone", script: { steps } });
  return (await world.carrier.ask<{ callUuid: string }>("POST", "/sim/calls", { from, to: OURS.desk })).callUuid;
}
