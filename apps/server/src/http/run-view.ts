import type { CarrierItem, EffectItem, JournalItem, Run } from "@cordboard/api";
import type { Effect, JournalEntry, RunState } from "@cordboard/contract";
import { describeRun } from "@cordboard/engine";
import type { CarrierItem as StoredItem, StoredEffect } from "../store/run-store.ts";
import { maskSent } from "../masking.ts";
import { iso, isoOrNull } from "./handler.ts";

export function runView(state: RunState): Run {
  const view = describeRun(state);
  const legs = view.legs.map(({ callUuid, role, from, to, status, startedAt, answeredAt, endedAt, hangup }) => ({
    callUuid,
    role,
    from,
    to,
    status,
    startedAt,
    answeredAt,
    endedAt,
    hangup,
  }));
  return { ...view, legs, flowName: state.flowName, hash: state.hash, seq: state.seq, steps: state.steps };
}

export function journalView(entry: JournalEntry): JournalItem {
  return { ...entry, at: iso(entry.at) };
}

export function carrierView({ seq, stepSeq, at, direction, kind, method, url, status, body }: StoredItem): CarrierItem {
  return { seq, stepSeq, at: iso(at), direction, kind, method: method || null, url: url || null, status, body };
}

/** A decision made by a person; a callback or look-up of the carrier is no decision. */
const MACHINES = new Set(["callback", "lookup"]);

/** `waitsFor`: id of the effect that it must not begin beside. */
export function effectView(effect: StoredEffect, run: Pick<RunState, "flowId" | "vault"> | null, waitsFor: string | null): EffectItem {
  const { result, resolvedBy } = effect;
  const known = { vault: effect.secrets ?? run?.vault ?? [] };
  const byHand = resolvedBy !== null && !MACHINES.has(resolvedBy);
  return {
    id: effect.id,
    runId: effect.runId,
    flowId: run?.flowId ?? "",
    stepSeq: effect.step,
    nodeId: effect.nodeId,
    kind: effect.effect.kind,
    state: effect.state,
    attempts: effect.attempts,
    target: maskSent(known, targetOf(effect.effect)),
    from: "from" in effect.effect ? effect.effect.from : null,
    content: maskSent(known, contentOf(effect.effect)),
    told: effect.reported,
    test: effect.test,
    waitsFor,
    createdAt: iso(effect.createdAt),
    begunAt: isoOrNull(effect.begunAt),
    settledAt: isoOrNull(effect.endedAt),
    error: result && !result.ok ? result.error : null,
    resolved: byHand ? { as: result?.ok ? "sent" : "not_sent", by: resolvedBy, at: iso(effect.endedAt ?? effect.createdAt) } : null,
  };
}

function targetOf(effect: Effect): string {
  if ("to" in effect) return effect.to;
  if (effect.kind === "steer_room") return "to" in effect.request ? effect.request.to : effect.name;
  if ("callUuid" in effect) return effect.callUuid;
  if (effect.kind === "send_email") return effect.recipients.join(", ");
  if (effect.kind === "query_database") return effect.connection;
  if ("url" in effect) return withoutSecrets(effect.url);
  if ("runId" in effect) return effect.runId;
  return "effectId" in effect ? effect.effectId : "";
}

function contentOf(effect: Effect): string {
  if (effect.kind === "send_message") return effect.text;
  if (effect.kind === "send_email") return effect.subject;
  if (effect.kind === "query_database") return effect.sql;
  return effect.kind === "http_request" ? effect.method : "";
}

/** A web address may carry a token in its query. */
function withoutSecrets(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.origin}${parsed.pathname}` : "";
}
