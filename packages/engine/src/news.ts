import type { EffectKind, InboundMessage, Leg, RunEvent, StepEvent } from "@cordboard/contract";
import { hungUpBy } from "./legs.ts";
import { type Turn, journalEvent } from "./turn.ts";

/*
 * What a person reads between the steps of a run. Keys and words of a caller never stand here: they may be sensitive, and
 * the steps show what may be shown.
 */

/** An event for which nothing waits any more. It changes nothing, and is written down all the same. */
export function late(turn: Turn, event: StepEvent | { type: "hangup_again" | "start_again" | "stop_again" | "unknown_call" }): void {
  if (isLegNews(event)) return;
  journalEvent(turn, event.type, `${lateWords(event)}.`, { ignored: true });
}

/** News for a step that has left and still wanted to know. */
export function heard(turn: Turn, event: StepEvent): void {
  if (isLegNews(event)) return;
  journalEvent(turn, event.type, `${words(event)}.`);
}

/** An event that the waiting step has no use for. */
export function unused(turn: Turn, event: StepEvent): void {
  if (isLegNews(event)) return;
  journalEvent(turn, event.type, `${words(event)}.`, { ignored: true });
}

/** These have told what they have to tell as news of their leg. */
const isLegNews = ({ type }: { type: string }): boolean => type === "dial_leg" || type === "call_progress";

function lateWords(event: Parameters<typeof late>[1]): string {
  switch (event.type) {
    case "hangup_again":
      return "The end of a call was reported again";
    case "start_again":
      return "The beginning was reported again";
    case "unknown_call":
      return "The end of a call was reported that is not of this run";
    case "stop_again":
      return "Somebody stopped the run when it was over";
    default:
      return `${words(event)}, but the step this was meant for was over`;
  }
}

function words(event: StepEvent): string {
  switch (event.type) {
    case "input":
      return event.inputType === "dtmf" ? "Keys were pressed" : "Something was said";
    case "silence":
      return "The call came back without an answer";
    case "dial_ended":
      return "The forwarding of the call ended";
    case "recording":
      return "A recording was reported";
    case "transcription":
      return "A transcript arrived";
    case "room":
    case "room_left":
      return "The room reported on its members";
    case "stream":
      return "The stream reported on itself";
    case "command":
      return "The room was to be steered";
    case "effect":
      return event.result.ok
        ? "What was asked for was done"
        : `What was asked for was not done: ${withoutStop(event.result.error.message)}`;
    case "message_status":
      return `A text was reported as ${event.status}`;
    case "message":
      return "A text came";
    case "timer":
      return "The time to wait was over";
    case "flow_ended":
      return "A run of another flow was over";
    case "branch":
      return `The branch ${event.exit} was over`;
    case "hangup":
    case "dial_leg":
    case "call_progress":
      return "A call was reported on";
  }
}

/** The result of an effect whose step has left. */
export function lateEffect(turn: Turn, kind: EffectKind, node: string, event: StepEvent & { type: "effect" }): void {
  const { result } = event;
  const failure = result.ok ? "" : ` It failed: ${withoutStop(result.error.message)}.`;
  const what = `The result of ${node} (${EFFECT_WORDS[kind]}) came when the run had gone on without it.${failure}`;
  journalEvent(turn, event.type, what, { ignored: true, data: { effectId: event.effectId } });
}

const EFFECT_WORDS: Record<EffectKind, string> = {
  send_message: "a text",
  place_call: "a call",
  cancel_call: "giving up a call",
  hangup_call: "hanging up",
  transfer_call: "moving a call",
  start_run: "starting a run of another flow",
  stop_run: "stopping the run of another flow",
  report_run: "telling the run that waits for this one",
  pass_on: "passing on the end of a call",
  pass_texts: "passing on texts",
  run_code: "code",
  send_email: "an e-mail",
  query_database: "a query",
  http_request: "a web request",
  post_event: "an event",
  stop_recording: "the end of a recording",
  steer_room: "a room",
};

/** Hanging up or giving up a call needs no word when it works: the end of the leg says it. */
export function notEnded(turn: Turn, event: StepEvent & { type: "effect" }): void {
  if (event.result.ok) return;
  const why = withoutStop(event.result.error.message);
  journalEvent(turn, event.type, `The carrier did not end the call: ${why}.`, { data: { effectId: event.effectId } });
}

/** What a step has told another server needs no word when it is taken. */
export function notPosted(turn: Turn, event: StepEvent & { type: "effect" }): void {
  if (event.result.ok) return;
  const why = withoutStop(event.result.error.message);
  journalEvent(turn, event.type, `An event could not be posted: ${why}.`, { data: { effectId: event.effectId } });
}

/** A call rings, is answered or ends; `+1… is ringing.` */
export function legNews(turn: Turn, leg: Leg, what: "ringing" | "answered" | "machine" | "ended"): void {
  const who = otherSide(leg);
  const sentence = {
    ringing: `${who} is ringing.`,
    answered: `${who} answered.`,
    machine: `An answering machine is at ${who}.`,
    ended: `${who} is off the line${cause(leg)}.`,
  }[what];
  journalEvent(turn, "leg", sentence, { data: { callUuid: leg.callUuid } });
}

/** The end of a call that the run talked to. */
export function hangupNews(turn: Turn, leg: Leg): void {
  const by = hungUpBy(leg);
  const who = otherSide(leg);
  const gone = by === "us" ? `We hung up on ${who}` : by === "carrier" ? `${who} is off the line` : `${who} hung up`;
  journalEvent(turn, "hangup", `${gone}${cause(leg)}.`, { data: { callUuid: leg.callUuid, by } });
}

export function reaperNews(turn: Turn, leg: Leg): void {
  const what = `The carrier never reported the end of the call with ${otherSide(leg)}, so it counts as over.`;
  journalEvent(turn, "hangup", what, { data: { callUuid: leg.callUuid, by: "nobody" } });
}

export function commandNews(turn: Turn, { command, by }: RunEvent & { type: "command" }): void {
  const whom = command.to || command.address;
  journalEvent(turn, "command", `${by} asked for ${command.name}${whom ? ` (${whom})` : ""}.`);
}

/** Texts that were kept for a step that the path never came to. */
export function unreadNews(turn: Turn, unread: readonly InboundMessage[]): void {
  const what =
    unread.length === 1
      ? "A text was kept that no step has read; it goes"
      : `${unread.length} texts were kept that no step has read; they go`;
  const data = { messageUuids: unread.map(({ uuid }) => uuid) };
  journalEvent(turn, "message", `${what} on as if no run had waited.`, { ignored: true, data });
}

export function stopNews(turn: Turn, event: RunEvent & { type: "stop" }): void {
  journalEvent(turn, "stop", `Stopped by ${event.by}.`);
}

/** The party that isn't us. */
const otherSide = (leg: Leg): string => (leg.role === "inbound" ? leg.from : leg.to) || "The other side";
const cause = (leg: Leg): string => (leg.hangup?.cause ? ` (${leg.hangup.cause})` : "");
const withoutStop = (sentence: string): string => sentence.replace(/\.\s*$/, "");
