/** What components do, for the server. A type without a runtime, or one that leaves by an unknown exit, is a compile error. */
import type { RuntimesFor } from "@cordboard/contract";
import type { manifests } from "./manifest.ts";
import * as all from "./runtimes.ts";

export const runtimes = { ...all } satisfies RuntimesFor<typeof manifests>;
