import {
  type Effect,
  type EffectResult,
  type ExitOf,
  type JsonObject,
  type Outcome,
  type Runtime,
  STEP_CODES,
  type StepCode,
  type StepEvent,
  TIMING,
} from "@cordboard/contract";
import { toNumber } from "../shared/numbers.ts";
import { recipientsOf } from "../shared/recipients.ts";
import { afterReport, afterResult, isPending, type Letter, memory, newLetter } from "./letters.ts";
import { type SendMessageConfig, type sendMessage as manifest, senderOf } from "./manifest.ts";

/*
 * enter ──one effect per recipient──► sending ──every one answered──► sent / failed
 *                                        │
 *                                        └──waitForDelivery──► delivering ──every report in──► delivered / undelivered
 *                                                                   └──deadline──► timeout
 *
 * A request in doubt keeps the step in sending: a report of its delivery settles it, else the deadline does, as `uncertain`.
 */
type Exit = ExitOf<typeof manifest>;

/** For a report that comes just then. */
const LAST_WORD_SECONDS = 5;
type Failure = Extract<EffectResult, { ok: false }>["error"];

export const sendMessage: Runtime<SendMessageConfig, Exit> = {
  enter(config, ctx) {
    const from = senderOf(config.from);
    // It may wait for its turn until it expires, and be in doubt then. A caller doesn't wait for that.
    const [doubtSeconds, turnSeconds] = ctx.leg
      ? [TIMING.uncertainWithLegSeconds, 0]
      : [TIMING.uncertainWithoutLegSeconds, config.expirySeconds];
    const deadlineSeconds = turnSeconds + doubtSeconds;
    const beginWithinSeconds = turnSeconds || doubtSeconds - 2;
    const effects: Effect[] = [];
    const letters: Letter[] = [];
    for (const written of recipientsOf(config.to)) {
      const to = toNumber(written);
      if (!to || !from) letters.push(refused(newLetter("", written), "invalid_number"));
      else if (!letters.some((letter) => letter.to === to)) {
        const id = ctx.newId();
        const { text, expirySeconds, log } = config;
        effects.push({ id, kind: "send_message", from, to, text, channel: "sms", media: [], expirySeconds, beginWithinSeconds, log });
        letters.push(newLetter(id, to));
      }
    }
    if (effects.length === 0) return allFailed(letters);
    return { do: "await", effects, wait: { for: "world", what: "message", deadlineSeconds, memory: { letters, delivering: false } } };
  },

  resume(config, event, ctx, stored) {
    const { letters, delivering } = memory.parse(stored);
    if (event.type === "timer") {
      if (delivering) return { do: "exit", exit: "timeout", outputs: outputs(letters, "sent") };
      return settled(config, letters.map(given), delivering);
    }
    const next = told(letters, event);
    if (!next) return { do: "ignore" };
    if (!next.some(isPending)) return settled(config, next, delivering);
    const stay = { do: "stay", memory: { letters: next, delivering } } as const;
    // The time of doubt is over when the step is told of it; no turn is waited for any more.
    const onlyDoubts = !next.some(({ state }) => state === "open");
    return onlyDoubts && !ctx.leg && event.type === "effect" ? { ...stay, deadlineSeconds: LAST_WORD_SECONDS } : stay;
  },
};

/** The messages after an event about one of them; null when it changes nothing. */
function told(letters: Letter[], event: StepEvent): Letter[] | null {
  if (event.type !== "effect" && event.type !== "message_status") return null;
  const at = letters.findIndex((letter) => letter.id === event.effectId);
  const letter = letters[at];
  const changed = letter && (event.type === "effect" ? afterResult(letter, event.result) : afterReport(letter, event));
  return changed ? letters.with(at, changed) : null;
}

/** Time is up for what is still pending. */
const given = (letter: Letter): Letter => (isPending(letter) ? refused(letter, "uncertain") : letter);

const refused = (letter: Letter, code: StepCode): Letter => ({ ...letter, state: "failed", error: failure(code) });

/** Every request has its answer. */
function settled(config: SendMessageConfig, letters: Letter[], delivering: boolean): Outcome<Exit> {
  const taken = letters.filter(({ state }) => state !== "failed");
  if (taken.length === 0) return allFailed(letters);
  if (!config.waitForDelivery) return { do: "exit", exit: "sent", outputs: outputs(letters, "sent") };
  if (taken.some(({ state }) => state === "accepted")) {
    const stay = { do: "stay", memory: { letters, delivering: true } } as const;
    return delivering ? stay : { ...stay, deadlineSeconds: config.deliveryTimeoutSeconds };
  }
  const exit = taken.some(({ state }) => state === "delivered") ? "delivered" : "undelivered";
  return { do: "exit", exit, outputs: outputs(letters, exit) };
}

function allFailed(letters: Letter[]): Outcome<Exit> {
  const error = letters.find((letter) => letter.error)?.error ?? failure("no_recipient");
  return { do: "exit", exit: "failed", error, outputs: outputs(letters, "failed") };
}

const failure = (code: StepCode): Failure => ({ code, message: STEP_CODES[code] });

/** All of them each time, so that nothing is left over from an earlier visit. */
function outputs(letters: Letter[], state: string): JsonObject {
  const taken = letters.filter((letter) => letter.state !== "failed");
  const uuids = taken.flatMap((letter) => letter.uuid || []);
  const failed = letters.flatMap(({ to, error }) => (error ? [{ to, ...error }] : []));
  const code = letters.find((letter) => letter.carrierCode)?.carrierCode ?? "";
  return { uuid: uuids[0] ?? "", uuids, parts: taken[0]?.parts ?? 0, state, error_code: code, failed };
}
