import { type Effect, TIMING } from "@cordboard/contract";
import type { RunStore, StoredEffect } from "../store/run-store.ts";

/** A text or call that went out to one place. */
export type Sent = Extract<Effect, { kind: "send_message" | "place_call" }>;
export type SentEffect = StoredEffect & { effect: Sent; begunAt: number };
export const isSent = (stored: StoredEffect): stored is SentEffect =>
  (stored.effect.kind === "send_message" || stored.effect.kind === "place_call") && stored.begunAt !== null;

/** How far effects are looked through. */
const PAGES = 50;
const PAGE = 200;
/** An effect is begun at most this long after it was decided on (the longest patience, and a margin). */
const OLDEST_MS = (TIMING.uncertainWithoutLegSeconds + 60) * 1_000;

export interface Others {
  /** Begun or in doubt, those that are looked for among them. */
  open: SentEffect[];
  /** Carrier ids that only the receipt of an effect knows: a call has no leg of ours before it rings. */
  uuids: Set<string>;
}

/** Which other effects an entry of the carrier's lists could belong to. Null: too many to look through. */
export async function readOthers(store: Pick<RunStore, "listEffects">, group: SentEffect[]): Promise<Others | null> {
  const [first] = group;
  if (!first) return { open: [], uuids: new Set() };
  const { kind } = first.effect;
  const open: SentEffect[] = [];
  for (const state of ["begun", "uncertain"] as const) {
    const found = await readPages(store, { state, kind }, () => false);
    if (!found) return null;
    open.push(...found.filter(isSent));
  }
  const uuids = new Set<string>();
  if (kind === "place_call") {
    const oldest = Math.min(...group.map(({ begunAt }) => begunAt)) - OLDEST_MS;
    const done = await readPages(store, { state: "done", kind }, ({ createdAt }) => createdAt < oldest);
    if (!done) return null;
    for (const { result } of done) if (result?.ok && typeof result.data["callUuid"] === "string") uuids.add(result.data["callUuid"]);
  }
  return { open, uuids };
}

type Wanted = Pick<Parameters<RunStore["listEffects"]>[0], "state" | "kind">;

async function readPages(
  store: Pick<RunStore, "listEffects">,
  wanted: Wanted,
  isEnough: (last: StoredEffect) => boolean,
): Promise<StoredEffect[] | null> {
  const found: StoredEffect[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const { items, next } = await store.listEffects({ ...wanted, limit: PAGE, ...(cursor !== undefined && { cursor }) });
    found.push(...items);
    const last = items.at(-1);
    if (next === null || !last || isEnough(last)) return found;
    cursor = next;
  }
  return null;
}
