import type { Template } from "@cordboard/api";
import type { Deps } from "./deps.ts";
import type { Some } from "./handler.ts";

/** The samples a new flow can begin from. */
export function templateHandlers({ samples }: Pick<Deps, "samples">): Some<"listTemplates"> {
  return {
    listTemplates: async () => ({
      items: samples.map(({ id, document }): Template => ({ id, name: document.name, description: document.description, document })),
      next: null,
    }),
  };
}
