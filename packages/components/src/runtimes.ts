/** What each component does when a run visits a node of its type. Server only; a missing one is a compile error. */
import type { RuntimesFor } from "@cordboard/contract";
import { hangup } from "./hangup/runtime.ts";
import type { manifests } from "./manifests.ts";
import { playAudio } from "./play_audio/runtime.ts";
import { start } from "./start/runtime.ts";

export const runtimes = {
  start,
  play_audio: playAudio,
  hangup,
} satisfies RuntimesFor<typeof manifests>;
