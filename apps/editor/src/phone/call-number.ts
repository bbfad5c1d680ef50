import { dial } from "./actions.ts";
import { openPhone } from "./phone-store.ts";

/** Opens the handset and calls a number of the account with it. */
export function callNumber(number: string): void {
  openPhone({ tab: "phone" });
  void dial(number);
}
