import { newToken } from "../../auth/token.ts";
import type { NumberRecord, NumberStore } from "../catalog-store.ts";
import type { Sql, SqlValue } from "../sql.ts";

const COLUMNS = 'number, token, voice_flow_id AS "voiceFlowId", message_flow_id AS "messageFlowId", application_id AS "applicationId"';
const SELECT = `SELECT ${COLUMNS} FROM numbers`;
const COLUMN_OF = { voiceFlowId: "voice_flow_id", messageFlowId: "message_flow_id", applicationId: "application_id" } as const;
const FIELDS = ["voiceFlowId", "messageFlowId", "applicationId"] as const;

export function createNumberStore(sql: Sql): NumberStore {
  return {
    numbers: () => sql.all<NumberRecord>(`${SELECT} ORDER BY number`),
    number: async (number) => (await sql.get<NumberRecord>(`${SELECT} WHERE number = ?`, [number])) ?? null,
    numberByToken: async (token) => (await sql.get<NumberRecord>(`${SELECT} WHERE token = ?`, [token])) ?? null,
    putNumber: async (number, change) => {
      const given = FIELDS.filter((field) => change[field] !== undefined);
      // One statement, so that two changes at once neither make two tokens nor undo each other's fields.
      const changes = [...given.map((field) => COLUMN_OF[field]), "number"].map((column) => `${column} = excluded.${column}`);
      const values: SqlValue[] = FIELDS.map((field) => change[field] ?? null);
      const stored = await sql.get<NumberRecord>(
        `INSERT INTO numbers (number, token, voice_flow_id, message_flow_id, application_id) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (number) DO UPDATE SET ${changes.join(", ")} RETURNING ${COLUMNS}`,
        [number, newToken(), ...values],
      );
      if (!stored) throw new Error("a number that was just stored is missing");
      return stored;
    },
    numbersOfFlow: (flowId) =>
      sql.all<NumberRecord>(`${SELECT} WHERE voice_flow_id = ? OR message_flow_id = ? ORDER BY number`, [flowId, flowId]),
  };
}
