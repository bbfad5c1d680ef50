import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue, type VariableSpec } from "@cordboard/contract";
import { z } from "zod";
import { FAILED, HUNG_UP } from "../shared/exits.ts";
import { checkEvents, eventsField } from "../shared/post-events.ts";
import { checkPrompt, promptFace, promptField } from "../shared/prompt.ts";
import { channelsField, formatField } from "../shared/recording.ts";

const starts = { showWhen: { field: "action", is: ["start"] } };

const config = z.strictObject({
  action: z
    .enum(["start", "stop"])
    .default("start")
    .meta({ title: "Do", form: { widget: "segmented", labels: { start: "Start recording", stop: "Stop recording" } } }),
  consentPrompt: promptField({
    title: "Notice before it",
    description: "Many countries ask for it: “This call is recorded.”",
    form: starts,
  }),
  maxSeconds: z
    .number()
    .int()
    .min(2)
    .max(14_400)
    .default(14_400)
    .meta({ title: "Record at most", form: { unit: "s", ...starts } }),
  transcribe: z
    .boolean()
    .default(false)
    .meta({ title: "Write it down", description: "English only. The text is posted and kept when it is there.", form: starts }),
  format: formatField(),
  channels: channelsField(),
  events: eventsField(["record", "transcript"]),
});

export type RecordCallConfig = z.infer<typeof config>;

const FILE: VariableSpec[] = [
  { name: "id", type: "text", title: "the carrier's id of the recording" },
  { name: "url", type: "text", title: "link to the recording, good for a week" },
];

export const recordCall = defineManifest({
  type: "record_call",
  version: 1,
  title: "Record Call",
  summary: "Starts or stops a recording of the call, while the flow goes on.",
  group: "call",
  icon: "circle-dot",
  keywords: ["recording", "tape", "consent", "transcription", "stop recording", "compliance"],
  needsCall: true,
  waits: true,
  config,
  defaults: (): JsonObject => ({ action: "start" }),
  exits: (): ExitSpec<"done" | "failed" | "hung_up">[] => [{ id: "done", label: "Done" }, FAILED, HUNG_UP],
  variables: (c) => [
    ...FILE,
    ...(c.action === "start" ? [{ name: "duration", type: "number", title: "seconds, once it is over", sample: "42" } as const] : []),
    ...(c.action === "start" && c.transcribe
      ? [{ name: "transcript", type: "text", title: "what was said, once it is written" } as const]
      : []),
  ],
  face: (c) =>
    c.action === "stop"
      ? ["Stops the recording"]
      : [...promptFace(c.consentPrompt), `Records the call${c.transcribe ? ", written down" : ""} from here on`],
  suggestName: (c) => (c.action === "stop" ? "Stop_Recording" : null),
  check: (c, context): NodeIssue[] => [...checkPrompt(c.consentPrompt, context, { field: "consentPrompt" }), ...checkEvents(c.events)],
});
