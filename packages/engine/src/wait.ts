import type { Hears, Json, Step, StoredWait, Wait } from "@cordboard/contract";
import { TIMING } from "@cordboard/contract";
import { stopAwaited } from "./handover.ts";
import { giveUpCalls } from "./effects.ts";
import { takeToHeart } from "./hearings.ts";
import { branchesOf, removeBranch } from "./threads.ts";
import { type Turn, cancelTimer, journalStep, newToken, setTimer } from "./turn.ts";

/** Begins a wait of the thread; `token` is the one its verbs' URLs were built with. */
export function setWait(turn: Turn, wait: Wait, token: string, nodeId: string, componentVersion: number, step: Step): void {
  turn.tokens.push(token);
  const until = turn.at + Math.max(0, Math.round(wait.deadlineSeconds * 1000));
  turn.thread.wait = {
    token,
    nodeId,
    step,
    componentVersion,
    for: wait.for,
    what: wait.what,
    until,
    timerId: setTimer(turn, until),
    memory: wait.memory ?? null,
    documents: wait.documents ?? {},
    holdVerbs: wait.holdVerbs ?? [],
    ...(wait.hears && { hears: wait.hears }),
    barrier: false,
  };
  if (wait.hears) takeToHeart(turn, wait.hears);
  turn.thread.ready = wait.for === "carrier";
}

/** The same wait goes on: its URLs stay good; what it remembers and its deadline may change. */
export function keepWait(turn: Turn, change: { memory?: Json; deadlineSeconds?: number; hears?: Hears[] }): void {
  const { wait } = turn.thread;
  if (!wait) throw new Error("A step can only stay in a wait that it has begun.");
  if (change.memory !== undefined) wait.memory = change.memory;
  if (change.hears) {
    wait.hears = change.hears;
    takeToHeart(turn, change.hears);
  }
  if (change.deadlineSeconds === undefined) return;
  cancelTimer(turn, wait.timerId);
  wait.until = turn.at + Math.max(0, Math.round(change.deadlineSeconds * 1000));
  wait.timerId = setTimer(turn, wait.until);
}

/** What a path waits for before it enters a node. */
export type Barrier = Pick<StoredWait, "for" | "what"> & { deadlineSeconds: number };

/** Prompts before effects: the node is entered only when the Redirect behind the prompts arrives. */
export const PROMPTS: Barrier = { for: "carrier", what: "prompts", deadlineSeconds: TIMING.callMaxSeconds };

export function setBarrier(turn: Turn, nodeId: string, { deadlineSeconds, ...why }: Barrier): void {
  const until = turn.at + deadlineSeconds * 1000;
  const barrier: StoredWait = {
    token: newToken(turn),
    nodeId,
    step: null,
    componentVersion: 0,
    ...why,
    until,
    timerId: setTimer(turn, until),
    memory: null,
    documents: {},
    holdVerbs: [],
    barrier: true,
  };
  turn.thread.wait = barrier;
  turn.thread.ready = why.for === "carrier";
}

/** Verbs of the wait that the call never got go with it: their URLs are good for this wait only. So do the wait's branches. */
export function clearWait(turn: Turn): void {
  const { thread } = turn;
  stopBranches(turn);
  if (thread.wait) cancelTimer(turn, thread.wait.timerId);
  if (thread.wait?.step) rememberWait(turn, thread.wait);
  if (thread.ready) thread.pendingVerbs = [];
  thread.wait = null;
  thread.ready = false;
}

/** Paths beside a step that waits no more. */
function stopBranches(turn: Turn): void {
  const { thread } = turn;
  for (const branch of branchesOf(turn.run, thread)) {
    turn.thread = branch;
    abandonStep(turn);
    turn.thread = thread;
    if (branch.leg !== null) turn.moved.add(branch.leg);
    removeBranch(turn, branch, thread, true);
  }
}

/** A long run forgets its oldest waits: a recording that is still to come belongs to one of the last. */
const REMEMBERED = 60;

function rememberWait({ run, flow }: Turn, { token, nodeId, step }: StoredWait): void {
  if (!step || !flow.runtimes[step.node.type]?.afterwards) return;
  run.overWaits = [...(run.overWaits ?? []), { token, nodeId }].slice(-REMEMBERED);
}

/** The step that waited never leaves by an exit: the path ended under it. */
export function abandonStep(turn: Turn, error: { code: string; message: string } | null = null): void {
  const step = turn.thread.wait?.step;
  clearWait(turn);
  if (!step) return;
  if (turn.thread.branch) {
    giveUpCalls(turn, step);
    stopAwaited(turn, { step, giveBack: turn.thread.branch.keepsCall });
  }
  step.leftAt = turn.now;
  step.error = error;
  journalStep(turn, step);
}
