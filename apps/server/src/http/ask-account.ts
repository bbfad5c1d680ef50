import type { TestedCarrier } from "@cordboard/api";
import { type PlivoClient, PlivoError } from "@cordboard/plivo";
import { refuse } from "./problem.ts";

const NOT_THERE: ReadonlySet<string> = new Set(["unreachable", "timeout", "connection_broken", "bad_answer"]);

/** What the carrier says of an account. Errors: `carrier_keys_wrong`, `carrier_account_suspended`, `carrier_unreachable`, PlivoError. */
export async function askAccount(client: Pick<PlivoClient, "account" | "numbers">): Promise<TestedCarrier> {
  try {
    const [account, numbers] = [await client.account.get(), await client.numbers.list({ limit: 1 })];
    const { authId: accountId, name, type, credits } = account;
    return { accountId, name, type, credits, numbers: numbers.total ?? numbers.items.length };
  } catch (error) {
    if (error instanceof PlivoError) throw inWords(error);
    throw error;
  }
}

function inWords(error: PlivoError): Error {
  const { code, message } = error;
  const details = [{ path: "", code, message }];
  if (code === "unauthorized" || code === "not_found")
    return refuse(
      "carrier_keys_wrong",
      "The carrier doesn’t know this Auth ID with this token. Copy both again from the overview page of its console.",
      { details },
    );
  if (code === "forbidden")
    return refuse(
      "carrier_account_suspended",
      "The keys are right, but the carrier refuses the account: it may be suspended, out of credit or not verified yet. Its console says why.",
      { details },
    );
  if (NOT_THERE.has(code)) return refuse("carrier_unreachable", `${message} The keys could not be tried.`, { details });
  return error;
}
