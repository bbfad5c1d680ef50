import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { FAILED, HUNG_UP } from "../shared/exits.ts";
import { checkEvents, eventsField } from "../shared/post-events.ts";
import { isTemplate, shorten } from "../shared/text.ts";

/** Formats the carrier streams in (plivo-platform 1.11). */
const FORMATS = ["audio/x-l16;rate=8000", "audio/x-l16;rate=16000", "audio/x-l16;rate=24000", "audio/x-mulaw;rate=8000"] as const;
/** The carrier's limits (plivo-platform 1.11). */
const MOST = { urlCharacters: 2_048, headerBytes: 512 };

const config = z.strictObject({
  url: z
    .string()
    .default("")
    .meta({ title: "WebSocket address", form: { widget: "url", placeholder: "wss://example.com/audio" } }),
  mode: z
    .enum(["wait", "background"])
    .default("wait")
    .meta({
      title: "The flow",
      form: { widget: "segmented", labels: { wait: "Waits until it closes", background: "Goes on meanwhile" } },
    }),
  direction: z
    .enum(["both_ways", "inbound", "outbound", "both"])
    .default("both_ways")
    .meta({
      title: "Audio",
      description: "Both ways: your server also speaks to the caller.",
      form: {
        widget: "select",
        labels: {
          both_ways: "Both ways",
          inbound: "What the caller says",
          outbound: "What the caller hears",
          both: "Both, listening only",
        },
      },
    }),
  contentType: z
    .enum(FORMATS)
    .default("audio/x-l16;rate=8000")
    .meta({
      title: "Format",
      form: {
        widget: "select",
        labels: {
          "audio/x-l16;rate=8000": "Linear 16 bit, 8 kHz",
          "audio/x-l16;rate=16000": "Linear 16 bit, 16 kHz",
          "audio/x-l16;rate=24000": "Linear 16 bit, 24 kHz",
          "audio/x-mulaw;rate=8000": "µ-law, 8 kHz",
        },
      },
    }),
  extraHeaders: z
    .record(z.string(), z.string())
    .default({})
    .meta({
      title: "Extra headers",
      description: "Handed to your server with the start.",
      form: { widget: "keyvalue", advanced: true },
    }),
  timeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(86_400)
    .meta({ title: "Stream at most", form: { unit: "s", advanced: true } }),
  noiseCancellation: z
    .boolean()
    .default(false)
    .meta({ title: "Take noise out", form: { advanced: true } }),
  noiseLevel: z
    .number()
    .int()
    .min(60)
    .max(100)
    .default(85)
    .meta({ title: "How much", form: { advanced: true, showWhen: { field: "noiseCancellation", is: [true] } } }),
  events: eventsField(["started", "stopped", "failed"]),
});

export type StreamConfig = z.infer<typeof config>;

export const streamAudio = defineManifest({
  type: "stream_audio",
  version: 1,
  title: "Stream",
  summary: "Streams the call's audio to your server over a WebSocket, and back.",
  group: "call",
  icon: "audio-lines",
  keywords: ["websocket", "media stream", "voice bot", "ai", "realtime", "fork"],
  needsCall: true,
  waits: true,
  config,
  defaults: (): JsonObject => ({ url: "" }),
  exits: (): ExitSpec<"done" | "failed" | "hung_up">[] => [{ id: "done", label: "Done" }, FAILED, HUNG_UP],
  variables: () => [{ name: "stream_id", type: "text", title: "the carrier's id of the stream" }],
  face: (c) => [
    c.url.trim() ? `Streams to ${shorten(c.url.trim().replace(/^wss:\/\//i, ""), 50)}` : "No address yet",
    ...(c.mode === "background" ? ["The flow goes on meanwhile"] : []),
  ],
  suggestName: () => null,
  check: checkStream,
});

/** Codes: url_missing, bad_stream_address, headers_too_long, bad_stream_header, and those of events. */
function checkStream(c: StreamConfig): NodeIssue[] {
  const issues = checkEvents(c.events);
  const add = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  const url = c.url.trim();
  if (!url) add("url_missing", "Say where the audio goes: an address that begins with wss://.", "url");
  else if (!isTemplate(url) && !isStreamAddress(url))
    add("bad_stream_address", "The address must begin with wss:// and have 2,048 characters at most. Correct it.", "url");
  for (const name of Object.keys(c.extraHeaders))
    if (!isHeaderName(name)) add("bad_stream_header", `“${name}” can't be sent; use letters, digits, - and _.`, `extraHeaders.${name}`);
  const text = headersText(c.extraHeaders);
  if (!isTemplate(text) && new TextEncoder().encode(text).length > MOST.headerBytes)
    add("headers_too_long", `The carrier takes ${MOST.headerBytes} bytes of headers. Shorten them.`, "extraHeaders");
  return issues;
}

export const isStreamAddress = (url: string): boolean =>
  /^wss:\/\/[^\s/]+/i.test(url) && url.length <= MOST.urlCharacters && URL.canParse(url);

const isHeaderName = (name: string): boolean => /^[\w-]{1,100}$/.test(name);

/** `k=v,k2=v2`, as much of it as the carrier takes; a comma in a value would begin another one. */
export function headersText(headers: Readonly<Record<string, string>>): string {
  let text = "";
  for (const [name, value] of Object.entries(headers)) {
    if (!isHeaderName(name)) continue;
    text += `${text ? "," : ""}${name}=${value.replace(/[,\s]+/g, " ").trim()}`;
  }
  return text;
}

/** Cut to what the carrier takes, between two headers. */
export function usableHeaders(headers: Readonly<Record<string, string>>): string {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (new TextEncoder().encode(headersText({ ...kept, [name]: value })).length <= MOST.headerBytes) kept[name] = value;
  }
  return headersText(kept);
}
