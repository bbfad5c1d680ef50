import type { Listed, Span } from "./carrier-lists.ts";
import type { Sent, SentEffect } from "./look-up-others.ts";

/*
 * Which entry of the carrier's lists is which effect. They show neither the text nor our token, so this goes by the two
 * parties, the channel and the time, and by an entry being one effect's only:
 *
 *   an entry that only one effect could be ─► that effect's; both are out ─► again, until there is none
 *   as many left as effects ─► each its own, in order
 *   else ─► in doubt: nothing tells them apart
 */

/** Older than the attempt by this much, by a clock that may be a little off, it is another. */
const MARGIN_MS = 60_000;
/** Of a clock that has been checked; its times are whole seconds. */
const CHECKED_MARGIN_MS = 5_000;
/** The request was on its way for at most this long (REST time-out, and a margin). */
const ON_ITS_WAY_MS = 60_000;
/** That the carrier's clock may well be off by. */
const OFF_MS = 60_000;
/** Of two attempts that began this far apart no entry could be either's. */
export const APART_MS = MARGIN_MS + ON_ITS_WAY_MS + MARGIN_MS + OFF_MS;

/** What is known of the carrier's clock. `off`: it is behind ours by this much, ms. */
export interface CarrierClock {
  off: number;
  /**
   * The most that the lists showed an effect of known time before it had begun, ms; null: none was seen. Then the clock by
   * which entries are dated may be another than the one that was asked.
   */
  early: number | null;
}

/** When the carrier can have taken it, by the carrier's clock. */
export function spanOf({ begunAt }: Pick<SentEffect, "begunAt">, { off, early }: CarrierClock): Span {
  const margin = early === null ? MARGIN_MS : Math.max(0, early) + CHECKED_MARGIN_MS;
  const earliest = early === null ? Math.min(begunAt, begunAt - off) : begunAt - off;
  return { since: earliest - margin, until: Math.max(begunAt, begunAt - off) + MARGIN_MS + ON_ITS_WAY_MS };
}

function fits(effect: SentEffect, item: Listed, clock: CarrierClock): boolean {
  const { since, until } = spanOf(effect, clock);
  return item.at !== null && item.at >= since && item.at <= until && couldBe(effect.effect, item);
}

/** Entries that could be it in any way: whoever they are from, and whenever after. */
export const possibleFor = (one: SentEffect, entries: Listed[], clock: CarrierClock): Listed[] =>
  entries.filter((item) => couldBe(one.effect, item) && (item.at === null || item.at >= spanOf(one, clock).since));

/** The entries that are surely those of effects between the same two parties, by effect id. `all`: every one that is begun or in doubt. */
export function matchTwins(all: SentEffect[], possible: Listed[], clock: CarrierClock): Map<string, Listed> {
  let twins = all.toSorted((a, b) => a.begunAt - b.begunAt || (a.id < b.id ? -1 : 1));
  let entries = possible
    .filter((item) => twins.some(({ effect }) => comesFrom(effect, item)))
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const sure = new Map<string, Listed>();
  for (let pair = onlyChoice(twins, entries, clock); pair; pair = onlyChoice(twins, entries, clock)) {
    const { twin, entry } = pair;
    sure.set(twin.id, entry);
    twins = twins.filter((other) => other !== twin);
    entries = entries.filter((other) => other !== entry);
  }
  const rest = twins.filter((twin) => entries.some((item) => fits(twin, item, clock)));
  const inOrder = rest.map((twin, i) => ({ twin, entry: entries[i] }));
  if (rest.length === entries.length && inOrder.every(({ twin, entry }) => entry && fits(twin, entry, clock)))
    for (const { twin, entry } of inOrder) if (entry) sure.set(twin.id, entry);
  return sure;
}

/** An entry that could be of one effect only, and is the only such entry for it. */
function onlyChoice(twins: SentEffect[], entries: Listed[], clock: CarrierClock): { twin: SentEffect; entry: Listed } | null {
  const alone = entries.flatMap((entry) => {
    const [twin, other] = twins.filter((one) => fits(one, entry, clock));
    return twin && !other ? [{ twin, entry }] : [];
  });
  return alone.find(({ twin }) => alone.filter((one) => one.twin === twin).length === 1) ?? null;
}

export const isPair = (a: Sent, b: Sent): boolean => a.to === b.to && a.from === b.from;
export const couldBe = (effect: Sent, { to, type }: Listed): boolean =>
  (to === null || isSame(effect.to, to)) &&
  (type === null || isWhatsapp(type) === (effect.kind === "send_message" && isWhatsapp(effect.channel)));
const isWhatsapp = (channel: string): boolean => channel === "whatsapp";
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
