import {
  type Effect,
  type ExitOf,
  type JsonObject,
  type Outcome,
  type Runtime,
  type StepContext,
  type StepEvent,
  TIMING,
} from "@cordboard/contract";
import { z } from "zod";
import { failedOf, firstFailure, given, isPending, type Letter, letterList, told, uuidsOf, writeLetters } from "../shared/letters.ts";
import type { sendMessage as manifest, SendMessageConfig } from "./manifest.ts";
import { explained, postsOf, postsOfRefused, postsOfReport } from "./posts.ts";

/*
 * enter ──one effect per recipient──► sending ──every one answered──► sent / failed
 *                                        │
 *                                        └──waitForDelivery──► delivering ──every report in──► delivered / undelivered
 *                                                                   └──deadline──► timeout
 *
 * A request in doubt keeps the step in sending: a report of its delivery settles it, else the deadline does, as `uncertain`.
 */
type Exit = ExitOf<typeof manifest>;

/** So that the step hears of it before its own deadline. */
const GIVEN_UP_BEFORE_SECONDS = 2;
/** For a report that comes just then. */
const LAST_WORD_SECONDS = 5;
const memory = z.object({ letters: letterList, delivering: z.boolean() });

export const sendMessage: Runtime<SendMessageConfig, Exit> = {
  afterwards,
  enter(config, ctx) {
    // It may wait for its turn until it expires, and be in doubt then. A caller doesn't wait for that.
    const [doubtSeconds, turnSeconds] = ctx.leg
      ? [TIMING.uncertainWithLegSeconds, 0]
      : [TIMING.uncertainWithoutLegSeconds, config.expirySeconds];
    const { letters, effects } = writeLetters(config, ctx, turnSeconds || doubtSeconds - GIVEN_UP_BEFORE_SECONDS);
    const deadlineSeconds = turnSeconds + doubtSeconds;
    const posts = postsOfRefused(config, letters, ctx);
    if (effects.length === 0) return withPosts(allFailed(letters), posts);
    return {
      do: "await",
      effects: [...effects, ...posts],
      wait: { for: "world", what: "message", deadlineSeconds, memory: { letters, delivering: false } },
    };
  },

  resume(config, event, ctx, stored) {
    const { letters, delivering } = memory.parse(stored);
    if (event.type === "timer") {
      if (delivering) return { do: "exit", exit: "timeout", outputs: outputs(letters, "sent") };
      return settled(config, letters.map(given), delivering);
    }
    return withPosts(after(told(letters, event), delivering, config, event, ctx), postsOf(config, letters, event, ctx));
  },
};

function after(next: Letter[] | null, delivering: boolean, config: SendMessageConfig, event: StepEvent, ctx: StepContext): Outcome<Exit> {
  if (!next) return { do: "ignore" };
  if (!next.some(isPending)) return settled(config, next, delivering);
  const stay = { do: "stay", memory: { letters: next, delivering } } as const;
  // The time of doubt is over when the step is told of it; no turn is waited for any more.
  const onlyDoubts = !next.some(({ state }) => state === "open");
  return onlyDoubts && !ctx.leg && event.type === "effect" ? { ...stay, deadlineSeconds: LAST_WORD_SECONDS } : stay;
}

const withPosts = (outcome: Outcome<Exit>, posts: Effect[]): Outcome<Exit> =>
  posts.length > 0 ? { ...outcome, effects: [...(outcome.effects ?? []), ...posts] } : outcome;

/** What the carrier reports when the path has gone on; of several messages only what the first one cost changes. */
function afterwards(config: SendMessageConfig, event: StepEvent, ctx: StepContext) {
  if (event.type !== "message_status") return {};
  const effects = postsOfReport(config, event, ctx);
  const uuids = ctx.own["uuids"];
  if (!Array.isArray(uuids) || uuids[0] !== event.messageUuid) return { effects };
  const { units, price, errorCode } = event;
  const cost = { ...(units !== undefined && { parts: units }), ...(price !== undefined && { price }) };
  const state = stateAfter(event);
  return { effects, outputs: { ...cost, ...(uuids.length === 1 && state && { state, ...explained(errorCode) }) } };
}

function stateAfter({ status }: StepEvent & { type: "message_status" }): string | null {
  if (status === "queued" || status === "sent") return null;
  return status === "delivered" || status === "read" ? "delivered" : "undelivered";
}

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

const allFailed = (letters: Letter[]): Outcome<Exit> => ({
  do: "exit",
  exit: "failed",
  error: firstFailure(letters),
  outputs: outputs(letters, "failed"),
});

/** All of them each time, so that nothing is left over from an earlier visit. */
function outputs(letters: Letter[], state: string): JsonObject {
  const [first] = letters.filter((one) => one.state !== "failed");
  const uuids = uuidsOf(letters);
  const code = letters.find((one) => one.carrierCode)?.carrierCode ?? "";
  return {
    uuid: uuids[0] ?? "",
    uuids,
    parts: first?.parts ?? 0,
    price: first?.price ?? "",
    state,
    ...explained(code),
    failed: failedOf(letters),
  };
}
