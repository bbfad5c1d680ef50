import { Random } from "./random.ts";

/** Every trouble there is, and how often it comes in a minute. */
const PER_MINUTE = {
  /** `kill -9` of a replica, at any instant. */
  kill: 12.5,
  /** The carrier has done it, and the replica dies before it hears so. */
  kill_after_effect: 4,
  /** The replica has noted that it begins, and dies before the carrier hears of it. */
  kill_before_effect: 1,
  /** SIGSTOP for longer than a lease, then SIGCONT: it wakes up and believes that nothing happened. */
  freeze: 1,
  /** The carrier did it, the connection breaks, the replica lives. */
  carrier_cut: 4,
  /** Shares of 1, 5, 25 and 100 % of the effects are done and not confirmed, for a while. */
  accept_then_drop: 2,
  refuse_429: 1,
  carrier_5xx: 1,
  repeat_webhooks: 1,
  drop_webhooks: 1,
  shuffle_webhooks: 1,
} as const;

/** And with a database across a wire. */
const PER_MINUTE_POSTGRES = {
  /** Stopped at once, as by a power cut, and started again. */
  database_stop: 6,
  cut_all: 4,
  cut_after_bytes: 4,
  cut_after_commit: 5,
  half_open: 1,
  blackhole: 1,
  slow_wire: 1,
} as const;

export type ActKind = keyof typeof PER_MINUTE | keyof typeof PER_MINUTE_POSTGRES;

/** One trouble, complete: what it does depends on nothing but this. */
export interface Act {
  atMs: number;
  kind: ActKind;
  /** Which replica it is about. */
  replica: number;
  /** From 0 to 1: how long, how much; each kind reads it as it likes. */
  amount: number;
}

/** At the end nothing new happens, so that what is under way can show itself. */
const QUIET_END_MS = 2_000;

/** The same seed, length and store: the same troubles at the same times. */
export function schedule(options: { seed: number; minutes: number; store: "sqlite" | "postgres"; replicas: number }): Act[] {
  const random = new Random(options.seed);
  const lengthMs = options.minutes * 60_000 - QUIET_END_MS;
  const rates: [string, number][] = [
    ...Object.entries(PER_MINUTE),
    ...(options.store === "postgres" ? Object.entries(PER_MINUTE_POSTGRES) : []),
  ];
  const acts = rates.flatMap(([kind, perMinute]) => {
    const own = random.fork();
    const count = Math.max(1, Math.round(perMinute * options.minutes));
    // Evenly spread, at a random instant of each share.
    return Array.from({ length: count }, (_, i): Act => {
      const atMs = Math.round(((i + own.next()) / count) * lengthMs);
      return { atMs, kind: kind as ActKind, replica: own.whole(0, options.replicas - 1), amount: own.next() };
    });
  });
  return acts.toSorted((a, b) => a.atMs - b.atMs);
}
