import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { KEYS } from "../shared/ask.ts";
import { FAILED } from "../shared/exits.ts";
import { checkEvents, eventsField } from "../shared/post-events.ts";
import { checkPrompt, promptFace, promptField } from "../shared/prompt.ts";
import { channelsField, formatField } from "../shared/recording.ts";

const config = z.strictObject({
  prompt: promptField({ title: "What the caller hears first" }),
  beep: z.boolean().default(true).meta({ title: "Beep before recording" }),
  silenceSeconds: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(5)
    .meta({ title: "End after silence of", form: { unit: "s" } }),
  maxSeconds: z
    .number()
    .int()
    .min(2)
    .max(14_400)
    .default(120)
    .meta({ title: "Record at most", form: { unit: "s" } }),
  finishKey: z
    .enum([...KEYS, "none"])
    .default("#")
    .meta({ title: "Key that ends it", form: { widget: "select", labels: { none: "None" } } }),
  transcribe: z
    .boolean()
    .default(false)
    .meta({ title: "Write it down", description: "English only. The step waits for the text, up to a minute during the call." }),
  format: formatField(),
  channels: channelsField(),
  events: eventsField(["record", "transcript"]),
});

export type RecordAudioConfig = z.infer<typeof config>;

export const recordAudio = defineManifest({
  type: "record_audio",
  version: 1,
  title: "Record / Voicemail",
  summary: "Records the caller, for a voicemail or a statement.",
  group: "input",
  icon: "voicemail",
  keywords: ["record", "voicemail", "mailbox", "answering machine", "transcription", "dictation"],
  needsCall: true,
  waits: true,
  config,
  defaults: (): JsonObject => ({ prompt: [] }),
  exits: (): ExitSpec<"recorded" | "no_audio" | "failed">[] => [
    { id: "recorded", label: "Recorded" },
    { id: "no_audio", label: "No audio" },
    FAILED,
  ],
  variables: (c) => [
    { name: "url", type: "text", title: "link to the recording, good for a week" },
    { name: "id", type: "text", title: "the carrier's id of the recording" },
    { name: "duration", type: "number", title: "length in seconds", sample: "14" },
    ...(c.transcribe ? [{ name: "transcript", type: "text", title: "what was said", callerChosen: true } as const] : []),
  ],
  face: (c) => [
    ...promptFace(c.prompt),
    `Records up to ${c.maxSeconds} s${c.finishKey === "none" ? "" : `, until ${c.finishKey}`}${c.transcribe ? ", written down" : ""}`,
  ],
  check: (c, context) => [
    ...checkPrompt(c.prompt, context, { field: "prompt" }),
    ...checkEvents(c.events),
    ...(c.silenceSeconds >= c.maxSeconds
      ? [
          {
            level: "warning" as const,
            code: "silence_too_long",
            message: "The recording ends before such a silence can; make the silence shorter.",
            field: "silenceSeconds",
          },
        ]
      : []),
  ],
});
