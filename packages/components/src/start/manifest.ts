import {
  KEYWORDS,
  plainWord,
  defineManifest,
  type ExitSpec,
  type JsonObject,
  type NodeIssue,
  type VariableSpec,
} from "@cordboard/contract";
import { z } from "zod";
import { isVariableName } from "../shared/inputs.ts";
import { checkPrompt, promptField } from "../shared/prompt.ts";
import { readAs } from "../shared/values.ts";

const payloadField = z.strictObject({
  name: z.string().meta({ title: "Name", form: { placeholder: "customerName" } }),
  type: z
    .enum(["text", "number", "boolean", "phone", "json"])
    .default("text")
    .meta({
      title: "Type",
      form: { labels: { text: "Text", number: "Number", boolean: "Yes or no", phone: "Phone number", json: "JSON" } },
    }),
  required: z.boolean().default(false).meta({ title: "Required", description: "A request without it is refused." }),
  default: z.string().default("").meta({ title: "Default", description: "Used when the request doesn't have it." }),
  example: z.string().default("").meta({ title: "Example", description: "Shown in the picker and sent by Try." }),
});

const config = z.strictObject({
  payload: z
    .array(payloadField)
    .max(100)
    .default([])
    .meta({
      title: "Payload of an API request",
      description: "Fields a request may send, read as {{ Start.http.params.name }}.",
      form: { widget: "payload" },
    }),
  concurrency: z
    .enum(["parallel", "reject", "replace", "queue"])
    .default("parallel")
    .meta({
      title: "When the contact already has a run",
      form: {
        widget: "select",
        labels: { parallel: "Start another", reject: "Refuse the new one", replace: "End the old one", queue: "Wait for the old one" },
      },
    }),
  keywords: z
    .array(z.string())
    .max(50)
    .default([])
    .meta({
      title: "Words for “When a word is texted”",
      description: "Besides STOP, HELP and START: a text that is just one of these, at any time in the run.",
      form: { widget: "list", advanced: true },
    }),
  goodbye: promptField({ title: "Goodbye", description: "Heard when a call's path ends without a cord.", form: { advanced: true } }),
  redaction: z
    .enum(["none", "content", "number", "both"])
    .default("none")
    .meta({
      title: "Hide in logs",
      description: "Shown as ••••• while a run goes on, and gone when it is over.",
      form: {
        widget: "select",
        advanced: true,
        labels: { none: "Nothing", content: "Message texts", number: "Phone numbers", both: "Texts and numbers" },
      },
    }),
});

export type StartConfig = z.infer<typeof config>;

const EXITS = [
  { id: "incoming_call", label: "Incoming call", trigger: "call" },
  { id: "incoming_message", label: "Incoming message", trigger: "message" },
  { id: "api_request", label: "API request", trigger: "api" },
  { id: "run_by_flow", label: "Run by another flow", trigger: "flow", optional: true },
  { id: "on_hangup", label: "After a hang-up", handles: "on_hangup", optional: true },
  { id: "on_error", label: "When a step fails", handles: "on_error", optional: true },
  { id: "on_keyword", label: "When a word is texted", handles: "on_keyword", optional: true },
] as const satisfies ExitSpec[];

const PARTIES: VariableSpec[] = [
  { name: "from", type: "phone", title: "who called or wrote", sample: "+14155550100" },
  { name: "to", type: "phone", title: "your number", sample: "+14155550199" },
  { name: "direction", type: "text", title: "always inbound", sample: "inbound" },
  { name: "from_iso2", type: "text", title: "their country, two letters", sample: "US" },
  { name: "from_country", type: "text", title: "their country", sample: "United States" },
  { name: "to_iso2", type: "text", title: "your number's country, two letters", sample: "US" },
  { name: "to_country", type: "text", title: "your number's country", sample: "United States" },
];

const under = (group: string, variables: VariableSpec[]): VariableSpec[] =>
  variables.map((variable) => ({ ...variable, name: `${group}.${variable.name}` }));

const FIXED: VariableSpec[] = [
  { name: "request_type", type: "text", title: "call, sms, http or flow", sample: "call" },
  ...under("call", [
    ...PARTIES,
    { name: "uuid", type: "text", title: "the carrier's id of the call" },
    { name: "caller_name", type: "text", title: "the caller's name, if the carrier knows it", callerChosen: true },
    { name: "leg", type: "text", title: "always ALeg", sample: "ALeg" },
    { name: "status", type: "text", title: "state of the call as it came in", sample: "ringing" },
    { name: "start_time", type: "date", title: "when the call came in, UTC" },
    { name: "answer_time", type: "date", title: "when it was answered, UTC; known when it is over" },
    { name: "end_time", type: "date", title: "when it was over, UTC" },
    { name: "hangup_cause", type: "text", title: "why it ended, once it has", sample: "Normal Hangup" },
    { name: "hangup_source", type: "text", title: "who ended it, once it has", sample: "Caller" },
    { name: "duration", type: "number", title: "seconds it lasted, once it is over", sample: "42" },
    { name: "bill_duration", type: "number", title: "seconds that are charged, once it is over", sample: "60" },
    { name: "bill_rate", type: "text", title: "price of a minute, once it is over", sample: "0.0055" },
    { name: "bill_amount", type: "text", title: "price of the call, once it is over", sample: "0.0055" },
    { name: "headers", type: "json", title: "SIP headers of the call", open: true, callerChosen: true },
  ]),
  ...under("message", [
    ...PARTIES,
    { name: "message_uuid", type: "text", title: "the carrier's id of the message" },
    { name: "msg", type: "text", title: "the text", sample: "HELP", callerChosen: true },
    { name: "text", type: "text", title: "the text", sample: "HELP", callerChosen: true },
    { name: "type", type: "text", title: "sms or mms", sample: "sms" },
    { name: "media", type: "list", title: "addresses of pictures and files" },
    { name: "units", type: "number", title: "how many parts it was sent in", sample: "1" },
    { name: "status", type: "text", title: "always received", sample: "received" },
    { name: "time", type: "date", title: "when it came in, UTC" },
  ]),
  { name: "keyword", type: "json", title: "the word that was texted last: word, text, from, to", open: true },
  { name: "keyword.text", type: "text", title: "the text that was just that word", callerChosen: true },
];

export const start = defineManifest({
  type: "start",
  version: 1,
  title: "Start",
  summary: "Where every run begins: a call, a message or an API request.",
  group: "start",
  icon: "circle-play",
  keywords: ["trigger", "begin", "incoming", "webhook", "api"],
  entry: true,
  words: (c) => c.keywords,
  hides: ({ redaction }) => ({
    texts: redaction === "content" || redaction === "both",
    numbers: redaction === "number" || redaction === "both",
  }),
  inputsAt: "inputs",
  config,
  defaults: (): JsonObject => ({}),
  exits: () => [...EXITS],
  variables: (c) => [
    ...FIXED,
    ...c.payload.map((f): VariableSpec => ({
      name: `http.params.${f.name}`,
      type: f.type,
      title: "from the API request",
      ...(f.example && { sample: f.example }),
    })),
    { name: "http.params", type: "json", title: "everything the API request sent", open: true },
    { name: "inputs", type: "json", title: "what the flow that runs this one gave it", open: true },
  ],
  face: (c) => (c.payload.length > 0 ? [`Takes ${c.payload.map((f) => f.name).join(", ")}`] : ["Every run begins here"]),
  requires: (c) => c.payload.flatMap((field) => (field.required && field.default === "" ? [field.name] : [])),
  check: (c, context) => [...checkPayload(c), ...checkKeywords(c), ...checkPrompt(c.goodbye, context, { field: "goodbye" })],
});

/** Codes: keyword_missing, duplicate_keyword, keyword_known. */
function checkKeywords({ keywords }: StartConfig): NodeIssue[] {
  const known = new Set(Object.values(KEYWORDS).flat());
  const plain = keywords.map(plainWord);
  return plain.flatMap((word, index): NodeIssue[] => {
    const issue = (level: NodeIssue["level"], code: string, message: string): NodeIssue[] => [
      { level, code, message, field: `keywords.${index}` },
    ];
    if (word === "") return issue("error", "keyword_missing", "This word is empty; write it, or take it out.");
    if (plain.indexOf(word) < index) return issue("error", "duplicate_keyword", `“${word}” stands here twice; take one out.`);
    return known.has(word) ? issue("hint", "keyword_known", `“${word}” is understood without standing here.`) : [];
  });
}

function checkPayload({ payload }: StartConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  for (const [index, field] of payload.entries()) {
    const at = `payload.${index}`;
    if (!isVariableName(field.name))
      issues.push({
        level: "error",
        code: "bad_payload_name",
        message: `“${field.name}” can't be a field's name; use letters, digits and _.`,
        field: `${at}.name`,
      });
    else if (payload.findIndex((other) => other.name === field.name) < index)
      issues.push({
        level: "error",
        code: "duplicate_payload_name",
        message: `There are two fields named ${field.name}; rename one.`,
        field: `${at}.name`,
      });
    if (field.default !== "" && !readAs(field.type, field.default))
      issues.push({
        level: "error",
        code: "bad_payload_default",
        message: `The default of ${field.name} isn't a ${field.type}.`,
        field: `${at}.default`,
      });
  }
  return issues;
}

/** Settings of a flow's entry node for code that starts runs. `config` has passed check(). */
export const startSettings = (raw: JsonObject): StartConfig => config.parse(raw);
