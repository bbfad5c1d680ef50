import { type VerbOf, withDefaults } from "@cordboard/plivo";
import { Recorder, type RecordingOptions } from "../calls/recorder.ts";
import { callParams } from "../calls/params.ts";
import { postCallback } from "../calls/posts.ts";
import { note } from "../calls/transcript.ts";
import { Interrupted } from "../time/interrupted.ts";
import { toAction, toActionAfterHangup } from "./action.ts";
import { BEEP_MS } from "./get-digits.ts";
import { nextWithin, prepareToListen } from "./listen.ts";
import { speechMs } from "./prompts.ts";
import { type Next, ON, type Stage } from "./stage.ts";

type Attributes = ReturnType<typeof withDefaults<"Record">>;

export async function record(stage: Stage, verb: VerbOf<"Record">): Promise<Next> {
  const attributes = withDefaults<"Record">(verb);
  note(stage.world, stage.leg, "Record", { attrs: verb.attributes ?? {} });
  if (attributes.recordSession) return recordSession(stage, attributes);
  if (attributes.startOnDialAnswer) return recordFromDialAnswer(stage, attributes);
  return recordHere(stage, attributes);
}

/** In the background until the call ends. The action comes at once, and its document replaces this one. */
function recordSession(stage: Stage, attributes: Attributes): Promise<Next> {
  const recorder = new Recorder(stage.world, stage.leg, { ...optionsOf(attributes), maxSeconds: attributes.maxLength });
  return toAction(stage, "Record", attributes, recorder.params());
}

/** In the background from the moment a B leg answers; the action is then told, its answer has nowhere to go. */
function recordFromDialAnswer({ world, leg }: Stage, attributes: Attributes): Promise<Next> {
  leg.onDialAnswer = () => {
    leg.onDialAnswer = null;
    const recorder = new Recorder(world, leg, { ...optionsOf(attributes), maxSeconds: attributes.maxLength });
    const { action: url, method } = attributes;
    const params = { ...callParams(world, leg, world.choices.eventOfRedirect), ...recorder.params() };
    if (url !== undefined) postCallback(world, leg, "Record", { kind: "action", url, method, params });
  };
  return Promise.resolve(ON);
}

/** Until silence, the longest length, a key or the end of the call. */
async function recordHere(stage: Stage, attributes: Attributes): Promise<Next> {
  prepareToListen(stage, attributes.finishOnKey);
  if (attributes.playBeep) await stage.world.time.sleep(BEEP_MS, stage.signal);
  const recorder = new Recorder(stage.world, stage.leg, optionsOf(attributes));
  let key: string;
  try {
    key = await listenToEnd(stage, attributes);
  } catch (error) {
    recorder.stop();
    if (error instanceof Interrupted && error.reason === "hangup" && stage.world.choices.recordActionAfterHangup) {
      await toActionAfterHangup(stage, "Record", attributes, { ...recorder.params(), Digits: "" });
    }
    throw error;
  }
  recorder.stop();
  return toAction(stage, "Record", attributes, { ...recorder.params(), Digits: key });
}

/** The key that ended it, or an empty text. */
async function listenToEnd(stage: Stage, attributes: Attributes): Promise<string> {
  const { timeout, maxLength, finishOnKey } = attributes;
  const { time } = stage.world;
  const end = time.now() + maxLength * 1_000;
  let silentFrom = time.now();
  for (;;) {
    const deadline = Math.min(end, silentFrom + timeout * 1_000);
    const input = await nextWithin(stage, ["key", "speech"], Math.max(0, deadline - time.now()));
    if (!input) return "";
    if (input.kind === "speech") silentFrom = time.now() + speechMs(stage.world, input.text);
    else if (finishOnKey !== "none" && finishOnKey.includes(input.key)) return input.key;
  }
}

function optionsOf(attributes: Attributes): RecordingOptions {
  const { fileFormat, callbackUrl, callbackMethod, transcriptionType, transcriptionUrl, transcriptionMethod } = attributes;
  return {
    format: fileFormat,
    ...(callbackUrl !== undefined && { callback: { url: callbackUrl, method: callbackMethod } }),
    ...(transcriptionType !== undefined &&
      transcriptionUrl !== undefined && { transcription: { url: transcriptionUrl, method: transcriptionMethod } }),
  };
}
