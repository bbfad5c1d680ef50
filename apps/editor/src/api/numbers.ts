import type { AccountNumber, Answer, AssignNumber } from "@cordboard/api";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

export type { AccountNumber, AssignNumber };

/** Makes the carrier send the number's calls or texts to the flow; null takes them away. 502 `carrier_failed` when it refuses. */
export const assignNumber = (e164: string, flows: AssignNumber) => api("assignNumber", { params: { e164 }, body: flows });

/** The carrier gives twenty at a time; of a larger account the rest would be missing. */
async function allNumbers(signal: AbortSignal): Promise<{ items: AccountNumber[] }> {
  const items: AccountNumber[] = [];
  let cursor: string | null = null;
  do {
    const page: Answer<"listNumbers"> = await api("listNumbers", { query: { limit: 200, ...(cursor !== null && { cursor }) }, signal });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && items.length < MOST);
  return { items };
}
const MOST = 2_000;

export const numbersQuery = () => queryOptions({ queryKey: ["numbers"], queryFn: ({ signal }) => allNumbers(signal) });
