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

/** `whole`: everything since the time that was asked for has been seen. */
export interface Reading {
  items: Listed[];
  whole: boolean;
}

/** The carrier's own page size; more is refused (plivo-platform 4.1). */
const PAGE = 20;
/** 10,000 entries: two minutes at 80 texts per second. What lies farther back stays in doubt. */
const MOST_PAGES = 500;
/** Calls whose details are asked for one by one. */
const MOST_OPEN = 200;

interface Entry extends Listed {
  /** What the list is sorted and filtered by. */
  sortedBy: number | null;
}
/** ms by the carrier's clock; asked for when an answer of the carrier has come, and with it its time. */
type Since = () => Promise<number>;
type ListPage = (request: { since?: number; offset: number }) => Promise<Page<Entry>>;

/**
 * Everything since a time. The newest page often reaches back far enough by itself. If not,
 * a time filter is used, and must give back what that page had shown: how the carrier reads the filter's time zone is
 * nowhere written.
 */
async function readList(list: ListPage, from: Since): Promise<Reading> {
  const newest = await list({ offset: 0 });
  const since = await from();
  const isBefore = ({ sortedBy }: Entry): boolean => sortedBy !== null && sortedBy < since;
  if (newest.nextOffset === null || newest.items.some(isBefore)) return { items: newest.items, whole: true };
  const items: Entry[] = [];
  let offset: number | null = 0;
  for (let pages = 0; offset !== null && pages < MOST_PAGES; pages++) {
    const page: Page<Entry> = await list({ since, offset });
    items.push(...page.items);
    offset = page.nextOffset;
  }
  const seen = new Set(items.map(({ uuid }) => uuid));
  return { items: [...items, ...newest.items], whole: offset === null && newest.items.every(({ uuid }) => seen.has(uuid)) };
}

/** Texts that we sent since `since`. Rejects with PlivoError. */
export function readMessages(client: PlivoClient, since: Since): Promise<Reading> {
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
  }, since);
}

/**
 * Calls that we placed: queued, lasting, and ended since `since`. In this order, so that one that goes on meanwhile is
 * met later. `isKnown`: needs no details. Rejects with PlivoError.
 */
export async function readCalls(client: PlivoClient, since: Since, isKnown: (uuid: string) => Promise<boolean>): Promise<Reading> {
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
  }, since);
  return { items: [...open, ...ended.items], whole: ended.whole && unknown.length <= MOST_OPEN };
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
