import type { AccountNumber, AssignNumber } from "@cordboard/api";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

export type { AccountNumber, AssignNumber };

/** Makes the carrier send the number's calls or texts to the flow; null takes them away. 502 `carrier_failed` when it refuses. */
export const assignNumber = (e164: string, flows: AssignNumber) => api("assignNumber", { params: { e164 }, body: flows });

export const numbersQuery = () =>
  queryOptions({ queryKey: ["numbers"], queryFn: ({ signal }) => api("listNumbers", { query: { limit: 200 }, signal }) });
