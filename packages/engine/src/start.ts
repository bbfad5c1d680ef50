import type { Json, JsonObject, RunEvent } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import { START_STATE } from "./compile.ts";
import { take } from "./handover.ts";
import { mayHear, takeToHeart } from "./hearings.ts";
import { upsertLeg } from "./legs.ts";
import { nextState } from "./machine-step.ts";
import { late } from "./news.ts";
import { objectOr } from "./object-or.ts";
import { fillIn, runtimeOf, stepContext } from "./scope.ts";
import { isOver, type Turn, journalRun } from "./turn.ts";
import { walk } from "./walk.ts";

export function start(turn: Turn, event: RunEvent & { type: "started" }): void {
  const { run, thread, flow } = turn;
  if (thread.state !== START_STATE || isOver(run)) return late(turn, { type: "start_again" });
  journalRun(turn);
  const { trigger } = event;
  if (trigger.kind === "call") {
    const { callUuid, from, to, startedAt } = trigger.call;
    upsertLeg(turn, { callUuid, role: "inbound", from, to, status: "ringing", startedAt, answeredAt: null, endedAt: null, hangup: null });
    thread.leg = callUuid;
    turn.asking = callUuid;
  }
  if (event.handed) take(turn, { ...event.handed, current: event.handed.legs[0]?.callUuid ?? null });
  if (trigger.kind === "message") {
    const { uuid, from, to } = trigger.message;
    run.messages.push(uuid);
    if (mayHear(flow, flow.entry.node.id)) takeToHeart(turn, [{ number: to, contact: from }]);
  }
  run.variables["vars"] = { ...firstValues(flow.document), ...objectOr(run.variables["vars"]) };
  if (event.startNode !== undefined) enterQuietly(turn);
  walk(turn, nextState(flow, thread.state, `begin.${event.startNode ?? flow.entry.node.id}`) ?? flow.entry.node.id);
}

/** Flow variables as their types say; text that is no value of its type stays text. */
function firstValues(document: FlowDocument): JsonObject {
  return Object.fromEntries(document.variables.map(({ name, type, value }) => [name, type === "text" ? value : parsed(value)]));
}

function parsed(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/** A try from the middle of a flow still has the entry's variables. */
function enterQuietly(turn: Turn): void {
  const { entry } = turn.flow;
  const config = fillIn(turn, entry);
  if (!config.ok) return;
  const outcome = runtimeOf(entry, turn).enter(config.value, stepContext(turn, entry, turn.deps.newId()));
  if (outcome.outputs) turn.run.variables[entry.node.name] = outcome.outputs;
}
