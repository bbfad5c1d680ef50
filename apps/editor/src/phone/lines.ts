/**
 * The lines of the handset: one per leg that ends at an outside phone.
 *
 *   ringing (incoming) ──answer here──▶ in-progress ──▶ ended
 *   dialling (ours)    ──────────────▶ in-progress ──▶ ended
 *
 * A leg is `mine` when this browser tab dialled or answered it. Others are shown only while they ring: somebody
 * else, or a script, has the receiver.
 */
import type { SimCall, SimEntry } from "../api/sim.ts";

export interface Line {
  callUuid: string;
  /** The outside phone that this handset stands for, and who it talks to. */
  phone: string;
  other: string;
  incoming: boolean;
  state: "ringing" | "in-progress" | "ended";
  mine: boolean;
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  hangup: SimCall["hangup"];
  transcript: SimEntry[];
}

/** Ended lines stay readable; more than this many are forgotten, oldest first. */
const KEEP_ENDED = 3;

export function withCall(lines: readonly Line[], call: SimCall, isMine: boolean): Line[] {
  const before = lines.find((line) => line.callUuid === call.callUuid);
  const mine = isMine || (before?.mine ?? false);
  const line: Line = {
    transcript: [],
    ...before,
    callUuid: call.callUuid,
    phone: call.direction === "inbound" ? call.from : call.to,
    other: call.direction === "inbound" ? call.to : call.from,
    incoming: call.direction === "outbound",
    state: call.state === "queued" ? "ringing" : call.state,
    mine,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    hangup: call.hangup,
  };
  const rings = line.incoming && call.state === "ringing";
  const next = lines.filter((other) => other.callUuid !== call.callUuid);
  if (!mine && !rings) return next.length === lines.length ? [...lines] : next;
  return forget([...next, line].sort((a, b) => a.startedAt.localeCompare(b.startedAt)));
}

/** By `seq`, the later word wins: a transcript that was fetched meets what the feed says meanwhile. */
export function withEntries(lines: readonly Line[], callUuid: string, entries: readonly SimEntry[]): Line[] {
  return lines.map((line) => {
    if (line.callUuid !== callUuid) return line;
    const bySeq = new Map([...line.transcript, ...entries].map((entry) => [entry.seq, entry]));
    return { ...line, transcript: [...bySeq.values()].sort((a, b) => a.seq - b.seq) };
  });
}

/** The simulator forgot a call that was live (it was restarted): the line is dead, what was said stays readable. */
export function withoutLost(lines: readonly Line[], known: ReadonlySet<string>): Line[] {
  return lines.flatMap((line) => {
    if (line.state === "ended" || known.has(line.callUuid)) return [line];
    return line.mine ? [{ ...line, state: "ended" as const, hangup: { code: 0, name: "The simulator was restarted", source: "" } }] : [];
  });
}

export const withoutEnded = (lines: readonly Line[]): Line[] => lines.filter((line) => line.state !== "ended");

function forget(lines: Line[]): Line[] {
  const ended = lines.filter((line) => line.state === "ended");
  const drop = new Set(ended.slice(0, Math.max(0, ended.length - KEEP_ENDED)).map((line) => line.callUuid));
  return drop.size === 0 ? lines : lines.filter((line) => !drop.has(line.callUuid));
}

/** The line on screen: the chosen one while it exists, else a ringing one of ours, else the newest live one. */
export function activeLine(lines: readonly Line[], chosen: string | null): Line | null {
  const own = lines.filter((line) => line.mine);
  return own.find((line) => line.callUuid === chosen) ?? own.findLast((line) => line.state !== "ended") ?? null;
}

/** Every other phone that wants a hand: it rings, or somebody here is on it. */
export const sideLines = (lines: readonly Line[], active: Line | null): Line[] =>
  lines.filter((line) => line !== active && line.state !== "ended" && (line.mine || (line.incoming && line.state === "ringing")));

export const ringingLines = (lines: readonly Line[]): Line[] => lines.filter((line) => line.incoming && line.state === "ringing");
