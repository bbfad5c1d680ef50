import { type EffectResult, TIMING } from "@cordboard/contract";
import { type PlivoClient, PlivoError } from "@cordboard/plivo";
import type { RunStore, StoredEffect } from "../store/run-store.ts";
import type { Carriers } from "./carriers.ts";

/** The carrier's clock and ours may differ by this much. */
const SKEW_MS = 5_000;
/** The request was on its way for at most this long (REST time-out, and a margin). */
const WINDOW_MS = 60_000;
/** An effect is begun at most this long after it was decided on (the longest patience, and a margin). */
const OLDEST_MS = TIMING.uncertainWithoutLegSeconds * 1000 + WINDOW_MS;

/**
 * Looks for an effect in doubt in the carrier's own lists. Only a find counts, and only when exactly one message or call
 * of that time and those two parties is not known to be another of ours: that it is missing proves nothing, because the
 * lists lag behind.
 */
export function createLookUp(
  store: Pick<RunStore, "knownCarrierId" | "listEffects">,
  carriers: Carriers,
): (effect: StoredEffect) => Promise<EffectResult | null> {
  return async (stored) => {
    const carrier = carriers.of(stored.test);
    const { effect, begunAt } = stored;
    if (!carrier || begunAt === null || (effect.kind !== "send_message" && effect.kind !== "place_call")) return null;
    const client = carrier.connect();
    try {
      const found = effect.kind === "send_message" ? await messages(client) : await calls(client, effect.from, effect.to);
      // Only now: one that went out since the list was asked for shows in it, and is known from here on.
      if (await hasTwin(store, stored)) return null;
      const candidates = found.filter((one) => one.from === effect.from && one.to === effect.to && inWindow(one.at, begunAt));
      const unknown: string[] = [];
      for (const { uuid } of candidates) if (!(await store.knownCarrierId(uuid))) unknown.push(uuid);
      if (unknown.length > 0 && (await belongsToOther(store, stored, unknown))) return null;
      const [uuid] = unknown;
      if (uuid === undefined || unknown.length > 1) return null;
      return { ok: true, data: effect.kind === "send_message" ? { messageUuid: uuid } : { callUuid: uuid } };
    } catch (error) {
      if (error instanceof PlivoError) return null;
      throw error;
    }
  };
}

/** Another effect on its way between the same two parties could be what the list shows. */
async function hasTwin(store: Pick<RunStore, "listEffects">, { id, effect }: StoredEffect): Promise<boolean> {
  if (effect.kind !== "send_message" && effect.kind !== "place_call") return false;
  const states = await Promise.all(
    (["begun", "uncertain"] as const).map((state) => store.listEffects({ state, kind: effect.kind, limit: 200 })),
  );
  const others = states.flatMap(({ items }) => items).filter((other) => other.id !== id);
  return others.some(({ effect: other }) => "to" in other && other.to === effect.to && other.from === effect.from);
}

/** How far back effects are looked through for whose call one is. */
const PAGES = 10;

/** A call has no leg of ours before it rings: until then only the receipt of its effect knows it. */
async function belongsToOther(store: Pick<RunStore, "listEffects">, { effect, begunAt }: StoredEffect, uuids: string[]): Promise<boolean> {
  if (effect.kind !== "place_call") return false;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const { items, next } = await store.listEffects({
      state: "done",
      kind: "place_call",
      limit: 200,
      ...(cursor !== undefined && { cursor }),
    });
    if (items.some(({ result }) => result?.ok && uuids.some((uuid) => uuid === result.data["callUuid"]))) return true;
    const oldest = items.at(-1);
    if (next === null || !oldest || oldest.createdAt < (begunAt ?? 0) - OLDEST_MS) return false;
    cursor = next;
  }
  // Too many to look through: it stays in doubt.
  return true;
}

interface Found {
  uuid: string;
  from: string | null;
  to: string | null;
  at: string | null;
}

function inWindow(at: string | null, begunAt: number): boolean {
  const time = at === null ? Number.NaN : Date.parse(at);
  return time >= begunAt - SKEW_MS && time <= begunAt + WINDOW_MS;
}

async function messages(client: PlivoClient): Promise<Found[]> {
  const { items } = await client.messages.list({ direction: "outbound", limit: 20 });
  return items.map((m) => ({ uuid: m.messageUuid, from: m.from, to: m.to, at: m.at }));
}

async function calls(client: PlivoClient, from: string, to: string): Promise<Found[]> {
  const over = await client.calls.list({ direction: "outbound", from, to, limit: 20 });
  const live = await client.calls.liveUuids();
  const lasting = await Promise.allSettled(live.slice(0, 50).map((uuid) => client.calls.live(uuid)));
  return [
    ...over.items.map((c) => ({ uuid: c.callUuid, from: c.from, to: c.to, at: c.initiatedAt })),
    ...lasting.flatMap((r) =>
      r.status === "fulfilled" ? [{ uuid: r.value.callUuid, from: r.value.from, to: r.value.to, at: r.value.startedAt }] : [],
    ),
  ];
}
