import type { EffectResult } from "@cordboard/contract";
import { isE164, PlivoError } from "@cordboard/plivo";
import type { RunStore, StoredEffect } from "../store/run-store.ts";
import { type Listed, readCalls, readMessages, type Span } from "./carrier-lists.ts";
import type { Carrier, Carriers } from "./carriers.ts";
import type { Host } from "./host.ts";
import { isSent, readOthers, type Sent, type SentEffect } from "./look-up-others.ts";

/** What the carrier's lists say of an effect in doubt. `absent`: all of them were read, and nothing in them could be it. */
export type Verdict = { kind: "found"; result: EffectResult } | { kind: "absent" };
/** Says of each effect what can be said; of most of those that it leaves out, more can be said later. */
export type LookUp = (effects: StoredEffect[]) => Promise<Map<string, Verdict>>;

/** Older than the attempt by this much, by a clock that may be a little off, it is another. */
const MARGIN_MS = 60_000;
/** The request was on its way for at most this long (REST time-out, and a margin). */
const ON_ITS_WAY_MS = 60_000;
/** Texts that began within this time of each other are looked for at once. */
const AT_ONCE_MS = 60_000;

/**
 * Looks for effects in doubt in the carrier's own lists. They show neither the text nor our token, so an entry is known
 * by its two parties, its time, and by not being any other effect's.
 */
export function createLookUp(
  store: Pick<RunStore, "knownCarrierId" | "listEffects" | "now">,
  carriers: Carriers,
  host: Pick<Host, "fetch">,
): LookUp {
  return async (effects) => {
    const verdicts = new Map<string, Verdict>();
    const sent = effects.filter(isSent);
    for (const test of [false, true]) {
      for (const kind of ["send_message", "place_call"] as const) {
        const group = sent.filter((one) => one.test === test && one.effect.kind === kind);
        const carrier = carriers.of(test);
        if (group.length === 0 || !carrier) continue;
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
  store: Pick<RunStore, "knownCarrierId" | "listEffects" | "now">,
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
    const times = group.map((one) => spanOf(one, off));
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
    if (others.open.some(({ effect }) => couldGoTo(effect, item)) && !others.uuids.has(item.uuid) && !(await isKnown(item.uuid)))
      unknown.push(item);
  }
  const verdicts = new Map<string, Verdict>();
  for (const one of group) {
    const verdict = judge(one, unknown, { off, open: others.open, wholeSince: reading.wholeSince });
    if (verdict) verdicts.set(one.id, verdict);
  }
  return verdicts;
}

const uniqueOf = (items: Listed[]): Listed[] => [...new Map(items.map((item) => [item.uuid, item])).values()];

interface Sight {
  /** ms that the carrier's clock is behind ours. */
  off: number;
  /** Every effect of that kind that is begun or in doubt. */
  open: SentEffect[];
  wholeSince: number;
}

/** When the carrier, whose clock is `off` ms behind ours, can have taken it. */
const spanOf = ({ begunAt }: SentEffect, off: number): Span => ({
  since: Math.min(begunAt, begunAt - off) - MARGIN_MS,
  until: Math.max(begunAt, begunAt - off) + MARGIN_MS + ON_ITS_WAY_MS,
});

function judge(one: SentEffect, unknown: Listed[], { off, open, wholeSince }: Sight): Verdict | null {
  // Whoever it is from, and whenever after: what could be it in any way is no proof that it isn't.
  const { since } = spanOf(one, off);
  const possible = unknown.filter((item) => couldGoTo(one.effect, item) && (item.at === null || item.at >= since));
  if (possible.length === 0) return wholeSince <= since && isE164(one.effect.to) ? { kind: "absent" } : null;
  const fits = (effect: SentEffect, item: Listed): boolean => {
    const span = spanOf(effect, off);
    return item.at !== null && item.at >= span.since && item.at <= span.until;
  };
  const candidates = possible.filter((item) => comesFrom(one.effect, item));
  // Several between the same two parties: when there are as many entries as effects, each has its own.
  const twins = open
    .filter((other) => other.test === one.test && isPair(other.effect, one.effect) && candidates.some((item) => fits(other, item)))
    .toSorted((a, b) => a.begunAt - b.begunAt || (a.id < b.id ? -1 : 1));
  if (twins.length !== candidates.length) return null;
  const inOrder = candidates.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
  if (!twins.every((twin, i) => inOrder[i] !== undefined && fits(twin, inOrder[i]))) return null;
  const mine = inOrder[twins.findIndex(({ id }) => id === one.id)];
  if (!mine) return null;
  const data = one.effect.kind === "send_message" ? { messageUuid: mine.uuid } : { callUuid: mine.uuid };
  return { kind: "found", result: { ok: true, data } };
}

const isPair = (a: Sent, b: Sent): boolean => a.to === b.to && a.from === b.from;
const couldGoTo = (effect: Sent, { to }: Listed): boolean => to === null || isSame(effect.to, to);
/** A powerpack sends from any of its numbers. */
const isFromAny = (effect: Sent): boolean => effect.kind === "send_message" && effect.powerpack === true;
const comesFrom = (effect: Sent, { from, to }: Listed): boolean =>
  from !== null && to !== null && (isFromAny(effect) || isSame(effect.from, from));

/** The carrier masks digits of what it was told not to keep: `141XXXXX528`. */
function isSame(ours: string, listed: string): boolean {
  const [a, b] = [ours, listed].map((text) => text.replace(/^(?:\+|sips?:)/i, "").toLowerCase());
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a === b || (/^\d+$/.test(a) && /^[\dx]+$/.test(b) && a.split("").every((digit, i) => b[i] === "x" || b[i] === digit));
}
