import {
  type ExitOf,
  type JsonObject,
  type Outcome,
  type Runtime,
  STEP_CODES,
  type StepContext,
  type StepEvent,
  TIMING,
} from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { z } from "zod";
import { carrierDeadline } from "../shared/deadline.ts";
import { promptVerbs } from "../shared/prompt-verbs.ts";
import { postEvents } from "../shared/post-events.ts";
import { fileAttributes, recordingData } from "../shared/recording.ts";
import type { recordAudio as manifest, RecordAudioConfig } from "./manifest.ts";

/*
 * enter ──► recording ──action: the call goes on──► transcribe? ──no──► recorded / no_audio
 *            │   ▲ callback: the file is known        └──yes──► transcribing (hold loop) ──text / deadline──► recorded
 *            │   └─┘ (kept; the action or the hang-up follows)
 *            └──hang-up──► its file is known? ──yes──► recorded, or transcribing without a call
 *                            └──no──► wait 60 s for the callback ──► recorded / no_audio
 *
 * All of it is one wait, because the URLs in Record are good for one wait: hence `stay`.
 */
type Exit = ExitOf<typeof manifest>;

const recording = z.object({ url: z.string(), id: z.string(), duration: z.number() });
type Recording = z.infer<typeof recording>;
const memory = z.object({ phase: z.enum(["recording", "hung_up", "transcribing"]), recording: recording.optional() });

/** A transcript takes about as long as the recording did. A caller on the line isn't kept for longer than a minute. */
const TRANSCRIPT_SECONDS = { withCall: 60, withoutCall: 600 };

export const recordAudio: Runtime<RecordAudioConfig, Exit> = {
  enter(config, ctx) {
    const record: Verb = {
      element: "Record",
      attributes: {
        action: ctx.urls.action,
        callbackUrl: ctx.urls.callback,
        playBeep: config.beep,
        timeout: config.silenceSeconds,
        maxLength: config.maxSeconds,
        finishOnKey: config.finishKey,
        ...fileAttributes(config.format, config.channels),
        ...(config.transcribe && { transcriptionType: "auto" as const, transcriptionUrl: ctx.urls.callback }),
      },
    };
    const verbs = [...promptVerbs(config.prompt, ctx), record];
    const deadlineSeconds = carrierDeadline(verbs, config.maxSeconds + config.silenceSeconds);
    return { do: "await", verbs, wait: { for: "carrier", what: "recording", deadlineSeconds, memory: { phase: "recording" } } };
  },

  resume(config, event, ctx, stored) {
    const { phase, recording: known } = memory.parse(stored);
    switch (event.type) {
      case "recording": {
        if (phase === "transcribing") return { do: "ignore" };
        const heard = readRecording(event);
        // The file may be known before the call asks how to go on; the answer belongs to the call.
        if (phase === "recording" && event.source === "callback")
          return heard ? { do: "stay", memory: { phase, recording: heard } } : { do: "ignore" };
        return settled(config, ctx, heard ?? known ?? null, phase === "recording");
      }
      case "transcription": {
        if (!known) return { do: "ignore" };
        const text = event.error ? "" : event.text;
        return { do: "exit", exit: "recorded", outputs: outputs(config, ctx, known, text), effects: written(config, text, known, ctx) };
      }
      case "hangup":
        if (phase === "transcribing") return { do: "stay", deadlineSeconds: TRANSCRIPT_SECONDS.withoutCall };
        if (known) return settled(config, ctx, known, false);
        return { do: "stay", memory: { phase: "hung_up" }, deadlineSeconds: TIMING.recordingAfterHangupSeconds };
      case "silence":
        return phase === "recording" ? settled(config, ctx, known ?? null, ctx.leg !== null) : { do: "ignore" };
      case "timer":
        if (known) return { do: "exit", exit: "recorded", outputs: outputs(config, ctx, known) };
        if (phase === "hung_up") return settled(config, ctx, null, false);
        return {
          do: "exit",
          exit: "failed",
          outputs: outputs(config, ctx),
          error: { code: "recording_failed", message: STEP_CODES.recording_failed },
        };
      default:
        return { do: "ignore" };
    }
  },
};

/** There is a recording, or surely none. `live`: a caller waits to hear how the call goes on. */
function settled(config: RecordAudioConfig, ctx: StepContext, heard: Recording | null, live: boolean): Outcome<Exit> {
  if (!heard) return { do: "exit", exit: "no_audio", outputs: outputs(config, ctx) };
  const event = {
    type: "recording",
    source: "callback",
    id: heard.id,
    url: heard.url,
    durationSeconds: heard.duration,
    digits: "",
  } as const;
  const effects = postEvents(config.events, "record", recordingData(event, ctx), ctx);
  if (!config.transcribe) return { do: "exit", exit: "recorded", outputs: outputs(config, ctx, heard), effects };
  return {
    do: "stay",
    effects,
    memory: { phase: "transcribing", recording: heard },
    deadlineSeconds: live ? TRANSCRIPT_SECONDS.withCall : TRANSCRIPT_SECONDS.withoutCall,
  };
}

const written = (config: RecordAudioConfig, transcript: string, { id }: Recording, ctx: StepContext) =>
  postEvents(config.events, "transcript", { recording_id: id, url: ctx.urls.recording(id), transcript }, ctx);

/** A recording without a file, or shorter than a second, holds nothing (-1: the carrier doesn't know the length yet). */
function readRecording({ url, id, durationSeconds }: Extract<StepEvent, { type: "recording" }>): Recording | null {
  return url && (durationSeconds >= 1 || durationSeconds < 0) ? { url, id, duration: Math.max(0, durationSeconds) } : null;
}

/** All of them each time, so that nothing is left over from an earlier visit. */
function outputs(config: RecordAudioConfig, ctx: StepContext, heard: Recording | null = null, transcript = ""): JsonObject {
  return {
    url: heard ? ctx.urls.recording(heard.id) : "",
    id: heard?.id ?? "",
    duration: heard?.duration ?? 0,
    ...(config.transcribe && { transcript }),
  };
}
