import { isSip } from "./addresses.ts";
import { toNumber } from "./numbers.ts";
import { recipientsOf } from "./recipients.ts";

/** What can be called as written: E.164 with `+`, or a SIP address; null for anything else. */
export const callable = (written: string): string | null => (isSip(written) ? written.trim() : toNumber(written));

/** Who to call, each once, and what of the list is neither a number nor a SIP address. */
export function partiesOf(to: readonly string[]): { parties: string[]; refused: string[] } {
  const written = recipientsOf(to);
  const parties = written.flatMap((one) => callable(one) ?? []);
  return { parties: [...new Set(parties)], refused: written.filter((one) => callable(one) === null) };
}
