import type { EffectResult } from "@cordboard/contract";
import { isE164, PlivoError } from "@cordboard/plivo";
import type { RunStore, StoredEffect } from "../store/run-store.ts";
import { type Listed, readCalls, readMessages, type Span } from "./carrier-lists.ts";
import type { Carrier, Carriers } from "./carriers.ts";
import type { Host } from "./host.ts";
import { type CarrierClock, couldBe, isPair, matchTwins, possibleFor, spanOf } from "./look-up-match.ts";
import { isSent, readOthers, type SentEffect } from "./look-up-others.ts";

/** What the carrier's lists say of an effect in doubt. `absent`: all of them were read, and nothing in them could be it. */
export type Verdict = { kind: "found"; result: EffectResult } | { kind: "absent" };
/** Says of each effect what can be said; of most of those that it leaves out, more can be said later. */
export type LookUp = (effects: StoredEffect[]) => Promise<Map<string, Verdict>>;

export type LookUpStore = Pick<RunStore, "knownCarrierId" | "listEffects" | "now" | "byMessage" | "effect">;

/** Texts that began within this time of each other are looked for at once. */
const AT_ONCE_MS = 60_000;

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
        const carrier = carriers.of(test);
        if (!carrier) continue;
        const since = carrier.since ?? 0;
        const group = sent.filter((one) => one.test === test && one.effect.kind === kind && one.begunAt >= since);
        if (group.length === 0) continue;
        try {
          for (const some of kind === "send_message" ? byTime(group) : [group])
            for (const [id, verdict] of await judgeAll(store, carrier, host, some)) verdicts.set(id, verdict);
        } catch (error) {
          if (!(error instanceof PlivoError)) throw error;
        }
      }
    }
    return verdicts;
  };
}

/** One old doubt must not make the lists too long to be read for the others. */
function byTime(group: SentEffect[]): SentEffect[][] {
  const spans: SentEffect[][] = [];
  for (const one of group.toSorted((a, b) => a.begunAt - b.begunAt)) {
    const last = spans.at(-1);
    if (last?.[0] && one.begunAt - last[0].begunAt <= AT_ONCE_MS) last.push(one);
    else spans.push([one]);
  }
  return spans;
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
  const isText = first.effect.kind === "send_message";
  // Asked for after the first answer: whatever the carrier's clock is off by widens the time that is looked through.
  const span = async (): Promise<Span> => {
    if (!Number.isNaN(carrierTime)) off = (await store.now()) - carrierTime;
    const times = group.map((one) => spanOf(one, { off, early: null }));
    // The list of calls goes by their ends, and a call may last.
    const until = isText ? Math.max(...times.map((time) => time.until)) : Number.POSITIVE_INFINITY;
    return { since: Math.min(...times.map((time) => time.since)), until };
  };
  const reading = await (isText ? readMessages(client, span) : readCalls(client, span, isKnown));
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
    const verdict = judge(one, unknown, { clock: { off, early }, open: others.open, wholeSince: reading.wholeSince });
    if (verdict) verdicts.set(one.id, verdict);
  }
  return verdicts;
}

const uniqueOf = (items: Listed[]): Listed[] => [...new Map(items.map((item) => [item.uuid, item])).values()];

interface Sight {
  clock: CarrierClock;
  /** Every effect of that kind that is begun or in doubt. */
  open: SentEffect[];
  wholeSince: number;
}

function judge(one: SentEffect, unknown: Listed[], { clock, open, wholeSince }: Sight): Verdict | null {
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
  return possible.every((item) => others.has(item)) && wholeSince <= spanOf(one, clock).since && isE164(one.effect.to)
    ? { kind: "absent" }
    : null;
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
