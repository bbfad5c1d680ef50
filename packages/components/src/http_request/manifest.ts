import { defineManifest, type ExitSpec, type JsonObject, LIMITS } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";
import { learnedFields } from "../shared/learned.ts";
import { promptField } from "../shared/prompt.ts";
import { nameFrom, shorten, withoutBraces } from "../shared/text.ts";
import { OPERATORS, takesRight, WORDS } from "../shared/operators.ts";
import { checkRequest } from "./check.ts";

const pairs = (meta: { title: string; description?: string; advanced?: boolean }) =>
  z
    .record(z.string(), z.string())
    .default({})
    .meta({
      title: meta.title,
      ...(meta.description && { description: meta.description }),
      form: { widget: "keyvalue", secretSafe: true, ...(meta.advanced && { advanced: true }) },
    });

const auth = z.strictObject({
  kind: z
    .enum(["none", "basic", "bearer", "oauth2", "api_key", "hmac"])
    .default("none")
    .meta({
      title: "Sign in with",
      form: {
        widget: "select",
        labels: {
          none: "Nothing",
          basic: "User and password",
          bearer: "Bearer token",
          oauth2: "OAuth 2 client",
          api_key: "API key",
          hmac: "Signature (HMAC)",
        },
      },
    }),
  secret: z
    .string()
    .default("")
    .meta({
      title: "Secret",
      description: "Name of an entry of the secret store.",
      form: { widget: "secret", showWhen: { field: "kind", is: ["basic", "bearer", "oauth2", "api_key", "hmac"] } },
    }),
});

const file = z.strictObject({
  name: z
    .string()
    .max(100)
    .default("")
    .meta({ title: "Field", form: { placeholder: "file" } }),
  url: z
    .string()
    .default("")
    .meta({ title: "Web address of the file", form: { widget: "url", placeholder: "{{ Voicemail.url }}" } }),
  fileName: z.string().max(200).default("").meta({ title: "File name", description: "Left out: from the address." }),
});

const answer = z.strictObject({
  name: z
    .string()
    .max(60)
    .default("")
    .meta({ title: "Name", description: "Name of the exit.", form: { placeholder: "not_found" } }),
  status: z
    .string()
    .max(100)
    .default("")
    .meta({ title: "Status", description: "404, 5xx or 400-499; several with commas.", form: { widget: "text", placeholder: "404" } }),
  path: z
    .string()
    .max(200)
    .default("")
    .meta({ title: "Value of the answer", form: { widget: "text", placeholder: "response.order.state" } }),
  op: z
    .enum(OPERATORS)
    .default("equals")
    .meta({ title: "Comparison", form: { widget: "select", labels: WORDS } }),
  right: z
    .string()
    .default("")
    .meta({ title: "With", form: { widget: "template", showWhen: { field: "op", is: OPERATORS.filter(takesRight) } } }),
});

const body = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({
    kind: z.literal("json"),
    value: z
      .json()
      .default({})
      .meta({ title: "JSON", form: { widget: "json" } }),
  }),
  z.strictObject({
    kind: z.literal("form"),
    value: z
      .record(z.string(), z.string())
      .default({})
      .meta({ title: "Fields", form: { widget: "keyvalue" } }),
  }),
  z.strictObject({
    kind: z.literal("multipart"),
    value: z
      .record(z.string(), z.string())
      .default({})
      .meta({ title: "Fields", form: { widget: "keyvalue" } }),
    files: z
      .array(file)
      .max(10)
      .default([])
      .meta({
        title: "Files",
        description: "Fetched when the request is sent, 20 MB together.",
        form: { widget: "rows", row: { noun: "file", line: ["name"], below: ["url"] } },
      }),
  }),
  z.strictObject({
    kind: z.literal("text"),
    value: z
      .string()
      .default("")
      .meta({ title: "Text", form: { widget: "textarea" } }),
  }),
]);

const config = z.strictObject({
  method: z
    .enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
    .default("GET")
    .meta({ title: "Method", form: { widget: "select" } }),
  url: z
    .string()
    .default("")
    .meta({ title: "Web address", form: { widget: "url", placeholder: "https://api.example.com/orders", secretSafe: true } }),
  query: pairs({ title: "Query", description: "Added to the address.", advanced: true }),
  headers: pairs({ title: "Headers" }),
  auth: auth.prefault({}).meta({ title: "Sign-in" }),
  body: body.default({ kind: "none" }).meta({ title: "Body", form: { secretSafe: true } }),
  timeoutSeconds: z
    .number()
    .int()
    .min(LIMITS.httpTimeoutSecondsMin)
    .max(LIMITS.httpTimeoutSecondsMax)
    .default(10)
    .meta({ title: "Wait at most", description: "For each try.", form: { unit: "s" } }),
  retries: z
    .number()
    .int()
    .min(0)
    .max(5)
    .default(0)
    .meta({
      title: "Try again",
      description: "When the server can't be reached or is busy. Methods that change something need an idempotency key.",
      form: { unit: "times", advanced: true },
    }),
  idempotencyKey: z
    .string()
    .max(255)
    .default("")
    .meta({
      title: "Idempotency key",
      description: "Sent as Idempotency-Key, so that a server does a repeated request only once.",
      form: { widget: "template", advanced: true, placeholder: "{{ run.id }}" },
    }),
  followRedirects: z
    .boolean()
    .default(true)
    .meta({ title: "Follow redirects", description: "Of GET and HEAD, at most 5.", form: { advanced: true } }),
  maxKilobytes: z
    .number()
    .int()
    .min(1)
    .max(LIMITS.httpAnswerBytes / 1024)
    .default(LIMITS.httpAnswerBytes / 1024)
    .meta({ title: "Read at most", description: "A longer answer fails.", form: { unit: "kB", advanced: true } }),
  answers: z
    .array(answer)
    .max(50)
    .default([])
    .meta({
      title: "Exits of your own",
      description: "By status, by a value of the answer, or by both. The first that fits is taken; else Success or Failed.",
      form: { widget: "rows", row: { noun: "answer", line: ["name", "status"], ordered: true } },
    }),
  expect: z
    .json()
    .default(null)
    .meta({
      title: "Answer to expect",
      description: "A sample of the JSON answer: its fields are offered as variables. Another answer is no failure.",
      form: { widget: "learned", learns: "response" },
    }),
  holdPrompt: promptField({
    title: "While the caller waits",
    description: "At most 10 seconds long; repeated until the answer is there.",
    form: { advanced: true },
  }),
});

export type HttpRequestConfig = z.infer<typeof config>;
export type Answer = z.infer<typeof answer>;

export const httpRequest = defineManifest({
  type: "http_request",
  version: 1,
  title: "HTTP Request",
  summary: "Asks a web server, or tells it something, and goes on with the answer.",
  group: "integration",
  icon: "globe",
  keywords: ["api", "webhook", "rest", "json", "fetch", "post", "get", "url", "crm"],
  waits: true,
  acts: (c) => !["GET", "HEAD", "OPTIONS"].includes(c.method),
  config,
  defaults: (): JsonObject => ({ method: "GET", url: "" }),
  exits: (c): ExitSpec[] => [
    { id: "success", label: "Success" },
    ...new Map(c.answers.filter(({ name }) => name.trim()).map(({ name }) => [name, { id: name, label: name }])).values(),
    FAILED,
  ],
  variables: (c) => [
    { name: "status_code", type: "number", title: "status of the answer", sample: "200" },
    { name: "response", type: "json", title: "the answer, read as JSON when it is", open: true },
    ...learnedFields(c.expect, "response", "field of the answer"),
    { name: "headers", type: "json", title: "headers of the answer, in lower case", open: true },
    { name: "content_type", type: "text", title: "content type of the answer", sample: "application/json" },
    { name: "duration", type: "number", title: "seconds it took", sample: "0.215" },
  ],
  face: (c) => [c.url ? `${c.method} ${shorten(withoutBraces(c.url).replace(/^https?:\/\//, ""), 70)}` : "No address yet"],
  suggestName: (c) => nameFrom(c.method === "GET" ? "Get" : "Send_to", hostOf(c.url)),
  check: checkRequest,
});

/** `https://status.example.com/v1` → `status example`. */
const hostOf = (url: string): string =>
  (/^https?:\/\/([^/?#{]+)/i.exec(url)?.[1] ?? "")
    .replace(/:\d+$/, "")
    .split(".")
    .slice(0, -1)
    .filter((part) => !/^(?:www|api|hooks?)$/.test(part))
    .join(" ");
