import type { Sql, SqlWriter } from "../sql.ts";

/*
 * One run at a time per flow and contact, over all replicas. The slot's row says whose turn it is:
 *
 *   free ──claim──► claimed by a run that is about to be born ──its birth──► held, as long as that run is running ──► free
 *                          └─ not born within STALE_MS (the process died): the next claim takes it
 *
 * A process that was only held up must not bear its run after all. So a claim leaves an owed reply in the inbox under the
 * run's name; the birth is guarded by it ("still owed"), and whoever takes the slot away settles it first: row locks put the
 * two in one order.
 */
export interface ContactSlots {
  /**
   * `claimed`: the slot is the run's, whose birth is to be guarded by `slotKey(runId)`. `held`: that run is under way.
   * `unborn`: somebody is about to begin one; ask again in a moment. `instead`: runs that are being ended for this one.
   */
  claim: (slot: Slot, instead?: ReadonlySet<string>) => Promise<Claim>;
  /** For a run that exists and waits. False: another run holds the slot. */
  claimFor: (slot: Slot) => Promise<boolean>;
  /** The run was not born after all, or has no more need of its guard. */
  settle: (slot: Slot, born: boolean) => Promise<void>;
}
export type Claim = { kind: "claimed" } | { kind: "held"; by: string } | { kind: "unborn" };
export interface Slot {
  flowId: string;
  contact: string;
  runId: string;
}

/** Key of the owed reply that guards a birth. */
export const slotKey = (runId: string): string => `slot:${runId}`;

/** A birth takes milliseconds, and is given up after seconds. */
const STALE_MS = 10_000;

const NOBODY: ReadonlySet<string> = new Set();

interface Holder {
  run_id: string;
  at: number;
  status: string | null;
}
/** `LEFT JOIN` can't be locked on its empty side, so the slot's row is locked first. */
const LOCK = "SELECT run_id FROM contact_slots WHERE flow_id = ? AND contact = ?";
const HOLDER =
  "SELECT s.run_id, s.at, r.status FROM contact_slots s LEFT JOIN runs r ON r.id = s.run_id WHERE s.flow_id = ? AND s.contact = ?";

export function createContactSlots(sql: Sql, now: () => Promise<number>): ContactSlots {
  const holderOf = async (tx: SqlWriter, { flowId, contact }: Slot): Promise<Holder | undefined> => {
    await tx.get(LOCK + sql.forUpdate, [flowId, contact]);
    return tx.get<Holder>(HOLDER, [flowId, contact]);
  };
  /** False: somebody was quicker. */
  const take = async (tx: SqlWriter, { flowId, contact, runId }: Slot, at: number, from: string | null): Promise<boolean> => {
    const changed =
      from === null
        ? await tx.run("INSERT INTO contact_slots (flow_id, contact, run_id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", [
            flowId,
            contact,
            runId,
            at,
          ])
        : await tx.run("UPDATE contact_slots SET run_id = ?, at = ? WHERE flow_id = ? AND contact = ? AND run_id = ?", [
            runId,
            at,
            flowId,
            contact,
            from,
          ]);
    return changed === 1;
  };
  /** Null: free, or free from now on. */
  const inTheWay = async (
    tx: SqlWriter,
    slot: Slot,
    holder: Holder,
    at: number,
    instead: ReadonlySet<string>,
  ): Promise<"held" | "unborn" | null> => {
    if (holder.run_id === slot.runId || instead.has(holder.run_id)) return null;
    if (holder.status !== null) return holder.status === "running" ? "held" : null;
    if (holder.at + STALE_MS > at) return "unborn";
    await tx.run("UPDATE inbox SET reply = '' WHERE key = ? AND reply IS NULL", [slotKey(holder.run_id)]);
    // The update has waited for a birth that was just being written.
    const born = await tx.get<{ status: string }>("SELECT status FROM runs WHERE id = ?", [holder.run_id]);
    return born?.status === "running" ? "held" : null;
  };
  const occupy = async (tx: SqlWriter, slot: Slot, at: number, instead: ReadonlySet<string>): Promise<Claim> => {
    const holder = await holderOf(tx, slot);
    const state = holder ? await inTheWay(tx, slot, holder, at, instead) : null;
    if (holder && state !== null) return state === "held" ? { kind: "held", by: holder.run_id } : { kind: "unborn" };
    return (await take(tx, slot, at, holder?.run_id ?? null)) ? { kind: "claimed" } : { kind: "unborn" };
  };

  return {
    claim: async (slot, instead = NOBODY) => {
      const at = await now();
      return sql.transaction(async (tx) => {
        const claim = await occupy(tx, slot, at, instead);
        if (claim.kind === "claimed") {
          await tx.run(
            "INSERT INTO inbox (key, run_id, call_uuid, digest, at, reply) VALUES (?, ?, NULL, '', ?, NULL) ON CONFLICT DO NOTHING",
            [slotKey(slot.runId), slot.runId, at],
          );
        }
        return claim;
      });
    },
    claimFor: async (slot) => {
      const at = await now();
      return (await sql.transaction((tx) => occupy(tx, slot, at, NOBODY))).kind === "claimed";
    },
    settle: async ({ flowId, contact, runId }, born) =>
      sql.transaction(async (tx) => {
        if (!born) await tx.run("DELETE FROM contact_slots WHERE flow_id = ? AND contact = ? AND run_id = ?", [flowId, contact, runId]);
        await tx.run("DELETE FROM inbox WHERE key = ?", [slotKey(runId)]);
      }),
  };
}
