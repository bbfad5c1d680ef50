import { check } from "./check/check.ts";
import type { Evidence, Finding } from "./check/evidence.ts";
import { cordsOf, readAttempts, readRuns } from "./check/gather.ts";
import { inDoubt } from "./check/rules-effects.ts";
import { lateness } from "./check/rules-runs.ts";
import { type Prepared, WAIT_SECONDS } from "./load/flows.ts";
import { type Figure, spread } from "./report.ts";
import { type Settled, settle } from "./settle.ts";
import { isAcknowledged } from "./world/record.ts";
import type { World } from "./world/world.ts";

export interface VerdictOptions {
  /** Something tells what became of an effect whose answer was lost: the carrier's lists, or its callbacks. */
  lookUp: boolean;
  /** The carrier's lists could be read. Default: as `lookUp`. */
  lists?: boolean;
  calmSeconds: number;
  /** Faults at the carrier that go on until the end. */
  lasting?: Record<string, unknown>;
  latestTimerMs?: number;
}

export interface Verdict {
  findings: Finding[];
  figures: Record<string, Figure>;
  evidence: Evidence;
  settled: Settled;
}

/** A database that is away holds every timer up; the longest outage of a schedule, recovery and restart included. */
const LATEST_TIMER_MS = 20_000;

/** The troubles and the load are over: lets everything settle, asks all witnesses, and judges. Nothing is recorded after this. */
export async function judge(world: World, at: Prepared, options: VerdictOptions): Promise<Verdict> {
  const settled = await settle(world, { calmSeconds: options.calmSeconds, lasting: options.lasting ?? {} });
  const runs = await readRuns(world, at);
  world.recorder.close();
  const evidence: Evidence = {
    attempts: await readAttempts(world.recorder.file),
    ledger: world.carrier.ledger,
    runs,
    listedUncertain: settled.listedUncertain,
    readAt: Date.now() + settled.advancedMs,
    expect: {
      lookUp: options.lookUp,
      lists: options.lists ?? options.lookUp,
      waits: { Pause: WAIT_SECONDS * 1000 },
      latestTimerMs: options.latestTimerMs ?? LATEST_TIMER_MS,
      cords: cordsOf(at),
    },
  };
  const crashes = world.replicas.flatMap(({ name, crashes }) => crashes.map((what): Finding => ({ rule: "crashed", subject: name, what })));
  return { findings: [...check(evidence), ...crashes], figures: figuresOf(evidence, settled), evidence, settled };
}

function figuresOf(evidence: Evidence, settled: Settled): Record<string, Figure> {
  const { attempts, runs, ledger } = evidence;
  const taken = attempts.filter(isAcknowledged);
  const doubt = inDoubt(evidence);
  return {
    "events acknowledged": taken.length,
    "distinct events": new Set(taken.map(({ key }) => key)).size,
    "tries in all": attempts.length,
    "tries held": attempts.filter(({ held }) => held).length,
    "calls turned away": attempts.filter(({ turnedAway }) => turnedAway).length,
    runs: runs.length,
    "requests to the carrier": ledger.length,
    "answer to a webhook, ms": spread(taken.map(({ ms }) => ms)),
    "timer late by, ms": spread(lateness(evidence).map(({ lateMs }) => lateMs)),
    "calm after the last trouble, ms": settled.calmAfterMs === null ? "not by itself" : Math.round(settled.calmAfterMs),
    "in doubt, the carrier did it": doubt.did.length,
    "in doubt, the carrier never had it": doubt.never.length,
  };
}
