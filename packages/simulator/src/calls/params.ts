import { HANGUP_CAUSES } from "@cordboard/plivo";
import { isSip } from "../state/addresses.ts";
import type { World } from "../world.ts";
import { classicCause } from "./causes.ts";
import type { Leg } from "./leg.ts";

export type Params = Record<string, string>;

/** Per started minute. One price everywhere: bills are not what the simulator is for. */
const RATE_PER_MINUTE = 0.0085;

export function wireNumber(world: World, address: string): string {
  return world.choices.plusInNumbers && /^\d{7,15}$/.test(address) ? `+${address}` : address;
}

/** Parameters of every voice request about a leg (plivo-platform 2.3). */
export function callParams(world: World, leg: Leg, event?: string): Params {
  return {
    CallUUID: leg.uuid,
    From: wireNumber(world, leg.from),
    To: wireNumber(world, leg.to),
    CallStatus: leg.status,
    Direction: leg.direction,
    ...(event !== undefined && { Event: event }),
    ...(leg.direction === "outbound"
      ? { RequestUUID: leg.requestUuid ?? leg.uuid, ALegUUID: leg.uuid, ALegRequestUUID: leg.requestUuid ?? leg.uuid }
      : { CallerName: leg.callerName || wireNumber(world, leg.from) }),
    SessionStart: microTime(leg.startedAt),
    BillRate: String(RATE_PER_MINUTE),
    ParentAuthID: world.account.authId,
    STIRVerification: "Not Applicable",
    STIRAttestation: "Not Applicable",
    ...Object.fromEntries(Object.entries(leg.sipHeaders).map(([name, value]) => [`X-PH-${name}`, value])),
    ...(isSip(leg.to) && { "SIP-H-To": `<${leg.to}>;tag=1` }),
    ...(leg.machineReported && { Machine: "true" }),
  };
}

/** `2026-06-08 06:04:32.870000` (UTC). */
export function microTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23).replace("T", " ")}000`;
}

/** `2026-06-08 06:04:32`. The platform writes the console's time zone here; ours is UTC. */
export function plainTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

export function costOf(leg: Leg): { billSeconds: number; rate: string; amount: string } {
  const minutes = Math.ceil(leg.durationSeconds() / 60);
  return { billSeconds: minutes * 60, rate: RATE_PER_MINUTE.toFixed(5), amount: (minutes * RATE_PER_MINUTE).toFixed(5) };
}

/** Parameters of `hangup_url` (plivo-platform 2.5). */
export function hangupParams(world: World, leg: Leg): Params {
  const ending = leg.over.value ?? { code: 5010 as const, source: "Error" };
  const cost = costOf(leg);
  return {
    ...callParams(world, leg, "Hangup"),
    StartTime: plainTime(leg.startedAt),
    AnswerTime: leg.answeredAt === null ? "" : plainTime(leg.answeredAt),
    EndTime: plainTime(leg.endedAt ?? world.time.now()),
    Duration: String(leg.durationSeconds()),
    BillDuration: String(cost.billSeconds),
    TotalCost: cost.amount,
    HangupCause: classicCause(ending.code),
    HangupCauseName: HANGUP_CAUSES[ending.code],
    HangupCauseCode: String(ending.code),
    HangupSource: ending.source,
  };
}
