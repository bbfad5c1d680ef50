/** Why a call ended (plivo-platform 6.1, 6.2). */
export interface Hangup {
  /** Plivo's hang-up cause code, e.g. 4000. */
  code: number | null;
  cause: string;
  /** Plivo's HangupSource, e.g. `Caller`. */
  source: string;
}

export type LegStatus = "queued" | "ringing" | "in-progress" | "completed" | "busy" | "failed" | "no-answer" | "timeout" | "cancel";

/** One call within a run. Numbers are E.164 with `+`, or a SIP address. Times are ISO-8601 UTC. */
export interface Leg {
  callUuid: string;
  role: "inbound" | "outbound" | "forwarded";
  from: string;
  to: string;
  status: LegStatus;
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  hangup: Hangup | null;
  /** The effect that placed it (outbound legs). */
  effectId?: string;
  durationSeconds?: number;
  billSeconds?: number;
  billRate?: string;
  billAmount?: string;
  /** Early, non-answered call: the carrier may still reject it (`Hangup reason`). */
  machine?: boolean;
}

export type DialStatus = "completed" | "busy" | "failed" | "cancel" | "timeout" | "no-answer";
export type MessageStatus = "queued" | "sent" | "delivered" | "undelivered" | "failed" | "read" | "rejected";
