/** What each component does when a run visits a node of its type. Server only; a missing one is a compile error. */
import type { RuntimesFor } from "@cordboard/contract";
import { end } from "./end/runtime.ts";
import { getInput } from "./get_input/runtime.ts";
import { hangup } from "./hangup/runtime.ts";
import { ivrMenu } from "./ivr_menu/runtime.ts";
import type { manifests } from "./manifests.ts";
import { playAudio } from "./play_audio/runtime.ts";
import { recordAudio } from "./record_audio/runtime.ts";
import { start } from "./start/runtime.ts";
import { wait } from "./wait/runtime.ts";

export const runtimes = {
  start,
  hangup,
  play_audio: playAudio,
  ivr_menu: ivrMenu,
  get_input: getInput,
  record_audio: recordAudio,
  wait,
  end,
} satisfies RuntimesFor<typeof manifests>;
