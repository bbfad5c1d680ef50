import type { CatalogStore } from "../catalog-store.ts";
import type { CatalogChange, Changes } from "../changes.ts";

/** What each webhook that starts a run asks first. */
type Asked = Pick<CatalogStore, "numberByToken" | "published" | "snapshot">;

/** Entries of each kind; a flow's text may be a megabyte, and is compiled and kept as a machine elsewhere. */
const KEEP = { numbers: 10_000, flows: 10_000, snapshots: 50 } as const;

/**
 * The catalog with answers kept that are asked at each call and text. A change made here is seen here at once; one made on
 * another replica when its hint arrives, and at latest `maxAgeMs` later (null: there is no other). Texts by hash never change.
 *
 *   unknown ─ask─► asked, by one for all who wait ─► kept ─(a change, a gap, too old)─► unknown
 *                    └─(a change meanwhile)─► answered, and not kept
 */
export function withLookUps(catalog: CatalogStore, changes: Changes, maxAgeMs: number | null): CatalogStore {
  const numbers = createKept(KEEP.numbers, maxAgeMs, (token) => catalog.numberByToken(token));
  const flows = createKept(KEEP.flows, maxAgeMs, (flowId) => catalog.published(flowId));
  const snapshots = createKept(KEEP.snapshots, null, (hash) => catalog.snapshot(hash));
  changes.listen((change) => {
    if (change.kind === "numbers") numbers.forget();
    else if (change.kind === "flow" || change.kind === "draft") flows.forget(change.flowId);
  });
  changes.onGap(() => {
    numbers.forget();
    flows.forget();
  });
  /** Also before the change: what is read from now on and until it is done must not be kept. */
  const changing = async <Result>(
    change: Extract<CatalogChange, { kind: "numbers" | "flow" }>,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    const ends = change.kind === "numbers" ? numbers.suspend() : flows.suspend(change.flowId);
    try {
      return await work();
    } finally {
      ends();
      changes.tell(change);
    }
  };
  const ofFlow = <Result>(flowId: string, work: () => Promise<Result>) => changing({ kind: "flow", flowId }, work);
  const asked: Asked = { numberByToken: numbers.ask, published: flows.ask, snapshot: snapshots.ask };
  return {
    ...catalog,
    ...asked,
    putNumber: (number, change) => changing({ kind: "numbers" }, () => catalog.putNumber(number, change)),
    // A run is named as its flow is.
    saveDraft: (id, draft) => ofFlow(id, () => catalog.saveDraft(id, draft)),
    publish: (id, release) => ofFlow(id, () => catalog.publish(id, release)),
    deleteFlow: (id) => ofFlow(id, () => catalog.deleteFlow(id)),
  };
}

interface Kept<Value> {
  ask: (key: string) => Promise<Value | null>;
  /** One, or all. */
  forget: (key?: string) => void;
  /** Forgets it, and keeps nothing of it until the end is called. */
  suspend: (key?: string) => () => void;
}

function createKept<Value>(most: number, maxAgeMs: number | null, read: (key: string) => Promise<Value | null>): Kept<Value> {
  const entries = new Map<string, { value: Promise<Value | null>; at: number }>();
  const forget = (key?: string): void => void (key === undefined ? entries.clear() : entries.delete(key));
  let suspended = 0;
  const fits = (at: number): boolean => maxAgeMs === null || performance.now() - at < maxAgeMs;

  return {
    ask: (key) => {
      const known = entries.get(key);
      if (known && fits(known.at)) return known.value;
      const value = read(key);
      if (suspended > 0) return value;
      const entry = { value, at: performance.now() };
      entries.delete(key);
      entries.set(key, entry);
      const oldest = entries.keys().next();
      if (entries.size > most && !oldest.done) entries.delete(oldest.value);
      // Neither a failure nor "there is none" is kept: anybody can ask for what is not there.
      const drop = (): void => void (entries.get(key) === entry && entries.delete(key));
      value.then((found) => found === null && drop(), drop);
      return value;
    },
    forget,
    suspend: (key) => {
      suspended++;
      forget(key);
      return () => void suspended--;
    },
  };
}
