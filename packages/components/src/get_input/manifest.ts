import { defineManifest, type ExitSpec, type JsonObject, type VariableType } from "@cordboard/contract";
import { z } from "zod";
import { DIGIT_TIMEOUT, KEYS } from "../shared/ask.ts";
import { HUNG_UP } from "../shared/exits.ts";
import { eventsField } from "../shared/post-events.ts";
import { promptFace, promptField, promptText } from "../shared/prompt.ts";
import { speechFields } from "../shared/speech-fields.ts";
import { nameFrom, withoutBraces } from "../shared/text.ts";
import { checkInput } from "./check.ts";

const KINDS = ["none", "number", "date", "phone", "card", "pattern"] as const;

const validate = z.strictObject({
  kind: z
    .enum(KINDS)
    .default("none")
    .meta({
      title: "Must be",
      form: {
        widget: "select",
        labels: {
          none: "Anything",
          number: "A number",
          date: "A date",
          phone: "A phone number",
          card: "A card number",
          pattern: "Like a pattern",
        },
      },
    }),
  pattern: z
    .string()
    .default("")
    .meta({
      title: "Pattern",
      description: "RE2; must fit the whole answer.",
      form: { placeholder: "4[0-9]{3}", showWhen: { field: "kind", is: ["pattern"] } },
    }),
  min: z
    .number()
    .default(0)
    .meta({ title: "At least", form: { showWhen: { field: "kind", is: ["number"] } } }),
  max: z
    .number()
    .default(0)
    .meta({ title: "At most", description: "0: no limit.", form: { showWhen: { field: "kind", is: ["number"] } } }),
});

const config = z.strictObject({
  prompt: promptField({ title: "What the caller hears" }),
  input: z
    .enum(["keys", "speech", "both"])
    .default("keys")
    .meta({ title: "Answered by", form: { widget: "segmented", labels: { keys: "Keys", speech: "Voice", both: "Both" } } }),
  minDigits: z
    .number()
    .int()
    .min(1)
    .max(99)
    .default(1)
    .meta({ title: "At least", form: { unit: "digits", showWhen: { field: "input", is: ["keys", "both"] } } }),
  maxDigits: z
    .number()
    .int()
    .min(1)
    .max(99)
    .default(32)
    .meta({
      title: "At most",
      description: "The answer ends at once with this many.",
      form: { unit: "digits", showWhen: { field: "input", is: ["keys", "both"] } },
    }),
  finishKey: z
    .enum([...KEYS, "none"])
    .default("#")
    .meta({
      title: "Key that ends the answer",
      form: { widget: "select", labels: { none: "None" }, showWhen: { field: "input", is: ["keys", "both"] } },
    }),
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
    .meta({ title: "Ask at most", description: "Then the caller leaves by No input or Invalid.", form: { unit: "times" } }),
  digitTimeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(DIGIT_TIMEOUT)
    .meta({
      title: "Between two keys",
      description: "The answer ends when nothing more comes for so long.",
      form: { unit: "s", advanced: true, showWhen: { field: "input", is: ["keys", "both"] } },
    }),
  noInputPrompt: promptField({ title: "After no input", description: "Heard before it is asked again.", form: { advanced: true } }),
  invalidPrompt: promptField({
    title: "After an invalid answer",
    description: "Heard before it is asked again.",
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
  validate: validate.prefault({}).meta({ title: "Check the answer" }),
  readBack: z
    .boolean()
    .default(false)
    .meta({
      title: "Read it back",
      description: "Callers hear what they entered and press 1 to keep it, 2 to enter it again.",
      form: { advanced: true },
    }),
  sensitive: z
    .boolean()
    .default(false)
    .meta({ title: "Sensitive", description: "A PIN or card: kept out of logs, wiped when the run ends.", form: { advanced: true } }),
  hints: z
    .array(z.string())
    .default([])
    .meta({
      title: "Likely words",
      description: "Names and terms that help the recognition.",
      form: { widget: "list", advanced: true, showWhen: { field: "input", is: ["speech", "both"] } },
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

export type GetInputConfig = z.infer<typeof config>;

const VALUE_TYPES: Record<GetInputConfig["validate"]["kind"], VariableType> = {
  none: "text",
  number: "number",
  date: "date",
  phone: "phone",
  card: "text",
  pattern: "text",
};

const EXITS = [
  { id: "received", label: "Received" },
  { id: "no_input", label: "No input" },
  { id: "invalid", label: "Invalid" },
] as const satisfies ExitSpec[];

export const getInput = defineManifest({
  type: "get_input",
  version: 1,
  title: "Get Input",
  summary: "Asks the caller for digits or words and checks them.",
  group: "input",
  icon: "hash",
  keywords: ["gather", "collect", "digits", "dtmf", "pin", "extension", "account number", "speech", "ask", "card", "date"],
  needsCall: true,
  waits: true,
  config,
  defaults: (): JsonObject => ({ prompt: [] }),
  exits: (): ExitSpec<"received" | "no_input" | "invalid" | "hung_up">[] => [...EXITS, HUNG_UP],
  variables: (c) => {
    const sensitive = c.sensitive ? { sensitive: true } : {};
    return [
      { name: "digits", type: "text", title: "keys that were pressed", sample: "42", callerChosen: true, ...sensitive },
      { name: "speech", type: "text", title: "words that were said", sample: "forty two", callerChosen: true, ...sensitive },
      { name: "value", type: VALUE_TYPES[c.validate.kind], title: "the checked answer", sample: "42", callerChosen: true, ...sensitive },
      { name: "confidence", type: "number", title: "how sure the recognition is, 0 to 1", sample: "0.9" },
      { name: "input_type", type: "text", title: "digits or speech", sample: "digits" },
      { name: "attempts", type: "number", title: "how often it was asked", sample: "1" },
    ];
  },
  face: (c) => [...(c.prompt.length > 0 ? promptFace(c.prompt) : ["Nothing to hear yet"]), wants(c)],
  suggestName: (c) => nameFrom("Ask", promptText(c.prompt), 2),
  check: checkInput,
});

const KIND_WORDS = { none: "", number: "a number", date: "a date", phone: "a phone number", card: "a card number", pattern: "" };

/** `Wants 2 digits`, `Wants 1–32 digits, then #`, `Wants a date, by voice`, `Must fit 4[0-9]{3}, then #`. */
function wants(c: GetInputConfig): string {
  const count = c.minDigits === c.maxDigits ? `${c.maxDigits}` : `${c.minDigits}–${c.maxDigits}`;
  const { kind, pattern } = c.validate;
  const what =
    kind === "pattern" && pattern
      ? `Must fit ${withoutBraces(pattern)}`
      : `Wants ${KIND_WORDS[kind] || (c.input === "speech" ? "words" : `${count} digit${count === "1" ? "" : "s"}`)}`;
  const how = { keys: c.finishKey === "none" ? "" : `, then ${c.finishKey}`, speech: ", by voice", both: ", by keys or voice" }[c.input];
  return `${what}${how}${c.sensitive ? ", kept secret" : ""}`;
}
