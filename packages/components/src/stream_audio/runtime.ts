import {
  type ExitOf,
  type JsonObject,
  type Outcome,
  type Runtime,
  STEP_CODES,
  type StepCode,
  type StepContext,
  type StepEvent,
} from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { z } from "zod";
import { SPARE_SECONDS } from "../shared/deadline.ts";
import { postEvents } from "../shared/post-events.ts";
import { isStreamAddress, type streamAudio as manifest, type StreamConfig, usableHeaders } from "./manifest.ts";

/*
 * wait: enter ──Stream, which blocks until the socket closes──► the carrier goes on behind it ──► done
 *                │                                                 └─ after the news that it broke ──► failed
 *                └─ hang-up ──► hung_up
 * background: enter ──Stream, and the document goes on at once──► done ···► afterwards: its id
 */
type Exit = ExitOf<typeof manifest>;

const memory = z.object({ streamId: z.string(), broken: z.boolean() });
type Memory = z.infer<typeof memory>;

export const streamAudio: Runtime<StreamConfig, Exit> = {
  enter(config, ctx) {
    const url = config.url.trim();
    if (!isStreamAddress(url)) return failed("bad_stream_address", "");
    return {
      do: "await",
      verbs: [stream(config, url, ctx)],
      outputs: outputs(""),
      wait: {
        for: "carrier",
        what: "stream",
        deadlineSeconds: (config.mode === "wait" ? config.timeoutSeconds : 0) + SPARE_SECONDS,
        memory: { streamId: "", broken: false },
      },
    };
  },

  resume(config, event, ctx, stored) {
    const known = memory.parse(stored);
    switch (event.type) {
      case "stream": {
        const next: Memory = { streamId: event.streamId, broken: known.broken || kindOf(event.event) === "failed" };
        return { do: "stay", memory: next, ...news(config, event, ctx) };
      }
      case "silence":
        return known.broken ? failed("stream_failed", known.streamId) : { do: "exit", exit: "done", outputs: outputs(known.streamId) };
      case "hangup":
        return { do: "exit", exit: "hung_up", outputs: outputs(known.streamId) };
      case "timer":
        return failed("stream_failed", known.streamId);
      default:
        return { do: "ignore" };
    }
  },

  afterwards: (config, event, ctx) => (event.type === "stream" ? news(config, event, ctx) : {}),
};

/** The carrier's pages name its events in two ways (plivo-platform 2.7). A quality that suffers is no failure. */
function kindOf(event: string): "started" | "stopped" | "failed" | null {
  if (/^start/i.test(event)) return "started";
  if (/^stop/i.test(event)) return "stopped";
  return /^(?:fail|dropped)/i.test(event) ? "failed" : null;
}

function news(config: StreamConfig, event: StepEvent & { type: "stream" }, ctx: StepContext) {
  const kind = kindOf(event.event);
  const known = outputs(event.streamId);
  return { outputs: known, effects: kind ? postEvents(config.events, kind, { ...known, event: event.event }, ctx) : [] };
}

function stream(config: StreamConfig, body: string, ctx: StepContext): Verb {
  const extraHeaders = usableHeaders(config.extraHeaders);
  return {
    element: "Stream",
    attributes: {
      ...(config.direction === "both_ways" ? { bidirectional: true } : { audioTrack: config.direction }),
      streamTimeout: config.timeoutSeconds,
      contentType: config.contentType,
      ...(config.mode === "wait" && { keepCallAlive: true }),
      ...(extraHeaders && { extraHeaders }),
      ...(config.noiseCancellation && { noiseCancellation: true, noiseCancellationLevel: config.noiseLevel }),
      statusCallbackUrl: ctx.urls.callback,
      statusCallbackMethod: "POST",
    },
    body,
  };
}

const outputs = (streamId: string): JsonObject => ({ stream_id: streamId });

const failed = (code: StepCode, streamId: string): Outcome<Exit> => ({
  do: "exit",
  exit: "failed",
  outputs: outputs(streamId),
  error: { code, message: STEP_CODES[code] },
});
