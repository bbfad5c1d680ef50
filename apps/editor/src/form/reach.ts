import type { AccountNumber, Sending } from "@cordboard/api";
import type { PhoneHint } from "./phone-hint.ts";

/** What is known of a number beyond how it reads. `warning`: it won't work as written. */
export interface Reach {
  text: string;
  warning: boolean;
}

interface Known {
  numbers: readonly Pick<AccountNumber, "number" | "voice" | "sms">[];
  sending: Pick<Sending, "countriesOfServer"> & { limits: Pick<Sending["limits"], "countries"> };
}

/** Whether a number is one of the account's, and whether calls and texts may go to its country. Null: nothing to say. */
export function reachOf(hint: PhoneHint, known: Partial<Known>): Reach | null {
  if (!hint || "problem" in hint) return null;
  const own = known.numbers?.find(({ number }) => number === hint.e164);
  if (own) return { text: `Your number, ${carries(own)}`, warning: false };
  const { code, name } = hint.country ?? { code: "", name: "" };
  const lists = [known.sending?.countriesOfServer, known.sending?.limits.countries];
  if (code === "" || lists.every((list) => !list || list.includes(code))) return null;
  return { text: `Calls and texts to ${name} are switched off; Settings, Sending says where they may go.`, warning: true };
}

function carries({ voice, sms }: Pick<AccountNumber, "voice" | "sms">): string {
  if (voice && sms) return "for calls and texts";
  if (voice) return "for calls only";
  return sms ? "for texts only" : "for neither calls nor texts";
}
