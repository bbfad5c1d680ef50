import type { Template } from "@cordboard/api";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

export type { Template };

/** The complete flows that Cordboard ships: the "new from sample" gallery. */
export const templatesQuery = () =>
  queryOptions({
    queryKey: ["templates"],
    queryFn: ({ signal }) => api("listTemplates", { query: { limit: 200 }, signal }),
    staleTime: Infinity,
  });
