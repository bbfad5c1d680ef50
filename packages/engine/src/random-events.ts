import type { InboundMessage, Leg, RoomCommand, RunEvent, RunState, StepEvent } from "@cordboard/contract";
import fc from "fast-check";
import { OURS, THEIRS } from "./whims.ts";

/*
 * Things that may happen to a run, in any order, as often as chance likes: what fits, what is late, what is repeated and
 * what nobody ever asked for. An act is plain data; it becomes an event when it meets the run. For tests only.
 */
const ACTS = [
  "press",
  "press",
  "come_back",
  "come_back",
  "forwarded",
  "record",
  "sent",
  "refused",
  "uncertain",
  "delivered",
  "ring",
  "answer",
  "answer",
  "answer",
  "machine",
  "leg_over",
  "hang_up",
  "deadline",
  "deadline",
  "reaper",
  "old_timer",
  "hold",
  "hold",
  "text",
  "text",
  "word",
  "passed_text",
  "room",
  "room_left",
  "stream",
  "command",
  "stop",
  "start_again",
  "old_token",
  "unknown",
] as const;

export interface Act {
  act: (typeof ACTS)[number];
  /** Which of several: legs, effects, tokens. */
  pick: number;
  afterMs: number;
  /** The same event comes twice. */
  twice: boolean;
}

export const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    act: fc.constantFrom(...ACTS),
    pick: fc.nat(20),
    afterMs: fc.constantFrom(0, 1, 1_500, 60_000),
    twice: fc.boolean(),
  }),
  { maxLength: 25, size: "max" },
);

/** What a host knows besides the run itself. */
export interface Known {
  tokens: string[];
  timers: string[];
  /** place_call effects and whether they were told to anybody. */
  calls: string[];
  effects: string[];
  /** How many texts have come in. */
  texts: number;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Happening = DistributiveOmit<RunEvent, "at">;

const at = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];

const LEG: Omit<Leg, "callUuid"> = {
  role: "outbound",
  from: "+14155550100",
  to: "+14155550101",
  status: "ringing",
  startedAt: "2026-01-01T00:00:00.000Z",
  answeredAt: null,
  endedAt: null,
  hangup: null,
};

const text = (words: string, known: Known): InboundMessage => ({
  uuid: `text-${++known.texts}`,
  from: THEIRS,
  to: OURS,
  text: words,
  type: "sms",
  media: [],
  units: 1,
  intent: "",
  receivedAt: LEG.startedAt,
});

export function happening({ act, pick }: Act, run: RunState, known: Known): Happening | null {
  const { wait, leg } = at(Object.values(run.threads), pick) ?? run.threads.main;
  const uuids = run.legs.map((one) => one.callUuid);
  const asks = (token: string, request: "action" | "redirect", event: StepEvent, callUuid = leg ?? "leg-a"): Happening => ({
    type: "step",
    token,
    request,
    callUuid,
    event,
  });
  const tells = (event: StepEvent): Happening => ({
    type: "step",
    token: wait?.token ?? "none",
    request: "callback",
    callUuid: leg ?? "",
    event,
  });
  const effect = (id: string | undefined, event: (id: string) => StepEvent, asking?: string): Happening | null =>
    id === undefined ? null : { type: "effect", effectId: id, event: event(id), ...(asking !== undefined && { asking }) };
  const progress = (what: "ringing" | "answered" | "machine" | "ended"): Happening | null => {
    const id = at(known.calls, pick);
    const callUuid = `call-of-${id}`;
    const answeredAt = what === "answered" ? "2026-01-01T00:00:05.000Z" : null;
    const over = {
      status: "completed",
      endedAt: "2026-01-01T00:01:00.000Z",
      hangup: { code: 4000, cause: "Normal Hangup", source: "Callee" },
    } as const;
    const news: Leg = {
      ...LEG,
      callUuid,
      answeredAt,
      ...(what === "ended" && over),
      ...(what === "answered" && { status: "in-progress" }),
    };
    return effect(
      id,
      (effectId) => ({ type: "call_progress", effectId, progress: what, leg: news }),
      what === "answered" ? callUuid : undefined,
    );
  };
  switch (act) {
    case "press":
      return asks(wait?.token ?? "none", "action", { type: "input", inputType: "dtmf", digits: "1", speech: "", confidence: null });
    case "come_back": {
      // As the document says: a call in the hold loop with its own token, else with that of the wait.
      const callUuid = at(uuids, pick) ?? "leg-a";
      return asks(run.holds[callUuid] ?? wait?.token ?? "none", "redirect", { type: "silence" }, callUuid);
    }
    case "forwarded": {
      const action = at(["answer", "connected", "hangup", "digits"] as const, pick) ?? "answer";
      const hangup = { code: 3010, cause: "Busy Line", source: "Callee" };
      const more = { from: LEG.from, to: LEG.to, durationSeconds: null, digits: "" };
      return tells({ type: "dial_leg", action, bLegUuid: `b-${pick % 2}`, hangup: action === "hangup" ? hangup : null, ...more });
    }
    case "record":
      return tells({ type: "recording", source: "callback", id: `rec-${pick}`, url: "https://x", durationSeconds: 3, digits: "" });
    case "sent":
      return effect(at(known.effects, pick), (effectId) => ({
        type: "effect",
        effectId,
        result: { ok: true, data: { messageUuid: `m-${effectId}` } },
      }));
    case "refused":
    case "uncertain": {
      const result = { ok: false, uncertain: act === "uncertain", error: { code: "no", message: "No." } } as const;
      return effect(at(known.effects, pick), (effectId) => ({ type: "effect", effectId, result }));
    }
    case "delivered":
      return effect(at(known.effects, pick), (effectId) => ({
        type: "message_status",
        effectId,
        messageUuid: "m",
        status: "delivered",
        errorCode: "",
      }));
    case "ring":
      return progress("ringing");
    case "answer":
      return progress("answered");
    case "machine":
      return progress("machine");
    case "leg_over":
      return progress("ended");
    case "hang_up": {
      if (pick % 3 === 0) return null;
      const source = at(["Caller", "API Request", "Error"], pick) ?? "";
      const change = { status: "completed", hangup: { code: 4000, cause: "Normal Hangup", source } } as const;
      return { type: "leg", callUuid: at(uuids, pick) ?? "leg-a", ended: true, change };
    }
    case "deadline":
      return { type: "timer", timerId: wait?.timerId ?? run.reaperTimer ?? "none" };
    case "reaper":
      return { type: "timer", timerId: run.reaperTimer ?? "none" };
    case "old_timer":
      return { type: "timer", timerId: at(known.timers, pick) ?? "none" };
    case "hold":
      return { type: "hold", callUuid: run.openReply ?? at(uuids, pick) ?? "leg-a" };
    case "text":
    case "word":
    case "passed_text":
      return { type: "message", message: text(act === "word" ? "STOP" : "Hello", known), ...(act === "passed_text" && { passedOn: true }) };
    case "room": {
      const news = at(["enter", "exit", "digits", "end"] as const, pick) ?? "enter";
      const member = { roomUuid: "room", memberId: `member-${pick % 2}`, callUuid: at(uuids, pick) ?? "", role: "agent", digits: "" };
      return tells({ type: "room", event: news, ...member });
    }
    case "room_left":
      return asks(wait?.token ?? "none", "action", { type: "room_left", roomUuid: "room", memberId: "member-0" });
    case "stream":
      return tells({ type: "stream", event: at(["StartStream", "StopStream", "DroppedStream"], pick) ?? "", streamId: "stream" });
    case "command": {
      const command: RoomCommand = { name: "hold", address: THEIRS, to: "", role: "agent", source: "" };
      return { type: "command", nodeId: wait?.nodeId ?? "none", command, by: "Ann" };
    }
    case "stop":
      return pick % 4 === 0 ? { type: "stop", by: "Ann" } : null;
    case "start_again":
      return { type: "started", trigger: run.trigger };
    case "old_token":
      return asks(
        at(known.tokens, pick) ?? "none",
        pick % 2 === 0 ? "action" : "redirect",
        { type: "silence" },
        at(uuids, pick) ?? "leg-a",
      );
    case "unknown":
      return asks("token-of-nobody", "redirect", { type: "silence" }, "leg-of-nobody");
  }
}
