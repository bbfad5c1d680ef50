import type { Outbox, PartyHolder } from "../run-store.ts";
import type { Sql, SqlValue } from "../sql.ts";
import type { DatabaseTime } from "./database-time.ts";

type Ref = Parameters<Outbox["beginEffects"]>[0][number];

/*
 * A party's row names the attempt that began to it last:
 *
 *   (none) ─begin─► held ─┬─ that effect is known, or pending again ─► free: the next to begin takes the row
 *                         └─ long after it began ─► free, whatever became of it
 *
 * A row is freed by nothing being written, so a receipt costs no more for it, and a row can't be left held by mistake.
 *
 * Replicas may begin to one party at the same instant. The row decides: the later statement waits for it and then sees it
 * as it is, while all else is seen as it was before. So an attempt is over only if its effect is seen to have made it.
 */
const FREE = `parties.at <= ? OR parties.effect_id = excluded.effect_id OR EXISTS (SELECT 1 FROM effects e
    WHERE e.id = parties.effect_id AND e.attempts >= parties.attempt AND e.state NOT IN ('begun', 'uncertain'))`;

/** `(id, fence) IN (…)` */
export const among = (refs: { id: string; fence: number }[]): { refs: string; values: SqlValue[] } => ({
  refs: `(id, fence) IN (${refs.map(() => "(?, ?)").join(", ")})`,
  values: refs.flatMap(({ id, fence }) => [id, fence]),
});

export function createBeginEffects(sql: Sql, time: DatabaseTime): Pick<Outbox, "beginEffects" | "heldParties"> {
  return {
    beginEffects: async (refs, leaseMs) => {
      if (refs.length === 0) return new Set();
      const at = time.now();
      const [alone, together] = [refs.filter((ref) => ref.party), refs.filter((ref) => !ref.party)];
      const begin = (rest: Ref[]): Statement => {
        const mine = among(rest);
        return {
          text: `UPDATE effects SET state = 'begun', attempts = attempts + 1, begun_at = ?, lease_until = ?
            WHERE ${mine.refs} AND state = 'pending' AND lease_until > ?`,
          values: [at, at + leaseMs, ...mine.values, at],
        };
      };
      const hold = holdParties(onePerParty(alone), at);
      if (!hold) return idsOf(await sql.all<{ id: string }>(...returning(begin(refs))));
      if (sql.engine === "postgres") {
        const all = begin(refs);
        const text = `WITH held AS (${hold.text}) ${all.text} AND (id NOT IN (${marks(alone)}) OR id IN (SELECT effect_id FROM held))`;
        return idsOf(
          await sql.all<{ id: string }>(...returning({ text, values: [...hold.values, ...all.values, ...alone.map(({ id }) => id)] })),
        );
      }
      return sql.transaction(async (tx) => {
        const held = new Set((await tx.all<{ effect_id: string }>(hold.text, hold.values)).map((row) => row.effect_id));
        const rest = [...together, ...alone.filter(({ id }) => held.has(id))];
        return rest.length === 0 ? new Set<string>() : idsOf(await tx.all<{ id: string }>(...returning(begin(rest))));
      });
    },
    heldParties: async (parties) => {
      const [first] = parties;
      if (!first) return new Map();
      const rows = await sql.all<PartyHolder & { name: string }>(
        `SELECT p.name, p.effect_id AS "effectId", p.at, e.state FROM parties p JOIN effects e ON e.id = p.effect_id
         WHERE p.name IN (${marks(parties)}) AND p.at > ? AND e.state IN ('begun', 'uncertain')`,
        [...parties.map(({ name }) => name), time.now() - first.apartMs],
      );
      return new Map(rows.map(({ name, ...holder }) => [name, holder]));
    },
  };
}

interface Statement {
  text: string;
  values: SqlValue[];
}

/** Takes the rows that are free, in one order, so that two replicas never wait for each other. Null: none is wanted. */
function holdParties(refs: Ref[], at: number): Statement | null {
  const [first] = refs;
  if (!first?.party) return null;
  const wanted = refs.map(() => "SELECT CAST(? AS TEXT) AS party, CAST(? AS TEXT) AS id, CAST(? AS BIGINT) AS fence").join(" UNION ALL ");
  return {
    text: `INSERT INTO parties (name, effect_id, attempt, at)
      SELECT w.party, e.id, e.attempts + 1, CAST(? AS BIGINT) FROM (${wanted}) w JOIN effects e ON e.id = w.id AND e.fence = w.fence
      WHERE e.state = 'pending' AND e.lease_until > ? ORDER BY w.party
      ON CONFLICT (name) DO UPDATE SET effect_id = excluded.effect_id, attempt = excluded.attempt, at = excluded.at
      WHERE ${FREE} RETURNING effect_id`,
    values: [at, ...refs.flatMap(({ party, id, fence }) => [party?.name ?? "", id, fence]), at, at - first.party.apartMs],
  };
}

/** Of several to one party in a batch the first. */
const onePerParty = (refs: Ref[]): Ref[] => [...new Map(refs.toReversed().map((ref) => [ref.party?.name, ref])).values()];
const marks = (of: unknown[]): string => of.map(() => "?").join(", ");
const returning = ({ text, values }: Statement): [string, SqlValue[]] => [`${text} RETURNING id`, values];
const idsOf = (rows: { id: string }[]): Set<string> => new Set(rows.map(({ id }) => id));
