import type { FlowDocument } from "@cordboard/flow";
import { queryOptions } from "@tanstack/react-query";
import { ApiError, watchedFetch } from "./client.ts";

/** A complete flow that Cordboard ships: the "new from sample" gallery. */
export interface Template {
  id: string;
  name: string;
  description: string;
  document: FlowDocument;
}

async function listTemplates(signal: AbortSignal): Promise<Template[]> {
  const response = await watchedFetch("/api/templates", { signal });
  if (!response.ok) throw new ApiError(response.status, "templates", "The samples can’t be listed.");
  const page: { items: Template[] } = await response.json();
  return page.items;
}

export const templatesQuery = () => queryOptions({ queryKey: ["templates"], queryFn: ({ signal }) => listTemplates(signal), staleTime: Infinity });
