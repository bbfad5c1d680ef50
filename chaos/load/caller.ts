import { randomUUID } from "node:crypto";
import type { Random } from "../faults/random.ts";
import { OURS } from "../world/account.ts";
import { sleep } from "../world/processes.ts";
import type { World } from "../world/world.ts";
import { ask, type Patience, readDocument } from "./as-carrier.ts";
import type { Prepared } from "./flows.ts";
import type { Fields } from "./sign.ts";

/** Documents of one call; more means that it turns in a circle. */
const MAX_DOCUMENTS = 60;

export interface CallPlan {
  from: string;
  /** How often the caller hears the menu again before anything else: events without an effect. */
  again: number;
  /** Codes the caller enters before they say goodbye. */
  codes: number;
  /** Puts the phone down while a key is on its way. */
  races: boolean;
  /** How often each webhook is sent at the same time. */
  copies: number;
  patience: Patience;
}

export function planCall(random: Random, from: string, patience: Patience): CallPlan {
  return { from, patience, again: 0, codes: random.whole(0, 2), races: random.chance(0.15), copies: random.chance(0.2) ? 5 : 1 };
}

/** Somebody who can't make up their mind, and wants nothing in the end. */
export function planLongCall(random: Random, from: string, patience: Patience): CallPlan {
  return { ...planCall(random, from, patience), again: random.whole(20, 40), codes: 0 };
}

/** What became of a call, seen from outside. */
export interface CallEnd {
  callUuid: string;
  /** It heard `Goodbye`, or put the phone down itself; otherwise nobody answered it in time. */
  served: boolean;
}

/** Fields of every webhook of one call to the desk. */
export const callFields = (from: string, callUuid: string = randomUUID()): Fields => ({
  CallUUID: callUuid,
  From: from.slice(1),
  To: OURS.desk.slice(1),
  Direction: "inbound",
});
export const STARTING: Fields = { Event: "StartApp", CallStatus: "ringing" };
export const IN_CALL: Fields = { Event: "Redirect", CallStatus: "in-progress" };
export const HUNG_UP: Fields = { Event: "Hangup", CallStatus: "completed", HangupCauseCode: "4000", Duration: "5" };

/** One call from outside, whose carrier is this program: answer, keys, hang-up. */
export async function call(world: World, at: Prepared["desk"], plan: CallPlan): Promise<CallEnd> {
  const callUuid = randomUUID();
  const { copies, patience } = plan;
  const base = callFields(plan.from, callUuid);
  const say = (path: string, fields: Fields) => ask(world, { path, fields: { ...base, ...fields }, patience, copies });
  const hangUp = () => say(at.hangup, HUNG_UP);

  let reply = (await say(at.answer, STARTING)) ?? (await say(at.fallback, STARTING));
  let [codes, again] = [0, plan.again];
  for (let documents = 0; reply && documents < MAX_DOCUMENTS; documents++) {
    const { action, redirect, waitSeconds, text } = readDocument(reply.body);
    if (action) {
      const digits = text.includes("four digits") ? String(1000 + codes) : again > 0 ? "3" : codes < plan.codes ? "1" : "2";
      if (digits.length === 4) codes++;
      if (digits === "3") again--;
      const press = say(action, { ...IN_CALL, Digits: digits });
      if (plan.races && codes >= plan.codes && again === 0) {
        await Promise.all([press, hangUp()]);
        return { callUuid, served: true };
      }
      reply = await press;
    } else if (redirect) {
      await sleep(waitSeconds * 1000);
      reply = await say(redirect, IN_CALL);
    } else break;
  }
  await hangUp();
  return { callUuid, served: reply !== null };
}
