import { useEffect, useRef } from "react";
import type { SimEntry } from "../api/sim.ts";
import type { Line } from "./lines.ts";
import { hush, speak } from "./speaker.ts";
import { spokenLines } from "./spoken-lines.ts";
import { playHangup, startRinging } from "./tones.ts";

/** What was said longer before the newest line than this isn't caught up on when a line comes into sight. */
const CATCH_UP_MS = 5_000;

/** The last entry that is too old to be spoken. */
export function oldUpTo(entries: readonly SimEntry[]): number {
  const newest = Date.parse(entries.at(-1)?.at ?? "");
  return entries.findLast((entry) => Date.parse(entry.at) < newest - CATCH_UP_MS)?.seq ?? 0;
}

/** Speaks what the shown line hears, each prompt once. */
export function useSpokenPrompts(line: Line | null, muted: boolean): void {
  const done = useRef<{ callUuid: string; seq: number } | null>(null);
  useEffect(() => {
    const newest = line?.transcript.at(-1)?.seq ?? 0;
    if (!line || line.state === "ended" || muted) {
      hush();
      done.current = line ? { callUuid: line.callUuid, seq: newest } : null;
      return;
    }
    if (done.current?.callUuid !== line.callUuid) {
      hush();
      done.current = { callUuid: line.callUuid, seq: oldUpTo(line.transcript) };
    }
    const after = done.current.seq;
    for (const spoken of spokenLines(line.transcript.filter((entry) => entry.seq > after))) {
      if (spoken.kind === "heard" && spoken.spoken) speak(spoken);
      else if (spoken.kind === "pressed" || spoken.kind === "said") hush();
    }
    done.current.seq = Math.max(after, newest);
  }, [line, muted]);
}

/** The bell of a phone that is called, what a caller hears while it rings, and the tones of an ended call. */
export function useRinging(incoming: boolean, outgoing: boolean, muted: boolean): void {
  useEffect(() => {
    if (muted || (!incoming && !outgoing)) return;
    return startRinging(incoming);
  }, [incoming, outgoing, muted]);
}

export function useHangupTone(line: Line | null, muted: boolean): void {
  const before = useRef<Line["state"] | null>(null);
  const state = line?.state ?? null;
  useEffect(() => {
    if (before.current === "in-progress" && state === "ended" && !muted) playHangup();
    before.current = state;
  }, [state, muted]);
}
