import {
  type Hearing,
  type Hears,
  type InboundMessage,
  plainWord,
  type RunState,
  type StoredWait,
  type Thread,
  wantsText,
} from "@cordboard/contract";
import type { CompiledFlow } from "./compile.ts";
import { followHandler } from "./handlers.ts";
import { threadsOf } from "./threads.ts";
import { isOver, type Turn } from "./turn.ts";

/*
 * Whose texts a run is told of. A conversation stays the run's own from its first text, or the first step that waits for
 * one, for as long as it may still come to such a step: what is texted between two questions is kept for the next. While
 * texts that it kept are passed on (unread.ts), those that come later are kept behind them.
 */

const fits = ({ number, contact }: Hears, { from, to }: Pick<InboundMessage, "from" | "to">): boolean =>
  (number === null || number === to) && (contact === null || contact === from);

const waitsFor = (wait: StoredWait | null, message: InboundMessage): boolean => wait?.hears?.some((hears) => fits(hears, message)) ?? false;

/**
 * No step waits for the text now, but one of this conversation may, or it would overtake others that are passed on.
 * `passedOn`: by another run, so it has its place there.
 */
export const mayKeep = ({ run, flow }: Turn, message: InboundMessage, passedOn: boolean): boolean =>
  (run.heard ?? []).some((hears) => fits(hears, message)) && (mayStillHear(run, flow) || (!passedOn && isPassing(run)));

const mayStillHear = (run: RunState, flow: CompiledFlow): boolean =>
  !isOver(run) && threadsOf(run).some(({ state }) => mayHear(flow, state));

/** Texts that the run kept are on their way to others. */
export const isPassing = ({ effects }: RunState): boolean => Object.values(effects).some(({ kind, open }) => kind === "pass_texts" && open);

/** The path whose step waits for the text; of several, the one that asked last. */
export function threadFor(run: RunState, message: InboundMessage): Thread | null {
  const waiting = threadsOf(run).filter(({ wait }) => waitsFor(wait, message));
  return waiting.toSorted((a, b) => sinceOf(b.wait, run) - sinceOf(a.wait, run))[0] ?? null;
}

const sinceOf = (wait: StoredWait | null, run: RunState): number => Date.parse(wait?.step?.enteredAt ?? "") || run.startedAt;

/** The run's own pair, and those it has asked: whose STOP, HELP and other words go to `on_keyword`. */
function pairsOf({ number, contact, heard = [] }: RunState): Hears[] {
  const own = contact.number === null ? [] : [{ number, contact: contact.number }];
  return [
    ...own,
    ...heard.filter((pair) => pair.contact !== null && !own.some((one) => one.contact === pair.contact && one.number === pair.number)),
  ];
}

/** Words besides STOP, HELP and START that the flow reacts to. */
export const wordsOf = ({ entry }: CompiledFlow): string[] => (entry.manifest.words?.(entry.config) ?? []).map(plainWord);

/** The text is a word that the flow's `on_keyword` is for. */
export const isKeyword = (turn: Turn, message: InboundMessage): boolean =>
  followHandler(turn, "on_keyword") !== null &&
  pairsOf(turn.run).some((pair) => fits(pair, message)) &&
  wantsText({ for: "keyword", words: wordsOf(turn.flow) }, message);

/** These texts are of the run's conversation from now on. */
export function takeToHeart({ run }: Turn, hears: readonly Hears[]): void {
  const known = run.heard ?? [];
  const fresh = hears.filter((one) => !known.some(({ number, contact }) => number === one.number && contact === one.contact));
  if (fresh.length > 0) run.heard = [...known, ...fresh];
}

/** What the run listens to after this turn; undefined when that is what it listened to before. */
export function changedHearings(turn: Turn): Hearing[] | undefined {
  const { run } = turn;
  const before = run.hearings ?? [];
  const after = hearingsOf(turn);
  if (before.length === 0 && after.length === 0) return undefined;
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  run.hearings = after;
  return after;
}

/** Before whatever else listens. */
const FIRST = Number.MAX_SAFE_INTEGER;

/** One per number, contact and purpose, whichever of the run's paths listens. */
function hearingsOf(turn: Turn): Hearing[] {
  const { run, flow } = turn;
  const { heard = [] } = run;
  // Nobody is to be told of a later text before those that are on their way.
  const behind = heard.length > 0 && isPassing(run) ? heard.map((hears) => hearing(hears, "answer", FIRST)) : [];
  if (isOver(run)) return behind;
  const now = threadsOf(run).flatMap(({ wait }) => (wait?.hears ?? []).map((hears) => hearing(hears, "answer", sinceOf(wait, run))));
  const words = followHandler(turn, "on_keyword") === null ? null : wordsOf(flow);
  const all = [
    ...behind,
    ...now.toSorted((a, b) => b.since - a.since),
    ...(heard.length > 0 && mayStillHear(run, flow) ? heard.map((hears) => hearing(hears, "later", run.startedAt)) : []),
    ...(words ? pairsOf(run).map((hears) => hearing(hears, "keyword", run.startedAt, words)) : []),
  ];
  return all.filter((one, i) => !all.slice(0, i).some((before) => isSame(before, one)));
}

const isSame = (a: Hearing, b: Hearing): boolean => a.number === b.number && a.contact === b.contact && a.for === b.for;

function hearing({ number, contact }: Hears, what: Hearing["for"], since: number, words: string[] = []): Hearing {
  return { number: number ?? "", contact: contact ?? "", for: what, words, since };
}

const listening = new WeakMap<CompiledFlow, ReadonlySet<string>>();

/** A run of the flow may come from this node to one that waits for texts. */
export function mayHear(flow: CompiledFlow, nodeId: string): boolean {
  const known = listening.get(flow) ?? nodesBeforeHearing(flow);
  listening.set(flow, known);
  return known.has(nodeId);
}

function nodesBeforeHearing({ document, nodes, entry }: CompiledFlow): ReadonlySet<string> {
  const hearing = new Set([...nodes.values()].filter(({ manifest }) => manifest.hears).map(({ node }) => node.id));
  if (hearing.size === 0) return hearing;
  const into = Map.groupBy(document.edges, ({ to }) => to);
  const before = new Set<string>();
  const open = [...hearing];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const { from } of into.get(at) ?? []) {
      if (before.has(from)) continue;
      before.add(from);
      open.push(from);
    }
  // Handlers may follow any node.
  const handlers = new Set(entry.manifest.exits(entry.config).flatMap((exit) => (exit.handles ? [exit.id] : [])));
  const handled = document.edges.some(
    ({ from, exit, to }) => from === entry.node.id && handlers.has(exit) && (hearing.has(to) || before.has(to)),
  );
  return handled ? new Set(nodes.keys()) : before;
}
