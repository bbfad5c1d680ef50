import { type JsonObject, LIMITS, type RunState, type Step, type Thread } from "@cordboard/contract";
import { isLive, legOf } from "./legs.ts";
import type { Turn } from "./turn.ts";

/*
 * Paths of a run. `main` is there from start to end; a step may let others run beside it:
 *
 *   step waits with branches ─► a thread each ─┬─ its path is over ─► gone; the step is told {type: "branch"}
 *        │                                     └─ the step leaves ─► stopped: its own step never leaves by an exit
 *        └─ the call is with the branch that keeps it, and comes back when that one is over
 *
 * A path of `on_keyword` runs aside: it belongs to no step, has no call, and nobody is told when it is over.
 *
 * They take turns: within one event each is walked until it waits or ends (take-turns.ts).
 */
export const threadsOf = (run: RunState): Thread[] => Object.values(run.threads);

/** The path that talks to this leg, or null. */
export const threadOfLeg = (run: RunState, callUuid: string | null): Thread | null =>
  callUuid === null ? null : (threadsOf(run).find((thread) => thread.leg === callUuid) ?? null);

/** The path whose wait this is, or null. */
export const threadThat = (run: RunState, waits: (wait: NonNullable<Thread["wait"]>) => boolean): Thread | null =>
  threadsOf(run).find((thread) => thread.wait !== null && waits(thread.wait)) ?? null;

/** New threads beside the step; they begin in the state of the thread they come from. Null: there are too many already. */
export function fork(turn: Turn, step: Step, branches: { exit: string; keepsCall: boolean }[]): Thread[] | null {
  const { run, thread } = turn;
  if (threadsOf(run).length + branches.length > LIMITS.runThreads) return null;
  return branches.map(({ exit, keepsCall }) => {
    const born: Thread = {
      id: freeId(run, `${step.node.name}.${exit}`),
      branch: { of: thread.id, step: step.seq, exit, keepsCall },
      state: thread.state,
      wait: null,
      leg: null,
      pendingVerbs: [],
      ready: false,
    };
    run.threads[born.id] = born;
    if (keepsCall) moveCall(thread, born);
    return born;
  });
}

function freeId(run: RunState, name: string): string {
  let id = name;
  for (let n = 2; Object.hasOwn(run.threads, id); n++) id = `${name}.${n}`;
  return id;
}

/** The branch at work is over: its step is told, when its own turn comes. */
export function endBranch(turn: Turn, end: { result?: string; outputs?: JsonObject; reason: string | null }): void {
  const { run, thread } = turn;
  const { branch } = thread;
  const parent = branch && run.threads[branch.of];
  if (!branch || !parent) throw new Error("Only a branch can end as one.");
  removeBranch(turn, thread, parent);
  const { result = null, outputs = {}, reason } = end;
  turn.todo.push({ thread: parent, step: branch.step, told: { type: "branch", exit: branch.exit, result, outputs, reason } });
}

/** A path of its own beside all others, without a call (`on_keyword`). It begins in the state of the main one. Null: there are too many. */
export function beginAside({ run }: Turn, name: string): Thread | null {
  if (threadsOf(run).length >= LIMITS.runThreads) return null;
  const { state } = run.threads.main;
  const born: Thread = { id: freeId(run, name), aside: true, state, wait: null, leg: null, pendingVerbs: [], ready: false };
  run.threads[born.id] = born;
  return born;
}

/** It has run out: the others go on as if it had never been. */
export function endAside({ run, thread }: Turn): null {
  Reflect.deleteProperty(run.threads, thread.id);
  return null;
}

/**
 * Takes a branch out of the run. A call that it keeps for its step goes back there, and so does one that another run has
 * just now; one of its own ends with it. `stopped`: what another run has is asked back.
 */
export function removeBranch(turn: Turn, thread: Thread, parent: Thread, stopped = false): void {
  if (thread.branch?.keepsCall) {
    moveCall(thread, parent);
    for (const [callUuid, entry] of Object.entries(turn.run.lent ?? {}))
      if (entry.thread === thread.id)
        turn.run.lent = { ...turn.run.lent, [callUuid]: { ...entry, thread: parent.id, ...(stopped && { recalled: true }) } };
  } else if (thread.leg !== null && isLive(legOf(turn, thread.leg))) turn.orphans.set(thread.leg, thread.pendingVerbs);
  Reflect.deleteProperty(turn.run.threads, thread.id);
}

export const branchesOf = (run: RunState, thread: Thread): Thread[] => threadsOf(run).filter(({ branch }) => branch?.of === thread.id);

/** The call, and what it has yet to hear, changes over. */
function moveCall(from: Thread, to: Thread): void {
  to.leg = from.leg;
  to.pendingVerbs.push(...from.pendingVerbs);
  from.leg = null;
  from.pendingVerbs = [];
}
