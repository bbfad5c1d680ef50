import { ask, VOICE } from "../load/as-carrier.ts";
import { callFields, HUNG_UP, STARTING } from "../load/caller.ts";
import type { Prepared } from "../load/flows.ts";
import { signed } from "../load/sign.ts";
import { sleep } from "../world/processes.ts";
import type { Replica } from "../world/replica.ts";
import { answered } from "../world/route.ts";
import type { World } from "../world/world.ts";

/** A webhook whose right answer is known: its repeat tells whether a replica is of use again. */
export interface Specimen {
  /** ms from the start of the replica's process to its first right answer; null when it was ended meanwhile. */
  firstRightAnswer: (replica: Replica) => Promise<number | null>;
}

const EVERY_MS = 20;
const GIVE_UP_MS = 60_000;

export async function takeSpecimen(world: World, at: Prepared["desk"]): Promise<Specimen> {
  const base = callFields("+12125550100");
  const fields = { ...base, ...STARTING };
  const right = await ask(world, { path: at.answer, fields, patience: VOICE });
  if (!right) throw new Error("The first call was not answered.");
  await ask(world, { path: at.hangup, fields: { ...base, ...HUNG_UP }, patience: VOICE });
  const body = new URLSearchParams(fields).toString();
  return {
    firstRightAnswer: async (replica) => {
      const startedAt = replica.startedAt;
      while (performance.now() < startedAt + GIVE_UP_MS) {
        const headers = signed(world.balancer.url + at.answer, fields);
        const reply = await world.route.sendTo(replica, { method: "POST", path: at.answer, headers, body }, null);
        if (replica.startedAt !== startedAt) return null;
        if (answered(reply) && reply.body === right.body) return performance.now() - startedAt;
        await sleep(EVERY_MS);
      }
      return null;
    },
  };
}
