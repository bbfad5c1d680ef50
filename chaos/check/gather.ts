import type { CarrierItem, EffectItem, Run } from "@cordboard/api";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { DOCUMENTS, type FlowName, type Prepared } from "../load/flows.ts";
import type { Attempt } from "../world/record.ts";
import { nameEvent } from "../world/route.ts";
import type { World } from "../world/world.ts";
import type { EffectState, RunHistory, StepVisit, StoredWebhook } from "./evidence.ts";

/** Histories that are read at the same time. */
const AT_ONCE = 12;

/** Every run of the load as the product tells it, complete. */
export async function readRuns({ api }: World, at: Prepared): Promise<RunHistory[]> {
  const ours = new Set(Object.values(at.flows));
  const effects = new Map<string, EffectState[]>();
  for await (const { runId, id, kind, state, target, createdAt, settledAt } of api.all<EffectItem>("/api/effects")) {
    const list = effects.get(runId) ?? [];
    list.push({ id, kind, state, target, createdAt, settledAt });
    effects.set(runId, list);
  }
  const runs: Run[] = [];
  for await (const run of api.all<Run>("/api/runs")) if (ours.has(run.flowId)) runs.push(run);
  const histories: RunHistory[] = [];
  const queue = runs.values();
  const worker = async (): Promise<void> => {
    for (const run of queue) histories.push(await readHistory(api, run, effects.get(run.id) ?? []));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return histories;
}

async function readHistory(api: World["api"], run: Run, effects: EffectState[]): Promise<RunHistory> {
  const webhooks: StoredWebhook[] = [];
  for await (const item of api.all<CarrierItem>(`/api/runs/${run.id}/carrier`, 1000)) {
    if (item.kind === "webhook" && item.url !== null) webhooks.push(webhookOf(item.url, item.body));
  }
  const steps: StepVisit[] = [];
  for await (const step of api.all<StepItem>(`/api/runs/${run.id}/steps`, 1000)) {
    const { seq, thread, exit, enteredAt, leftAt } = step;
    steps.push({ seq, thread, name: step.node.name, exit, enteredAt, leftAt });
  }
  const { id, flowId, status, waitingFor, startedAt, endedAt } = run;
  const calls = run.legs.map(({ callUuid }) => callUuid);
  return { id, flowId, status, reason: run.reason?.code ?? null, waitingFor, startedAt, endedAt, calls, webhooks, steps, effects };
}

interface StepItem extends Omit<StepVisit, "name"> {
  node: { name: string };
}

function webhookOf(url: string, body: string): StoredWebhook {
  const path = new URL(url, "http://product").pathname;
  const fields = new URLSearchParams(JSON.parse(body) as Record<string, string>);
  const key = nameEvent(path, fields.get("CallUUID") ?? "", fields.get("MessageUUID") ?? "", fields)?.key ?? null;
  return { path, key: path.includes("/hold/") ? null : key };
}

/** Ids of what a person would be shown. */
export async function readUncertain({ api }: World): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of api.all<EffectItem>("/api/effects?state=uncertain")) ids.push(id);
  return ids;
}

export async function readAttempts(file: string): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) attempts.push(JSON.parse(line) as Attempt);
  return attempts;
}

/** The cords of the load's flows, as the checker wants them. */
export function cordsOf(at: Prepared): Record<string, Record<string, string>> {
  return Object.fromEntries(
    (Object.entries(at.flows) as [FlowName, string][]).map(([name, flowId]) => {
      const { nodes, edges } = DOCUMENTS[name];
      const nameOf = (id: string): string => nodes.find((node) => node.id === id)?.name ?? id;
      return [flowId, Object.fromEntries(edges.map(({ from, exit, to }) => [`${nameOf(from)}.${exit}`, nameOf(to)]))];
    }),
  );
}
