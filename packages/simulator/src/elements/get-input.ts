import { type VerbOf, withDefaults } from "@cordboard/plivo";
import type { InputKind } from "../calls/input-line.ts";
import { callParams } from "../calls/params.ts";
import { postCallback } from "../calls/posts.ts";
import { note } from "../calls/transcript.ts";
import { toAction } from "./action.ts";
import { nextWithin, prepareToListen } from "./listen.ts";
import { playPrompts } from "./prompts.ts";
import { type Next, ON, type Stage } from "./stage.ts";

type Attributes = ReturnType<typeof withDefaults<"GetInput">>;
type Result = { type: "dtmf"; digits: string } | { type: "speech"; speech: string };

/** Typed words are understood perfectly; a real recogniser is never quite sure. */
const CONFIDENCE = "0.93";

/** Prompts, then keys or speech, whichever comes first. Nothing within the time: no request (plivo-platform 1.6). */
export async function getInput(stage: Stage, verb: VerbOf<"GetInput">): Promise<Next> {
  const attributes = withDefaults<"GetInput">(verb);
  note(stage.world, stage.leg, "GetInput", { attrs: verb.attributes ?? {} });
  prepareToListen(stage, attributes.finishOnKey);
  const kinds: InputKind[] = [
    ...(attributes.inputType.includes("dtmf") ? (["key"] as const) : []),
    ...(attributes.inputType.includes("speech") ? (["speech"] as const) : []),
  ];
  for (let attempt = 0; attempt < attributes.retries; attempt++) {
    await playPrompts(stage, verb.children ?? [], kinds);
    const result = await collect(stage, attributes, kinds);
    if (!result) continue;
    return toAction(stage, "GetInput", attributes, {
      InputType: result.type,
      Digits: result.type === "dtmf" ? result.digits : "",
      Speech: result.type === "speech" ? result.speech : "",
      SpeechConfidenceScore: result.type === "speech" ? CONFIDENCE : "0.0",
      BilledAmount: result.type === "speech" ? "0.02000" : "0.00000",
    });
  }
  return ON;
}

async function collect(stage: Stage, attributes: Attributes, kinds: InputKind[]): Promise<Result | null> {
  const deadline = stage.world.time.now() + attributes.executionTimeout * 1_000;
  const left = (seconds: number): number => Math.max(0, Math.min(seconds * 1_000, deadline - stage.world.time.now()));
  const first = await nextWithin(stage, kinds, left(attributes.startInputTimeout ?? Infinity));
  if (!first) return null;
  return first.kind === "key" ? keys(stage, attributes, first.key, left) : speech(stage, attributes, first.text, left);
}

async function keys(stage: Stage, attributes: Attributes, first: string, left: (seconds: number) => number): Promise<Result | null> {
  const { finishOnKey, numDigits, digitEndTimeout } = attributes;
  let digits = "";
  for (let key: string | null = first; key !== null && key !== finishOnKey;) {
    digits += key;
    if (digits.length >= numDigits) break;
    const input = await nextWithin(stage, ["key"], left(secondsOf(stage, digitEndTimeout)));
    key = input?.kind === "key" ? input.key : null;
  }
  return digits === "" ? null : { type: "dtmf", digits };
}

/** Speech is final after a silence; what is said before that belongs to it. */
async function speech(stage: Stage, attributes: Attributes, first: string, left: (seconds: number) => number): Promise<Result> {
  let said = first;
  for (let sequence = 1; ; sequence++) {
    tellInterim(stage, attributes, said, sequence);
    const more = await nextWithin(stage, ["speech"], left(secondsOf(stage, attributes.speechEndTimeout)));
    if (more?.kind !== "speech") return { type: "speech", speech: said };
    said = `${said} ${more.text}`;
  }
}

function tellInterim({ world, leg }: Stage, attributes: Attributes, said: string, sequence: number): void {
  if (attributes.interimSpeechResultsCallback === undefined) return;
  const interim = { StableSpeech: said, UnstableSpeech: "", Stability: "0.9", SequenceNumber: String(sequence) };
  postCallback(world, leg, "GetInput", {
    kind: "interim speech",
    url: attributes.interimSpeechResultsCallback,
    method: attributes.interimSpeechResultsCallbackMethod,
    params: { ...callParams(world, leg), ...interim },
  });
}

function secondsOf({ world }: Stage, given: number | "auto"): number {
  return given === "auto" ? world.choices.autoEndTimeoutSeconds : given;
}
