import { type CallRecord, filterTime, type LiveCall, type MessageRecord, type Page, type PlivoClient, PlivoError } from "@cordboard/plivo";

/** A text or call of our account, as the carrier's lists show it. */
export interface Listed {
  uuid: string;
  /** E.164 with `+`, or as the carrier writes it; digits may be masked with X (plivo-platform 3.4). */
  from: string | null;
  to: string | null;
  /** When it was asked for, ms since the epoch by the carrier's clock. */
  at: number | null;
  /** Of a text: sms, mms, whatsapp; null: not told. */
  type: string | null;
}

/** Times by the carrier's clock, ms since the epoch. */
export interface Span {
  since: number;
  until: number;
}

/** `wholeSince`: everything from that time to the end of the span has been seen. Infinity: of nothing that can be said. */
export interface Reading {
  items: Listed[];
  wholeSince: number;
}

/** The carrier's own page size; more is refused (plivo-platform 4.1). */
const PAGE = 20;
/** 10,000 entries: two minutes at 80 texts per second. Of what lies farther back in a span, nothing can be said. */
const MOST_PAGES = 500;
/** Calls whose details are asked for one by one. */
const MOST_OPEN = 200;

interface Entry extends Listed {
  /** What the list is sorted and filtered by. */
  sortedBy: number | null;
}
/** Asked for when an answer of the carrier has come, and with it its time. */
type SpanOf = () => Promise<Span>;
type ListPage = (request: { since?: number; offset: number }) => Promise<Page<Entry>>;

/**
 * Everything of a span. The newest page often reaches back far enough by itself. If not,
 * a time filter is used, and must give back what that page had shown: how the carrier reads the filter's time zone is
 * nowhere written. What is newer than the span is skipped by halving, so that an old doubt costs little more than a new one.
 */
async function readList(list: ListPage, spanOf: SpanOf): Promise<Reading> {
  const newest = await list({ offset: 0 });
  const { since, until } = await spanOf();
  const isBefore = ({ sortedBy }: Entry): boolean => sortedBy !== null && sortedBy < since;
  if (newest.nextOffset === null || newest.items.some(isBefore)) return { items: newest.items, wholeSince: since };
  const pageAt = (offset: number): Promise<Page<Entry>> => list({ since, offset });
  // What came meanwhile has moved some of them to the second page.
  const shown = new Set([...(await pageAt(0)).items, ...(await pageAt(PAGE)).items].map(({ uuid }) => uuid));
  if (!newest.items.every(({ uuid }) => shown.has(uuid))) return { items: newest.items, wholeSince: Number.POSITIVE_INFINITY };
  const items: Entry[] = [];
  let offset: number | null = await skipNewer(pageAt, until);
  for (let pages = 0; offset !== null && pages < MOST_PAGES; pages++) {
    const page: Page<Entry> = await pageAt(offset);
    items.push(...page.items);
    offset = page.nextOffset;
  }
  const oldest = items.at(-1)?.sortedBy ?? Number.POSITIVE_INFINITY;
  return { items: [...newest.items, ...items], wholeSince: offset === null ? since : oldest + 1 };
}

/** Where to begin: up to the page there, all is newer than `until`. What comes meanwhile only moves entries to later pages. */
async function skipNewer(pageAt: (offset: number) => Promise<Page<Entry>>, until: number): Promise<number> {
  if (until === Number.POSITIVE_INFINITY) return 0;
  const isNewer = async (offset: number): Promise<boolean> => {
    const { items, nextOffset } = await pageAt(offset);
    return nextOffset !== null && (items.at(-1)?.sortedBy ?? 0) > until;
  };
  let [newer, beyond] = [0, PAGE];
  while (await isNewer(beyond)) [newer, beyond] = [beyond, beyond * 2];
  while (beyond - newer > PAGE) {
    const middle = newer + Math.floor((beyond - newer) / 2 / PAGE) * PAGE;
    if (await isNewer(middle)) newer = middle;
    else beyond = middle;
  }
  return newer;
}

/** Texts that we sent in a span. Rejects with PlivoError. */
export function readMessages(client: PlivoClient, span: SpanOf): Promise<Reading> {
  const entry = (m: MessageRecord): Entry => ({
    uuid: m.messageUuid,
    from: m.from,
    to: m.to,
    at: time(m.at),
    type: m.type || null,
    sortedBy: time(m.at),
  });
  return readList(async ({ since: from, offset }) => {
    const filter = from === undefined ? {} : { sentFrom: filterTime(from) };
    const page = await client.messages.list({ direction: "outbound", limit: PAGE, offset, ...filter });
    return { ...page, items: page.items.map(entry) };
  }, span);
}

/**
 * Calls that we placed: queued, lasting, and ended in a span. In this order, so that one that goes on meanwhile is
 * met later. `isKnown`: needs no details. Rejects with PlivoError.
 */
export async function readCalls(client: PlivoClient, span: SpanOf, isKnown: (uuid: string) => Promise<boolean>): Promise<Reading> {
  const uuids = [...(await client.calls.liveUuids("queued")), ...(await client.calls.liveUuids())];
  const unknown: string[] = [];
  for (const uuid of new Set(uuids)) if (!(await isKnown(uuid))) unknown.push(uuid);
  const open: Listed[] = [];
  for (const uuid of unknown.slice(0, MOST_OPEN)) {
    const call = await openCall(client, uuid);
    if (call?.direction !== "inbound")
      open.push(...(call ? [{ uuid, from: call.from, to: call.to, at: time(call.startedAt), type: null }] : []));
  }
  const ended = await readList(async ({ since: from, offset }) => {
    const filter = from === undefined ? {} : { endedFrom: filterTime(from) };
    const page = await client.calls.list({ direction: "outbound", limit: PAGE, offset, ...filter });
    return { ...page, items: page.items.map(endedCall) };
  }, span);
  return { items: [...open, ...ended.items], wholeSince: unknown.length > MOST_OPEN ? Number.POSITIVE_INFINITY : ended.wholeSince };
}

/** Null: it is over by now, and the list of ended calls has it, or soon will. */
async function openCall(client: PlivoClient, uuid: string): Promise<LiveCall | null> {
  for (const status of ["live", "queued", "live"] as const) {
    try {
      return await client.calls.live(uuid, status);
    } catch (error) {
      if (!(error instanceof PlivoError) || error.code !== "not_found") throw error;
    }
  }
  return null;
}

const endedCall = (c: CallRecord): Entry => ({
  uuid: c.callUuid,
  from: c.from,
  to: c.to,
  at: time(c.initiatedAt),
  type: null,
  sortedBy: time(c.endedAt),
});

function time(iso: string | null): number | null {
  const at = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(at) ? null : at;
}
