import type { LedgerRow } from "@cordboard/simulator";
import type { Attempt } from "../world/record.ts";

/*
 * What the checker judges by. Three witnesses that know nothing of each other:
 *
 *   attempts   the carrier's side: every event that was sent, every answer, append-only
 *   ledger     the carrier's own list of what it was asked to do, append-only
 *   runs       what the product says of itself, read through its API when all is over
 */
export interface Evidence {
  attempts: Attempt[];
  ledger: LedgerRow[];
  runs: RunHistory[];
  /** What `/api/effects?state=uncertain` listed when the faults were over and the carrier had been looked at. */
  listedUncertain: string[];
  /** The product's clock when the runs were read, ms since the epoch. */
  readAt: number;
  expect: Expectations;
}

export interface Expectations {
  /** Left in doubt, although the carrier did it and its lists could be read: a failure. */
  lookUp: boolean;
  /** Left in doubt although the carrier's lists could be read: a failure, also when it never did it. */
  lists: boolean;
  /** Node names of waits, and how long each is to last, ms. */
  waits: Record<string, number>;
  /** A wait that ends later than this after its time is a failure, ms. */
  latestTimerMs: number;
  /** Cords of each flow: `From.exit` to `To`, by flow id. */
  cords: Record<string, Record<string, string>>;
}

export interface RunHistory {
  id: string;
  flowId: string;
  status: "running" | "completed" | "failed" | "stopped";
  reason: string | null;
  waitingFor: { nodeId: string; kind: string; until: string }[];
  startedAt: string;
  endedAt: string | null;
  /** CallUUIDs of its legs. */
  calls: string[];
  /** Webhooks in its carrier log, in order. */
  webhooks: StoredWebhook[];
  steps: StepVisit[];
  effects: EffectState[];
}

export interface StoredWebhook {
  /** Path below the product's address. */
  path: string;
  /** The event's name as the carrier's side names it; null for a request that came back out of the hold loop. */
  key: string | null;
}

export interface StepVisit {
  seq: number;
  thread: string;
  name: string;
  exit: string | null;
  enteredAt: string;
  leftAt: string | null;
}

export interface EffectState {
  id: string;
  kind: string;
  state: "pending" | "begun" | "done" | "failed" | "uncertain" | "cancelled";
  /** Number or call that it goes to. */
  target: string;
  createdAt: string;
  settledAt: string | null;
}

export const RULES = [
  "lost",
  "doubled",
  "stuck",
  "left uncertain",
  "illegal order",
  "ended wrong",
  "early timer",
  "late timer",
  "bad answer",
  "crashed",
] as const;
export type Rule = (typeof RULES)[number];

/** One thing that must not be. */
export interface Finding {
  rule: Rule;
  /** The call, text, run or effect it is about. */
  subject: string;
  what: string;
}
