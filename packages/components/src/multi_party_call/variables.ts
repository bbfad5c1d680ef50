import type { VariableSpec } from "@cordboard/contract";

/** Under PHLO's names (phlo.md 8.8), and our short ones. */
export const VARIABLES: VariableSpec[] = [
  { name: "room", type: "text", title: "name of the call", sample: "call_42" },
  { name: "uuid", type: "text", title: "the carrier's id of the multi-party call" },
  { name: "member_id", type: "text", title: "the carrier's id of the one on the line" },
  { name: "event", type: "text", title: "what happened last", sample: "ParticipantJoin" },
  { name: "duration", type: "number", title: "seconds it lasted", sample: "42" },
  { name: "answered_by", type: "phone", title: "who was called in last and came", sample: "+14155550142" },
  { name: "recording_id", type: "text", title: "the carrier's id of the recording" },
  { name: "recording_url", type: "text", title: "link to the recording, good for a week" },
  { name: "conference_name", type: "text", title: "the same as room" },
  { name: "conference_uuid", type: "text", title: "the same as uuid" },
  { name: "call_uuid", type: "text", title: "the carrier's id of the call" },
  { name: "call_status", type: "text", title: "state of the call", sample: "in-progress" },
  { name: "direction", type: "text", title: "inbound or outbound", sample: "inbound" },
  { name: "from", type: "phone", title: "who called", sample: "+14155550100" },
  { name: "to", type: "phone", title: "who was called", sample: "+14155550199" },
  { name: "from_iso2", type: "text", title: "country of from, two letters", sample: "US" },
  { name: "from_country", type: "text", title: "country of from", sample: "United States" },
  { name: "to_iso2", type: "text", title: "country of to, two letters", sample: "US" },
  { name: "to_country", type: "text", title: "country of to", sample: "United States" },
];
