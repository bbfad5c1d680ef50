import type { ClaimedEffect, PartyHolder } from "../store/run-store.ts";
import type { OutboxOptions } from "./outbox-worker.ts";
import { partyOf } from "./parties.ts";
import { giveUpAt, givenUp, isTooLate } from "./patience.ts";

/*
 * What has been claimed, before it is worked on:
 *
 *   claimed ─┬─ its step has gone on ─► given up
 *            ├─ one to its party is under way here ─► behind it, until that one is over
 *            ├─ one to its party is under way elsewhere, or in doubt ─► put back for a while
 *            ├─ its turn comes later ─► put back until then
 *            └─► work
 */
export interface OutboxDoor {
  /** Rejects when the database is away; then they are handed back, as far as it can be reached. */
  admit: (claimed: ClaimedEffect[]) => Promise<void>;
  /** Its work is over: the next one to its party may come. */
  leave: (effect: ClaimedEffect) => void;
  /** Claimed, and behind another one. */
  behind: () => ClaimedEffect[];
  /** Something to a party is under way, or about to be. */
  busy: () => boolean;
}

type Options = Pick<OutboxOptions, "store" | "tell" | "putOff" | "failed" | "host"> & {
  work: (effect: ClaimedEffect) => void;
  /** Something may be due. */
  poke: () => void;
  stopped: () => boolean;
};

/** What is put off for longer is found by the poll. */
const WAKE_MS = 60_000;
/** A crowd to one party must not fill this process: the others come later, or go to another one. */
const MOST_BEHIND = 20;
const CROWDED_MS = 1_000;
/** Between looks at a party that is held: half as long as it has been held. */
const HELD_AGAIN_MS = { least: 100, most: 5_000 };

export function createOutboxDoor({ store, tell, putOff, failed, host, work, poke, stopped }: Options): OutboxDoor {
  /** By party: one to it has been let in, and these are behind. */
  const parties = new Map<string, ClaimedEffect[]>();
  const nameOf = (effect: ClaimedEffect): string => partyOf(effect)?.name ?? "";
  const tried = (effect: ClaimedEffect, work: Promise<unknown>) => work.catch((error: unknown) => failed(error, effect.id));

  /** Its turn comes later; it is given up in time if that is too late. */
  const putBack = async (effect: ClaimedEffect, at: number, now: number): Promise<void> => {
    const dueAt = Math.min(at, giveUpAt(effect));
    await store.updateEffect(effect.id, ["pending"], { state: "pending", result: null, dueAt }, effect.fence);
    if (dueAt - now < WAKE_MS) host.after(dueAt - now, poke);
  };

  /** It was put off, or nobody was there to do it, until its step had waited as long as it may. */
  const giveUp = async (effect: ClaimedEffect): Promise<void> => {
    const result = givenUp(effect);
    await tell(effect, result, { state: "failed", result, reported: true }, { from: ["pending"], fence: effect.fence }, []);
  };

  /** Those that must wait, and until when. The others are counted as gone. */
  const waits = async (effects: ClaimedEffect[], now: number): Promise<Map<string, number>> => {
    const held = await store.heldParties(effects.flatMap((effect) => partyOf(effect) ?? []));
    const free = effects.filter((effect) => !held.has(nameOf(effect)));
    const later = new Map(await putOff(free, now));
    for (const effect of effects) {
      const holder = held.get(nameOf(effect));
      if (holder) later.set(effect.id, now + untilNextLook(holder, now));
    }
    return later;
  };

  /** Each the only one to its party. */
  const letIn = async (effects: ClaimedEffect[], now: number): Promise<void> => {
    const later = await waits(effects, now).catch(async (error: unknown) => {
      await store.releaseEffects(effects.flatMap(withThoseBehind));
      throw error;
    });
    const back: Promise<unknown>[] = [];
    for (const effect of effects) {
      const at = later.get(effect.id);
      if (at === undefined) work(effect);
      else for (const one of withThoseBehind(effect)) back.push(tried(one, putBack(one, at, now)));
    }
    await Promise.all(back);
  };

  /** None of them goes now. */
  const withThoseBehind = (effect: ClaimedEffect): ClaimedEffect[] => {
    const behind = parties.get(nameOf(effect)) ?? [];
    parties.delete(nameOf(effect));
    return [effect, ...behind];
  };

  const follow = async (next: ClaimedEffect): Promise<void> => {
    if (stopped()) return store.releaseEffects(withThoseBehind(next));
    const now = await store.now().catch((error: unknown) => {
      // Their leases run out by themselves.
      withThoseBehind(next);
      throw error;
    });
    if (!isTooLate(next, now)) return letIn([next], now);
    await giveUp(next).finally(() => leave(next));
  };

  const leave = (effect: ClaimedEffect): void => {
    const name = nameOf(effect);
    const next = parties.get(name)?.shift();
    if (next) void tried(next, follow(next)).finally(poke);
    else parties.delete(name);
  };

  return {
    leave,
    behind: () => [...parties.values()].flat(),
    busy: () => parties.size > 0,
    admit: async (claimed) => {
      const now = await store.now();
      const late = claimed.filter((effect) => isTooLate(effect, now));
      const first: ClaimedEffect[] = [];
      const crowded: ClaimedEffect[] = [];
      for (const effect of claimed.filter((one) => !late.includes(one))) {
        const name = nameOf(effect);
        const behind = parties.get(name);
        if (!behind) {
          if (name !== "") parties.set(name, []);
          first.push(effect);
        } else if (behind.length < MOST_BEHIND) behind.push(effect);
        else crowded.push(effect);
      }
      await Promise.all([
        letIn(first, now),
        ...late.map((effect) => tried(effect, giveUp(effect))),
        ...crowded.map((effect) => tried(effect, putBack(effect, now + CROWDED_MS, now))),
      ]);
    },
  };
}

const untilNextLook = ({ at }: PartyHolder, now: number): number =>
  Math.min(HELD_AGAIN_MS.most, Math.max(HELD_AGAIN_MS.least, Math.ceil((now - at) / 2)));
