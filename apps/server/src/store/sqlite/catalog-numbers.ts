import type Database from "better-sqlite3";
import type { NumberRecord, NumberStore } from "../catalog-store.ts";
import { newToken } from "../../auth/token.ts";

const COLUMNS =
  'SELECT number, token, voice_flow_id AS "voiceFlowId", message_flow_id AS "messageFlowId", application_id AS "applicationId" FROM numbers';

export function createNumberStore(db: Database.Database): NumberStore {
  const all = db.prepare<[], NumberRecord>(`${COLUMNS} ORDER BY number`);
  const one = db.prepare<[string], NumberRecord>(`${COLUMNS} WHERE number = ?`);
  const byToken = db.prepare<[string], NumberRecord>(`${COLUMNS} WHERE token = ?`);
  const ofFlow = db.prepare<[string, string], NumberRecord>(`${COLUMNS} WHERE voice_flow_id = ? OR message_flow_id = ? ORDER BY number`);
  const write = db.prepare(
    `INSERT INTO numbers (number, token, voice_flow_id, message_flow_id, application_id) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (number) DO UPDATE SET voice_flow_id = excluded.voice_flow_id, message_flow_id = excluded.message_flow_id,
       application_id = excluded.application_id`,
  );
  const put = db.transaction((number: string, change: Parameters<NumberStore["putNumber"]>[1]): NumberRecord => {
    const old = one.get(number) ?? { number, token: newToken(), voiceFlowId: null, messageFlowId: null, applicationId: null };
    const pick = <T>(given: T | undefined, kept: T): T => (given === undefined ? kept : given);
    const next: NumberRecord = {
      ...old,
      voiceFlowId: pick(change.voiceFlowId, old.voiceFlowId),
      messageFlowId: pick(change.messageFlowId, old.messageFlowId),
      applicationId: pick(change.applicationId, old.applicationId),
    };
    write.run(number, next.token, next.voiceFlowId, next.messageFlowId, next.applicationId);
    return next;
  });

  return {
    numbers: async () => all.all(),
    number: async (number) => one.get(number) ?? null,
    numberByToken: async (token) => byToken.get(token) ?? null,
    putNumber: async (number, change) => put.immediate(number, change),
    numbersOfFlow: async (flowId) => ofFlow.all(flowId, flowId),
  };
}
