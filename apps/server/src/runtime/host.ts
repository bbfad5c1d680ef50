/**
 * Time, chance and the way out, as the runtime sees them. Nothing in `runtime/` touches the machine's own clock, timers,
 * randomness or network (lint sees to that), so that a simulation can stand in for all of them with one seed. The real
 * one is made in `real-host.ts`.
 *
 * Due times are never compared with this clock: they are database time. This clock measures how long something takes.
 */
export interface Host {
  /** ms, monotonic; only differences mean something. */
  now: () => number;
  /** ms since the epoch by this machine's clock, which may be wrong: for dates that are exchanged with others. */
  wallClock: () => number;
  /** Calls once, after `ms`. */
  after: (ms: number, call: () => void) => Cancel;
  /** Calls again and again, every `ms`; that alone doesn't keep the process alive. */
  every: (ms: number, call: () => void) => Cancel;
  /** Calls when the event loop has handled what it has read already. */
  soon: (call: () => void) => void;
  /** 0 ≤ x < 1. */
  random: () => number;
  /** An unguessable id or token: 122 random bits. */
  newId: () => string;
  /** A run's id; sorts by time. `at`: ms since the epoch. */
  newRunId: (at: number) => string;
  fetch: typeof globalThis.fetch;
}

export type Cancel = () => void;

export const pause = (host: Host, ms: number): Promise<void> => new Promise((done) => host.after(ms, () => done()));
