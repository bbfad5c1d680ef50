import type { FlowPayload } from "@cordboard/flow";
import type { DocumentStore } from "../document/index.ts";

/** The payloads of the open flow: changing one is a step of its history like any other. */
export interface PayloadShelf {
  subscribe: (listener: () => void) => () => void;
  list: () => readonly FlowPayload[];
  /** False: it isn't kept, somebody else draws. */
  keep: (payload: FlowPayload) => boolean;
  remove: (name: string) => void;
}

const NONE: readonly FlowPayload[] = [];

export function shelfOf(store: DocumentStore): PayloadShelf {
  return {
    subscribe: (listener) =>
      store.subscribe(({ document }, { document: before }) => {
        if (document.payloads !== before.payloads) listener();
      }),
    list: () => store.getState().document.payloads ?? NONE,
    keep: (payload) => {
      store.dispatch({ type: "keepPayload", payload });
      return !store.getState().readOnly;
    },
    remove: (name) => void store.dispatch({ type: "removePayload", name }),
  };
}
