import type { ExitOf, JsonObject, Outcome, Runtime, StepContext, StepEvent } from "@cordboard/contract";
import { z } from "zod";
import { askVerbs, listensSeconds, type Question } from "../shared/ask.ts";
import { carrierDeadline } from "../shared/deadline.ts";
import { postEvents } from "../shared/post-events.ts";
import { type PromptVerb, promptVerbs, speakVerbs } from "../shared/prompt-verbs.ts";
import type { getInput as manifest, GetInputConfig } from "./manifest.ts";
import { AGAIN_KEY, KEEP_KEY, readBackSentence } from "./read-back.ts";
import { type Answer, validated } from "../shared/answer.ts";

/*
 * enter ──► ask ──valid──► read back? ──no──────────────────────────► received
 *            ▲ │                └─yes─► confirm ──1──────────────────► received
 *            │ └──silence / not valid──┐   └──2, silence, another key──┐
 *            └──────── rounds left? ◄──┴───────────────────────────────┘ ──no──► no_input / invalid
 */
type Exit = ExitOf<typeof manifest>;
type Input = Extract<StepEvent, { type: "input" }>;

/** `answer`: it was valid and is being read back. */
const memory = z.object({
  attempt: z.number(),
  answer: z
    .object({
      inputType: z.enum(["dtmf", "speech"]),
      digits: z.string(),
      speech: z.string(),
      confidence: z.number().nullable(),
      value: z.union([z.string(), z.number()]),
    })
    .nullable(),
});
type Memory = z.infer<typeof memory>;
type Answered = NonNullable<Memory["answer"]>;

export const getInput: Runtime<GetInputConfig, Exit> = {
  enter: (config, ctx) => ask(config, ctx, 1, []),
  resume(config, event, ctx, stored) {
    const { attempt, answer } = memory.parse(stored);
    switch (event.type) {
      case "hangup":
        return { do: "exit", exit: "hung_up", outputs: outputs(attempt) };
      case "silence":
        return answer ? confirmAgain(config, ctx, attempt, answer, "no_input") : missed(config, ctx, attempt, "no_input");
      case "input":
        return answer ? confirmed(config, ctx, attempt, answer, event) : posting(config, ctx, event, answered(config, ctx, attempt, event));
      default:
        return { do: "ignore" };
    }
  },
};

/** What came is posted as it came, checked or not. A secret is never posted: only that it was entered. */
function posting(config: GetInputConfig, ctx: StepContext, event: Input, outcome: Outcome<Exit>): Outcome<Exit> {
  if (!event.digits && !event.speech.trim()) return outcome;
  const spoken = event.inputType === "speech";
  const { digits, speech, confidence } = event;
  const data = { ...(config.sensitive ? {} : { digits, speech }), confidence, input_type: spoken ? "speech" : "digits" };
  const effects = postEvents(config.events, spoken ? "speech" : "digits", data, ctx);
  return effects.length > 0 ? { ...outcome, effects } : outcome;
}

function ask(config: GetInputConfig, ctx: StepContext, attempt: number, sorry: PromptVerb[]): Outcome<Exit> {
  const question: Question = {
    ...config,
    prompt: [...sorry, ...promptVerbs(config.prompt, ctx)],
    language: config.language || ctx.language,
  };
  return listen(question, ctx, { attempt, answer: null });
}

function listen(question: Question, ctx: StepContext, remember: Memory): Outcome<Exit> {
  const verbs = askVerbs(question, ctx.urls);
  const deadlineSeconds = carrierDeadline(verbs, listensSeconds(question));
  return {
    do: "await",
    verbs,
    wait: { for: "carrier", what: question.input === "keys" ? "digits" : "speech", deadlineSeconds, memory: remember },
  };
}

function answered(config: GetInputConfig, ctx: StepContext, attempt: number, event: Input): Outcome<Exit> {
  const given: Answer = { inputType: event.inputType, digits: event.digits, speech: event.speech };
  if (!given.digits && !given.speech.trim()) return missed(config, ctx, attempt, "no_input");
  const value = validated(given, config, { language: config.language || ctx.language, near: callerOf(ctx) });
  if (value === null) return missed(config, ctx, attempt, "invalid", event);
  const answer: Answered = { ...given, confidence: event.confidence, value };
  // check() refuses both together: what is read back stands in the carrier's log.
  if (config.readBack && !config.sensitive) return confirm(config, ctx, attempt, answer);
  return { do: "exit", exit: "received", outputs: outputs(attempt, event, value) };
}

function missed(config: GetInputConfig, ctx: StepContext, attempt: number, exit: "no_input" | "invalid", event?: Input): Outcome<Exit> {
  const sorry = exit === "no_input" ? config.noInputPrompt : config.invalidPrompt;
  if (attempt < config.attempts) return ask(config, ctx, attempt + 1, promptVerbs(sorry, ctx));
  return { do: "exit", exit, outputs: outputs(attempt, event) };
}

function confirm(config: GetInputConfig, ctx: StepContext, attempt: number, answer: Answered): Outcome<Exit> {
  const { text, language } = readBackSentence(answer.digits || answer.speech, ctx.language);
  const question: Question = {
    prompt: speakVerbs(text, language),
    interruptible: true,
    input: "keys",
    maxDigits: 1,
    finishKey: "none",
    timeoutSeconds: config.timeoutSeconds,
    hints: [],
    language,
    sensitive: false,
  };
  return listen(question, ctx, { attempt, answer });
}

function confirmed(config: GetInputConfig, ctx: StepContext, attempt: number, answer: Answered, event: Input): Outcome<Exit> {
  if (event.digits === KEEP_KEY) return { do: "exit", exit: "received", outputs: outputs(attempt, answer, answer.value) };
  if (event.digits === AGAIN_KEY && attempt < config.attempts) return ask(config, ctx, attempt + 1, []);
  if (event.digits === AGAIN_KEY) return { do: "exit", exit: "invalid", outputs: outputs(attempt, answer) };
  return confirmAgain(config, ctx, attempt, answer, "invalid");
}

function confirmAgain(
  config: GetInputConfig,
  ctx: StepContext,
  attempt: number,
  answer: Answered,
  exit: "no_input" | "invalid",
): Outcome<Exit> {
  if (attempt < config.attempts) return confirm(config, ctx, attempt + 1, answer);
  return { do: "exit", exit, outputs: outputs(attempt, answer) };
}

/** Whose country national numbers belong to: the party that isn't us. */
const callerOf = ({ leg }: StepContext): string | null => leg && (leg.role === "inbound" ? leg.from : leg.to);

/** All of them each time, so that nothing is left over from an earlier visit. */
function outputs(attempts: number, input?: Omit<Input, "type">, value: string | number = ""): JsonObject {
  return {
    digits: input?.digits ?? "",
    speech: input?.speech ?? "",
    value,
    confidence: input?.confidence ?? null,
    input_type: input ? (input.inputType === "dtmf" ? "digits" : "speech") : "",
    attempts,
  };
}
