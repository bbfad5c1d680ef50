import type { StepEvent } from "@cordboard/contract";
import type { WebhookData } from "@cordboard/plivo";
import { recordingEvent } from "./read-webhook.ts";

interface News {
  /** Room, member, event and time (interface.md, "Carrier webhooks"); a conference names no time. */
  key: string;
  event: StepEvent;
}

/** The carrier's words for what happens in a multi-party call (plivo-platform 1.10), as ours. */
const MPC_EVENTS: Record<string, string> = {
  MPCInitialized: "initialized",
  MPCStart: "start",
  MPCEnd: "end",
  ParticipantJoin: "enter",
  ParticipantExit: "exit",
  ParticipantMute: "mute",
  ParticipantUnmute: "unmute",
  ParticipantHold: "hold",
  ParticipantUnhold: "unhold",
  ParticipantDigitInput: "digits",
};

export function conferenceNews(data: WebhookData["conferenceCallback"]): News {
  const { action, conferenceUuid, memberId, callUuid, digits, recording } = data;
  if (action === "record" && recording) return { key: `${recording.recordingId}:callback`, event: recordingEvent("callback", recording) };
  return {
    key: `${conferenceUuid ?? ""}:${memberId ?? ""}:${action}:${digits}`,
    event: {
      type: "room",
      event: action,
      roomUuid: conferenceUuid ?? "",
      memberId: memberId ?? "",
      callUuid: callUuid ?? "",
      role: "",
      digits,
    },
  };
}

export function mpcNews(data: WebhookData["mpcStatus"]): News {
  const { event, mpcUuid, at, memberId, role, callUuid, digits, recording } = data;
  if (event === "MPCRecordingCompleted" && recording)
    return { key: `${recording.recordingId}:callback`, event: recordingEvent("callback", recording) };
  return {
    key: `${mpcUuid}:${memberId ?? ""}:${event}:${at ?? ""}`,
    event: {
      type: "room",
      event: MPC_EVENTS[event] ?? event,
      roomUuid: mpcUuid,
      memberId: memberId ?? "",
      callUuid: callUuid ?? "",
      role: role?.toLowerCase() ?? "",
      digits,
    },
  };
}
