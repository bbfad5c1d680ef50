import type { Flow } from "../../api/flows.ts";
import type { AccountNumber, AssignNumber } from "../../api/numbers.ts";
import { TRIGGERS } from "../../app/hindrance.ts";
import { answers } from "../../app/entry.ts";

export const isFree = (number: AccountNumber): boolean => number.voiceFlowId === null && number.messageFlowId === null;

/** What a number can take, in words; empty: nothing. */
export const usesOf = ({ voice, sms, mms }: AccountNumber): string =>
  [voice && "Calls", sms && "SMS", mms && "MMS"].filter((word) => word !== false).join(", ");

/** What of a number goes to a flow: what the number can take and the flow answers. Null: nothing fits. */
export function assignmentOf(number: AccountNumber, flow: Flow): AssignNumber | null {
  const { document } = flow.draft;
  const calls = number.voice && answers(document, TRIGGERS.voice);
  const texts = (number.sms || number.mms) && answers(document, TRIGGERS.message);
  if (!calls && !texts) return null;
  return { ...(calls && { voiceFlowId: flow.id }), ...(texts && { messageFlowId: flow.id }) };
}
