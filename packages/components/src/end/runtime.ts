import type { ExitOf, Runtime } from "@cordboard/contract";
import type { end as manifest, EndConfig } from "./manifest.ts";

/** A live call is hung up by the engine. */
export const end: Runtime<EndConfig, ExitOf<typeof manifest>> = {
  enter: ({ result, outputs }) => ({ do: "end", result, outputs }),
};
