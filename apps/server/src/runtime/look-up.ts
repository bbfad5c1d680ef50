import type { EffectResult } from "@cordboard/contract";
import { isE164, PlivoError } from "@cordboard/plivo";
import type { RunStore, StoredEffect } from "../store/run-store.ts";
import { type Listed, readCalls, readMessages } from "./carrier-lists.ts";
import type { Carrier, Carriers } from "./carriers.ts";
import type { Host } from "./host.ts";
import { type CarrierClock, couldBe, isPair, matchTwins, notBefore, possibleFor } from "./look-up-match.ts";
import { isSent, readOthers, type SentEffect } from "./look-up-others.ts";

/** What the carrier's lists say of an effect in doubt. `absent`: all of them were read, and nothing in them could be it. */
export type Verdict = { kind: "found"; result: EffectResult } | { kind: "absent" };
/** Says of each effect what can be said; of most of those that it leaves out, more can be said later. */
export type LookUp = (effects: StoredEffect[]) => Promise<Map<string, Verdict>>;

export type LookUpStore = Pick<RunStore, "knownCarrierId" | "listEffects" | "now" | "byMessage" | "effect">;

/**
 * Looks for effects in doubt in the carrier's own lists. They show neither the text nor our token, so an entry is known
 * by its two parties, its time, and by not being any other effect's (look-up-match.ts).
 */
export function createLookUp(store: LookUpStore, carriers: Carriers, host: Pick<Host, "fetch">): LookUp {
  return async (effects) => {
    const verdicts = new Map<string, Verdict>();
    const sent = effects.filter(isSent);
    for (const test of [false, true]) {
      for (const kind of ["send_message", "place_call"] as const) {
        const group = sent.filter((one) => one.test === test && one.effect.kind === kind);
        const carrier = carriers.of(test);
        if (group.length === 0 || !carrier) continue;
        try {
          for (const [id, verdict] of await judgeAll(store, carrier, host, group)) verdicts.set(id, verdict);
        } catch (error) {
          if (!(error instanceof PlivoError)) throw error;
        }
      }
    }
    return verdicts;
  };
}

async function judgeAll(
  store: LookUpStore,
  carrier: Carrier,
  host: Pick<Host, "fetch">,
  group: SentEffect[],
): Promise<Map<string, Verdict>> {
  const [first] = group;
  if (!first) return new Map();
  let carrierTime = Number.NaN;
  const client = carrier.connect(async (input, init) => {
    const response = await host.fetch(input, init);
    carrierTime = Date.parse(response.headers.get("date") ?? "");
    return response;
  });
  const isKnown = (uuid: string): Promise<boolean> => store.knownCarrierId(uuid);
  let off = 0;
  // Asked for after the first answer: whatever the carrier's clock is off by widens the time that is looked through.
  const since = async (): Promise<number> => {
    if (!Number.isNaN(carrierTime)) off = (await store.now()) - carrierTime;
    return Math.min(...group.map((one) => notBefore(one, { off, early: null })));
  };
  const reading = await (first.effect.kind === "send_message" ? readMessages(client, since) : readCalls(client, since, isKnown));
  // Only now: what went out since the lists were asked for is known from here on.
  const others = await readOthers(store, group);
  if (!others) return new Map();
  const unknown: Listed[] = [];
  for (const item of uniqueOf(reading.items)) {
    if (others.open.some(({ effect }) => couldBe(effect, item)) && !others.uuids.has(item.uuid) && !(await isKnown(item.uuid)))
      unknown.push(item);
  }
  const early = Number.isNaN(carrierTime) ? null : await earliness(store, reading.items, off);
  const verdicts = new Map<string, Verdict>();
  for (const one of group) {
    const verdict = judge(one, unknown, { clock: { off, early }, open: others.open, whole: reading.whole });
    if (verdict) verdicts.set(one.id, verdict);
  }
  return verdicts;
}

const uniqueOf = (items: Listed[]): Listed[] => [...new Map(items.map((item) => [item.uuid, item])).values()];

interface Sight {
  clock: CarrierClock;
  /** Every effect of that kind that is begun or in doubt. */
  open: SentEffect[];
  whole: boolean;
}

function judge(one: SentEffect, unknown: Listed[], { clock, open, whole }: Sight): Verdict | null {
  const possible = possibleFor(one, unknown, clock);
  const twins = open.filter(({ test, effect }) => test === one.test && isPair(effect, one.effect));
  const entries = uniqueOf(twins.flatMap((twin) => possibleFor(twin, unknown, clock)));
  const sure = matchTwins(twins, entries, clock);
  const mine = sure.get(one.id);
  if (mine) {
    const data = one.effect.kind === "send_message" ? { messageUuid: mine.uuid } : { callUuid: mine.uuid };
    return { kind: "found", result: { ok: true, data } };
  }
  const others = new Set(sure.values());
  return possible.every((item) => others.has(item)) && whole && isE164(one.effect.to) ? { kind: "absent" } : null;
}

/** Of so many texts that are known the time is compared. */
const CHECKED = 20;

/** How well the times in the lists fit ours, from texts of ours whose time is known. */
async function earliness({ byMessage, effect }: LookUpStore, items: Listed[], off: number): Promise<number | null> {
  let early: number | null = null;
  let checked = 0;
  for (const { uuid, at } of items) {
    if (checked === CHECKED) break;
    const effectId = at === null ? null : (await byMessage(uuid))?.effectId;
    const begunAt = effectId ? (await effect(effectId))?.begunAt : null;
    if (at === null || begunAt == null) continue;
    checked++;
    early = Math.max(early ?? Number.NEGATIVE_INFINITY, begunAt - off - at);
  }
  return early;
}
