import { type InboundMessage, type JsonObject, type Outcome, type StepContext, type StepEvent, TIMING } from "@cordboard/contract";
import { z } from "zod";
import {
  type Content,
  failedOf,
  firstFailure,
  given,
  hearsOf,
  isPending,
  letterList,
  stepFailure,
  told,
  uuidsOf,
  writeLetters,
} from "./letters.ts";

/*
 * A question by message, and the texts that answer it:
 *
 *   enter ──question──► sending ──the carrier has it──► waiting ──deadline──► timeout
 *                          │                               └──reported undelivered to all──► failed
 *                          ├──taken by nobody──► failed
 *                          └──a text (in either state)──► read ──fits──► answered
 *                               ▲                           └──doesn't──► rounds left? ──yes──► asked again ──► sending
 *                               └──────────────────────────────────────────┴──no──► given up
 *
 * A text counts from the moment the question is on its way: a telephone may be quicker than the carrier's answer to us.
 */
const memory = z.object({
  /** The question that each has last been asked. */
  letters: letterList,
  /** The carrier's ids of earlier rounds. */
  earlier: z.array(z.string()),
  /** Where answers come to; null: any number of ours. */
  from: z.string().nullable(),
  attempt: z.number(),
  waiting: z.boolean(),
});
type Memory = z.infer<typeof memory>;

export interface Dialogue<Exit extends string> {
  /** The message that asks: with its own text (null), or with another. */
  content: (text: string | null) => Content;
  /** Sent instead of the question to who answered something that doesn't fit; empty: the question again. */
  againText: string;
  attempts: number;
  timeoutSeconds: number;
  /** What a text means; null: it doesn't fit. */
  read: (message: InboundMessage) => { exit: Exit; outputs: JsonObject } | null;
  /** Variables while there is no answer that fits; `message`: the last that didn't. */
  blank: (message: InboundMessage | null) => JsonObject;
  /** The last round is over. */
  givenUp: { exit: Exit; error?: { code: string; message: string } };
  exits: { timeout: Exit; failed: Exit };
}

/** Asks for the first time. */
export function askByMessage<Exit extends string>(dialogue: Dialogue<Exit>, ctx: StepContext): Outcome<Exit> {
  const { letters, effects, from } = writeLetters(dialogue.content(null), ctx);
  const remember: Memory = { letters, earlier: [], from, attempt: 1, waiting: false };
  if (effects.length === 0) return failed(dialogue, remember);
  const wait = { for: "world", what: "reply", deadlineSeconds: patience(ctx), memory: remember, hears: hearsOf(letters, from) } as const;
  return { do: "await", effects, wait };
}

export function goOnAsking<Exit extends string>(
  dialogue: Dialogue<Exit>,
  event: StepEvent,
  ctx: StepContext,
  stored: unknown,
): Outcome<Exit> {
  const now = memory.parse(stored);
  if (event.type === "message") return answered(dialogue, event.message, ctx, now);
  if (event.type === "timer") {
    if (!now.waiting) return settled(dialogue, { ...now, letters: now.letters.map(given) });
    return { do: "exit", exit: dialogue.exits.timeout, outputs: outputs(dialogue, now, null) };
  }
  const letters = told(now.letters, event);
  if (!letters) return { do: "ignore" };
  const next = { ...now, letters };
  return letters.some(isPending) ? { do: "stay", memory: next } : settled(dialogue, next);
}

/** Every request has its answer. */
function settled<Exit extends string>(dialogue: Dialogue<Exit>, now: Memory): Outcome<Exit> {
  const reached = now.letters.filter(({ state }) => state === "accepted" || state === "delivered");
  // Nobody has it, so nobody will answer.
  if (reached.length === 0) return failed(dialogue, now);
  if (now.waiting) return { do: "stay", memory: now };
  return { do: "stay", memory: { ...now, waiting: true }, deadlineSeconds: dialogue.timeoutSeconds };
}

function answered<Exit extends string>(dialogue: Dialogue<Exit>, message: InboundMessage, ctx: StepContext, now: Memory): Outcome<Exit> {
  const found = dialogue.read(message);
  if (found) return { do: "exit", exit: found.exit, outputs: { ...outputs(dialogue, now, message), ...found.outputs } };
  if (now.attempt >= dialogue.attempts) return { do: "exit", ...dialogue.givenUp, outputs: outputs(dialogue, now, message) };
  const content = dialogue.content(dialogue.againText.trim() ? dialogue.againText : null);
  const { letters, effects } = writeLetters({ ...content, to: [message.from], from: message.to }, ctx);
  const [asked, others] = [now.letters.filter(({ to }) => to === message.from), now.letters.filter(({ to }) => to !== message.from)];
  const earlier = [...now.earlier, ...uuidsOf(asked)];
  const next = { ...now, letters: [...others, ...letters], earlier, attempt: now.attempt + 1, waiting: false };
  return effects.length > 0 ? { do: "stay", effects, memory: next, deadlineSeconds: patience(ctx) } : failed(dialogue, next);
}

function failed<Exit extends string>(dialogue: Dialogue<Exit>, now: Memory): Outcome<Exit> {
  return { do: "exit", exit: dialogue.exits.failed, error: firstFailure(now.letters), outputs: outputs(dialogue, now, null) };
}

/** All of them each time, so that nothing is left over from an earlier visit. */
function outputs<Exit extends string>(
  dialogue: Dialogue<Exit>,
  { letters, earlier, attempt }: Memory,
  message: InboundMessage | null,
): JsonObject {
  const uuids = [...earlier, ...uuidsOf(letters)];
  return { ...dialogue.blank(message), attempts: attempt, uuid: uuids[0] ?? "", uuids, failed: failedOf(letters) };
}

const patience = (ctx: StepContext): number => (ctx.leg ? TIMING.uncertainWithLegSeconds : TIMING.uncertainWithoutLegSeconds);

/** Nothing that fits came in as many rounds as there are. */
export const answerInvalid = () => stepFailure("answer_invalid");
