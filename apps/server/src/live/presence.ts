import { randomUUID } from "node:crypto";
import { LIVE_LIMITS, type PenWish, type ServerMessage } from "@cordboard/api";
import { iso } from "../http/handler.ts";
import type { Changes, PresentWindow } from "../store/changes.ts";

/**
 * Who has a flow open, and which window holds the pen. Nothing of it is stored: it ends with the sockets.
 *
 *   here ──► mine ──┬─► said to who follows the flow on this replica
 *                   └─► told to the other replicas, at every change and each 5 s; one that is silent for 15 s is gone
 *
 *   pen of a window:  none ──first, and nobody has it──► held ──wish none, window gone──► none
 *                       └──────────take───────────────►  held ──another took it────────► none
 *
 * The pen is the highest turn that anybody was given. All replicas see the same turns, so they agree on who holds it, also
 * when two gave it away at once. It keeps nobody from saving: revisions and the merge in the editor do.
 */
export interface Presence {
  /** A window is there, or wishes something else. `socket` says whose word it is: only the same one ends it. */
  here: (flowId: string, visitor: Visitor, pen: PenWish, socket: object) => void;
  gone: (flowId: string, window: string, socket: object) => void;
  close: () => void;
}

export interface Visitor {
  window: string;
  /** Id of the user or key. */
  person: string;
  name: string;
}

type Own = PresentWindow & { socket: object };
type Message = Extract<ServerMessage, { type: "presence" }>;

const TELL_MS = 5_000;
const SILENT_MS = 15_000;
/** Of one flow on one replica, told to others: a notification holds 8,000 bytes. */
const TOLD = 16;
const NAME_CHARACTERS = 60;

export function createPresence(
  changes: Pick<Changes, "tell" | "listen">,
  say: (flowId: string, message: Message) => void,
  now: () => number = Date.now,
): Presence {
  const replica = randomUUID();
  const mine = new Map<string, Map<string, Own>>();
  const theirs = new Map<string, Map<string, { at: number; windows: PresentWindow[] }>>();
  const said = new Map<string, string>();

  /** A window that came back on another replica may be known twice for a while; the later one is meant. */
  const all = (flowId: string): PresentWindow[] => {
    const known = new Map<string, PresentWindow>();
    const told = [...(theirs.get(flowId)?.values() ?? [])].flatMap(({ windows }) => windows);
    for (const one of [...told, ...(mine.get(flowId)?.values() ?? [])]) {
      const before = known.get(one.window);
      if (!before || before.since <= one.since) known.set(one.window, one);
    }
    return [...known.values()].toSorted((a, b) => a.since - b.since || (a.window < b.window ? -1 : 1));
  };

  const share = (flowId: string): void => {
    const own = [...(mine.get(flowId)?.values() ?? [])].toSorted((a, b) => b.turn - a.turn).slice(0, TOLD);
    const windows = own.map(({ window, person, name, since, turn }) => ({ window, person, name, since, turn }));
    changes.tell({ kind: "presence", flowId, replica, windows });
  };

  /** Whoever lost the pen forgets its turn: the pen doesn't come back to it by itself. True when somebody here did. */
  const settle = (flowId: string): boolean => {
    const holder = holderOf(all(flowId));
    let lost = false;
    for (const one of mine.get(flowId)?.values() ?? []) {
      if (one.turn === 0 || one.window === holder?.window) continue;
      one.turn = 0;
      lost = true;
    }
    return lost;
  };

  const publish = (flowId: string): void => {
    const windows = all(flowId);
    const pen = holderOf(windows)?.window ?? null;
    const people = windows.slice(0, LIVE_LIMITS.presentShown).map(({ window, person, name }) => ({ window, person, name }));
    const text = JSON.stringify([people, pen]);
    if (said.get(flowId) === text) return;
    if (windows.length > 0) said.set(flowId, text);
    else said.delete(flowId);
    say(flowId, { type: "presence", flowId, people, pen, at: iso(now()) });
  };

  const changed = (flowId: string): void => {
    settle(flowId);
    share(flowId);
    publish(flowId);
  };

  const leave = changes.listen((change) => {
    if (change.kind !== "presence" || change.replica === replica) return;
    const { flowId, windows } = change;
    const replicas = theirs.get(flowId) ?? new Map<string, { at: number; windows: PresentWindow[] }>();
    if (windows.length > 0) theirs.set(flowId, replicas.set(change.replica, { at: now(), windows }));
    else if (replicas.delete(change.replica) && replicas.size === 0) theirs.delete(flowId);
    if (settle(flowId)) share(flowId);
    publish(flowId);
  });

  const timer = setInterval(() => {
    for (const flowId of mine.keys()) share(flowId);
    for (const [flowId, replicas] of theirs) {
      for (const [name, { at }] of replicas) if (now() - at > SILENT_MS) replicas.delete(name);
      if (replicas.size === 0) theirs.delete(flowId);
      publish(flowId);
    }
  }, TELL_MS);
  timer.unref();

  return {
    here: (flowId, { window, person, name }, pen, socket) => {
      const windows = mine.get(flowId) ?? new Map<string, Own>();
      mine.set(flowId, windows);
      const before = windows.get(window);
      const turn = turnFor(pen, window, holderOf(all(flowId)));
      const since = before?.socket === socket ? before.since : now();
      windows.set(window, { window, person, name: name.slice(0, NAME_CHARACTERS), since, turn, socket });
      // One who is new to the flow is told who is there, also when that is what all others know.
      if (before?.socket !== socket) said.delete(flowId);
      changed(flowId);
    },
    gone: (flowId, window, socket) => {
      const windows = mine.get(flowId);
      // It may have come back by another socket before this one's end was known.
      if (windows?.get(window)?.socket !== socket) return;
      windows.delete(window);
      if (windows.size === 0) mine.delete(flowId);
      changed(flowId);
    },
    close: () => {
      clearInterval(timer);
      const flows = [...mine.keys()];
      mine.clear();
      for (const flowId of flows) share(flowId);
      leave();
    },
  };
}

function holderOf(windows: readonly PresentWindow[]): PresentWindow | null {
  let holder: PresentWindow | null = null;
  for (const one of windows) {
    if (one.turn === 0) continue;
    if (!holder || one.turn > holder.turn || (one.turn === holder.turn && one.window < holder.window)) holder = one;
  }
  return holder;
}

function turnFor(pen: PenWish, window: string, holder: PresentWindow | null): number {
  if (pen === "none") return 0;
  if (!holder) return 1;
  if (holder.window === window) return holder.turn;
  return pen === "take" ? holder.turn + 1 : 0;
}
