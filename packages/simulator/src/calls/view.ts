import { HANGUP_CAUSES } from "@cordboard/plivo";
import { display } from "../state/addresses.ts";
import type { CallStatus, Leg } from "./leg.ts";

/** One line of what happened on a leg: an element that ran, a request that was made, something the person did. */
export interface TranscriptEntry {
  seq: number;
  at: string;
  /** An element's name; `Answer`, `Ring`, `Hangup`… for requests of the platform; `Pressed`, `Said`, `Heard`, `Tones` for people. */
  element: string;
  attrs: Record<string, string>;
  text?: string;
  request?: { kind: string; method: string; url: string; params: Record<string, string>; status: number | null; error?: string };
}

/** A leg as `/sim` shows it. Numbers with `+`, times in simulated ISO-8601 UTC. */
export interface CallView {
  callUuid: string;
  requestUuid: string | null;
  parentCallUuid: string | null;
  direction: "inbound" | "outbound";
  from: string;
  to: string;
  state: "queued" | "ringing" | "in-progress" | "ended";
  status: CallStatus;
  /** The element that runs now, e.g. `GetDigits`; null between elements. */
  element: string | null;
  machine: boolean;
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  durationSeconds: number;
  hangup: { code: number; name: string; source: string } | null;
  transcript: TranscriptEntry[];
}

export function stateOf(leg: Leg): CallView["state"] {
  if (leg.over.fired) return "ended";
  return leg.status === "ringing" || leg.status === "in-progress" ? leg.status : "queued";
}

export function viewOf(leg: Leg): CallView {
  return { ...summaryOf(leg), transcript: leg.transcript };
}

export function summaryOf(leg: Leg): Omit<CallView, "transcript"> {
  const ending = leg.over.value;
  const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  return {
    callUuid: leg.uuid,
    requestUuid: leg.requestUuid,
    parentCallUuid: leg.parent?.uuid ?? null,
    direction: leg.direction,
    from: display(leg.from),
    to: display(leg.to),
    state: stateOf(leg),
    status: leg.status,
    element: leg.element,
    machine: leg.machine,
    startedAt: new Date(leg.startedAt).toISOString(),
    answeredAt: iso(leg.answeredAt),
    endedAt: iso(leg.endedAt),
    durationSeconds: leg.durationSeconds(),
    hangup: ending ? { code: ending.code, name: HANGUP_CAUSES[ending.code], source: ending.source } : null,
  };
}
