import { defineManifest, type JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { checkPrompt, promptFace, promptField, promptText } from "../shared/prompt.ts";
import { nameFrom } from "../shared/text.ts";

const config = z.strictObject({
  prompt: promptField({ title: "What the caller hears" }),
  waitBeforeSeconds: z
    .number()
    .int()
    .min(0)
    .max(60)
    .default(0)
    .meta({ title: "Wait before", form: { unit: "s", advanced: true } }),
  repeat: z
    .number()
    .int()
    .min(1)
    .max(20)
    .default(1)
    .meta({ title: "Say it", form: { unit: "times", advanced: true } }),
});

export const playAudio = defineManifest({
  type: "play_audio",
  version: 1,
  title: "Play / Speak",
  summary: "Speaks texts or plays audio files to the caller.",
  group: "input",
  icon: "volume-2",
  keywords: ["say", "speak", "tts", "announcement", "prompt", "greeting", "audio", "mp3"],
  needsCall: true,
  config,
  defaults: (): JsonObject => ({ prompt: [] }),
  exits: () => [{ id: "completed", label: "Completed" }],
  variables: () => [],
  face: (c) => [
    ...(c.prompt.length > 0 ? promptFace(c.prompt) : ["Nothing to hear yet"]),
    ...(c.repeat > 1 ? [`${c.repeat} times`] : []),
    ...(c.waitBeforeSeconds > 0 ? [`after ${c.waitBeforeSeconds} s`] : []),
  ],
  suggestName: (c) => nameFrom("Say", promptText(c.prompt)),
  check: (c, context) => checkPrompt(c.prompt, context, { field: "prompt", required: "error" }),
});
