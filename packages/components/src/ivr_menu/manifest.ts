import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { KEYS } from "../shared/ask.ts";
import { HUNG_UP } from "../shared/exits.ts";
import { eventsField } from "../shared/post-events.ts";
import { promptFace, promptField } from "../shared/prompt.ts";
import { speechFields } from "../shared/speech-fields.ts";
import { checkMenu } from "./check.ts";
import { exitId } from "./choices.ts";

const choice = z.strictObject({
  name: z
    .string()
    .optional()
    .meta({ title: "Name", description: "Name of the exit.", form: { placeholder: "sales" } }),
  key: z
    .enum(KEYS)
    .optional()
    .meta({ title: "Key", form: { widget: "keys" } }),
  phrases: z
    .array(z.string())
    .max(50)
    .optional()
    .meta({ title: "Phrases", description: "What the caller may say. Left out: the name.", form: { widget: "list" } }),
});

const config = z.strictObject({
  prompt: promptField({ title: "What the caller hears" }),
  choices: z
    .array(choice)
    .max(100)
    .default([])
    .meta({ title: "Choices", form: { widget: "choices" } }),
  input: z
    .enum(["keys", "speech", "both"])
    .default("keys")
    .meta({ title: "Answered by", form: { widget: "segmented", labels: { keys: "Key", speech: "Voice", both: "Both" } } }),
  timeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(5)
    .meta({ title: "Wait for an answer", description: "Counted from the end of the prompt.", form: { unit: "s" } }),
  attempts: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(3)
    .meta({ title: "Ask at most", description: "Then the caller leaves by No input or Wrong input.", form: { unit: "times" } }),
  noInputPrompt: promptField({ title: "After no input", description: "Heard before the menu is asked again.", form: { advanced: true } }),
  wrongInputPrompt: promptField({
    title: "After a wrong input",
    description: "Heard before the menu is asked again.",
    form: { advanced: true },
  }),
  interruptible: z
    .boolean()
    .default(true)
    .meta({
      title: "Callers may interrupt",
      description: "Off: the prompt is heard to its end before an answer counts.",
      form: { advanced: true },
    }),
  language: z
    .string()
    .default("")
    .meta({
      title: "Language of speech",
      description: "Left empty: the caller's.",
      form: { widget: "language", advanced: true, showWhen: { field: "input", is: ["speech", "both"] } },
    }),
  ...speechFields,
  events: eventsField(["digits", "speech"]),
});

export type IvrMenuConfig = z.infer<typeof config>;
export type Choice = IvrMenuConfig["choices"][number];

export const ivrMenu = defineManifest({
  type: "ivr_menu",
  version: 1,
  title: "IVR Menu",
  summary: "Plays a menu and goes on by the key the caller presses or the words they say.",
  group: "input",
  icon: "list-tree",
  keywords: ["menu", "keypad", "press", "choices", "options", "dtmf", "speech", "gather", "auto attendant"],
  needsCall: true,
  waits: true,
  config,
  defaults: (): JsonObject => ({ prompt: [], choices: [{ key: "1" }, { key: "2" }] }),
  exits: (c): ExitSpec[] => [
    ...c.choices.flatMap((one) => choiceExit(one, c.input !== "speech")),
    { id: "no_input", label: "No input" },
    { id: "wrong_input", label: "Wrong input" },
    HUNG_UP,
  ],
  variables: () => [
    { name: "choice", type: "text", title: "name of the choice", sample: "sales" },
    { name: "digits", type: "text", title: "key that was pressed", sample: "1", callerChosen: true },
    { name: "speech", type: "text", title: "words that were said", sample: "sales please", callerChosen: true },
    { name: "confidence", type: "number", title: "how sure the recognition is, 0 to 1", sample: "0.9" },
    { name: "input_type", type: "text", title: "digits or speech", sample: "digits" },
    { name: "attempts", type: "number", title: "how often it was asked", sample: "1" },
  ],
  face: (c) => [
    ...(c.prompt.length > 0 ? promptFace(c.prompt) : ["Nothing to hear yet"]),
    ...(c.input === "keys" ? [] : [c.input === "speech" ? "Answered by voice" : "Answered by key or voice"]),
  ],
  suggestName: (c) => {
    const names = c.choices.flatMap((one) => (one.name && /^\w{1,20}$/.test(one.name) && /[A-Za-z]/.test(one.name) ? [one.name] : []));
    return names.length > 0 ? ["Menu", ...names.slice(0, 2)].join("_") : null;
  },
  check: checkMenu,
});

function choiceExit(one: Choice, byKey: boolean): ExitSpec[] {
  const id = exitId(one);
  if (id === null) return [];
  return [{ id, label: id, ...(one.key && byKey && { key: one.key }) }];
}
