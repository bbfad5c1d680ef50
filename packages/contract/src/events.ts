import type { Verb } from "@cordboard/plivo";
import type { DialStatus, Hangup, Leg, MessageStatus } from "./call.ts";
import type { EffectResult, FlowEnd } from "./effects.ts";
import type { JsonObject } from "./json.ts";
import type { InboundMessage } from "./messages.ts";

/** How a run begins. Numbers are E.164 with `+` or SIP addresses. */
export type Trigger =
  | {
      kind: "call";
      call: {
        callUuid: string;
        from: string;
        to: string;
        callerName?: string;
        status: string;
        sipHeaders: Record<string, string>;
        startedAt: string;
      };
    }
  | {
      kind: "message";
      message: InboundMessage;
    }
  | { kind: "api"; params: JsonObject; to?: string; from?: string }
  | {
      kind: "flow";
      inputs: JsonObject;
      by: {
        runId: string;
        /** The effect of that run which started this one. */
        effectId: string;
        flowName: string;
        /** That run waits for the end of this one. */
        waits: boolean;
        /** Runs above this one, itself not counted. */
        depth: number;
      };
      /** What began the run above. */
      origin: Exclude<Trigger, { kind: "flow" }> | null;
      /** Our number and the other party's, as the run above has them. */
      number: string | null;
      contact: string | null;
    };

/** What a new run is handed by the one that started it: its calls (the first one to talk to), and what that is still to hear. */
export interface HandedOver {
  legs: Leg[];
  verbs: Verb[];
  /** The call is in the middle of another run's document. */
  busy: boolean;
  /** Values that are sensitive here too. */
  secrets: string[];
  /** What the other party has entered there. */
  entered?: string[];
}

/** What a component's `resume` is told. */
export type StepEvent =
  | { type: "input"; inputType: "dtmf" | "speech"; digits: string; speech: string; confidence: number | null }
  /** The `Redirect` behind the wait's verbs was requested: nothing came, or the verbs are done. */
  | { type: "silence" }
  | { type: "dial_ended"; status: DialStatus; ringing: boolean; hangupCause: string; aLegUuid: string; bLegUuid: string }
  | {
      type: "dial_leg";
      action: "answer" | "connected" | "hangup" | "digits";
      bLegUuid: string;
      from: string;
      to: string;
      durationSeconds: number | null;
      hangup: Hangup | null;
      digits: string;
    }
  | { type: "recording"; source: "action" | "callback"; id: string; url: string; durationSeconds: number; digits: string }
  /**
   * News of a conference or multi-party call. `event`: enter, exit, digits, floor, mute, unmute, hold, unhold, start, end, or
   * the carrier's own word. `callUuid`: whose news it is; empty for the room's.
   */
  | { type: "room"; event: string; roomUuid: string; memberId: string; callUuid: string; role: string; digits: string }
  /** The call has come out of the room and asks how to go on. */
  | { type: "room_left"; roomUuid: string; memberId: string }
  | { type: "stream"; event: string; streamId: string }
  /** Somebody steers a room by API: `name` is PHLO's word (phlo.md 12.6). */
  | { type: "command"; command: RoomCommand }
  | { type: "transcription"; recordingId: string; text: string; error: string }
  /** The request of an effect was answered, failed, or stays in doubt. */
  | { type: "effect"; effectId: string; result: EffectResult }
  /** A call placed by an effect moves on. */
  | { type: "call_progress"; effectId: string; progress: "ringing" | "answered" | "machine" | "ended"; leg: Leg }
  /** `to`: who it was for. `units`: the parts it was sent in. `price`: in the carrier's currency and digits. */
  | {
      type: "message_status";
      effectId: string;
      messageUuid: string;
      to?: string;
      status: MessageStatus;
      errorCode: string;
      units?: number;
      price?: string;
    }
  /** A text that the wait hears. */
  | { type: "message"; message: InboundMessage }
  /** A run that this step waits for is over. Its calls are this run's again by now. */
  | { type: "flow_ended"; effectId: string; end: FlowEnd }
  /** A path beside this step is over (`branches`). `reason`: why, when it didn't come to an end of its own. */
  | { type: "branch"; exit: string; result: string | null; outputs: JsonObject; reason: string | null }
  /** The wait's deadline passed. */
  | { type: "timer" }
  /** The leg this step was talking to is gone. `by` says who ended it. */
  | { type: "hangup"; by: "caller" | "callee" | "us" | "carrier"; leg: Leg };

export const ROOM_COMMANDS = [
  "call",
  "warm_transfer",
  "cold_transfer",
  "abort_transfer",
  "resume_call",
  "voicemail_drop",
  "hold",
  "unhold",
  "mute",
  "unmute",
  "hangup",
] as const;

export interface RoomCommand {
  name: (typeof ROOM_COMMANDS)[number];
  /** The member it is about: a number or SIP address as it was called; empty when it is about the room. */
  address: string;
  /** Who is to be called. */
  to: string;
  role: "agent" | "customer" | "supervisor";
  /** Who asks for a transfer: a member's address. */
  source: string;
}

/** What the server delivers to a run. `at` is database time, ms since the epoch. */
export type RunEvent = { at: number } &
  /** `startNode`: try from this node instead of the entry. */
  (
    | { type: "started"; trigger: Trigger; startNode?: string; handed?: HandedOver }
    /** A request of the carrier to a step's URL. `callUuid`: the leg that asks. */
    | { type: "step"; token: string; request: "action" | "redirect" | "callback"; callUuid: string; event: StepEvent | null }
    /** `asking`: the leg whose request carries this news and is owed XML (an answer URL). */
    | { type: "effect"; effectId: string; event: StepEvent; asking?: string }
    /** News of a leg by its CallUUID: ringing, answered or (with `ended`) over. */
    | { type: "leg"; callUuid: string; change: Partial<Leg>; ended: boolean; /** by another run of ours */ passedOn?: boolean }
    | { type: "timer"; timerId: string }
    /** A text from outside, by the run's hearings. One that it does not listen to any more is declined. */
    | { type: "message"; message: InboundMessage; /** kept by another run of ours, which has not read it */ passedOn?: boolean }
    /** The open reply of this leg has waited `TIMING.replyWithinMs`: answer with the hold loop. */
    | { type: "hold"; callUuid: string }
    /** Something to do for the step that waits at this node, asked for by API. */
    | { type: "command"; nodeId: string; command: RoomCommand; by: string }
    /** `giveBack`: calls that the run was handed go back to where they came from. */
    | { type: "stop"; by: string; giveBack?: boolean }
  );
