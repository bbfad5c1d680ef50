import type { JsonObject, Outcome, Runtime, StepContext, StepEvent } from "@cordboard/contract";
import { z } from "zod";
import { askVerbs, listensSeconds, type Question } from "../shared/ask.ts";
import { carrierDeadline } from "../shared/deadline.ts";
import { postEvents } from "../shared/post-events.ts";
import { type PromptVerb, promptVerbs } from "../shared/prompt-verbs.ts";
import { byKey, bySpeech, exitId, phrasesOf } from "./choices.ts";
import type { IvrMenuConfig } from "./manifest.ts";

/*
 * enter ──► ask ──input, a choice──► its exit
 *            ▲ └──silence / another input──► rounds left? ──no──► no_input / wrong_input
 *            └── with its own prompt first ──yes──┘
 */
const memory = z.object({ attempt: z.number() });
type Input = Extract<StepEvent, { type: "input" }>;

export const ivrMenu: Runtime<IvrMenuConfig, string> = {
  enter: (config, ctx) => ask(config, ctx, 1, []),
  resume(config, event, ctx, stored) {
    const { attempt } = memory.parse(stored);
    const missed = (exit: "no_input" | "wrong_input", input?: Input): Outcome => {
      if (attempt >= config.attempts) return { do: "exit", exit, outputs: outputs(attempt, input) };
      const sorry = exit === "no_input" ? config.noInputPrompt : config.wrongInputPrompt;
      return ask(config, ctx, attempt + 1, promptVerbs(sorry, ctx));
    };
    switch (event.type) {
      case "silence":
        return missed("no_input");
      case "input": {
        if (!event.digits && !event.speech.trim()) return missed("no_input");
        const choice = event.inputType === "dtmf" ? byKey(config.choices, event.digits) : bySpeech(config.choices, event.speech);
        const exit = choice && exitId(choice);
        const known = outputs(attempt, event, exit ?? "");
        const effects = postEvents(config.events, event.inputType === "dtmf" ? "digits" : "speech", known, ctx);
        const outcome: Outcome = exit ? { do: "exit", exit, outputs: known } : missed("wrong_input", event);
        return effects.length > 0 ? { ...outcome, effects } : outcome;
      }
      case "hangup":
        return { do: "exit", exit: "hung_up", outputs: outputs(attempt) };
      default:
        return { do: "ignore" };
    }
  },
};

function ask(config: IvrMenuConfig, ctx: StepContext, attempt: number, sorry: PromptVerb[]): Outcome {
  const question: Question = {
    prompt: [...sorry, ...promptVerbs(config.prompt, ctx)],
    interruptible: config.interruptible,
    input: config.input,
    maxDigits: 1,
    // A finishing key would be swallowed: as a choice it must reach us, and as a wrong key it is one.
    finishKey: "none",
    timeoutSeconds: config.timeoutSeconds,
    hints: config.choices.flatMap(phrasesOf),
    language: config.language || ctx.language,
    sensitive: false,
    speechModel: config.speechModel,
    profanityFilter: config.profanityFilter,
  };
  const verbs = askVerbs(question, ctx.urls);
  const deadlineSeconds = carrierDeadline(verbs, listensSeconds(question));
  return {
    do: "await",
    verbs,
    wait: { for: "carrier", what: config.input === "keys" ? "digits" : "speech", deadlineSeconds, memory: { attempt } },
  };
}

/** All of them each time, so that nothing is left over from an earlier visit. */
function outputs(attempts: number, input?: Input, choice = ""): JsonObject {
  return {
    choice,
    digits: input?.digits ?? "",
    speech: input?.speech ?? "",
    confidence: input?.confidence ?? null,
    input_type: input ? (input.inputType === "dtmf" ? "digits" : "speech") : "",
    attempts,
  };
}
