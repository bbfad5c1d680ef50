import type { ConfigOf, ExitOf, Runtime } from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { promptVerbs } from "../shared/prompt-verbs.ts";
import type { playAudio as manifest } from "./manifest.ts";

export const playAudio: Runtime<ConfigOf<typeof manifest>, ExitOf<typeof manifest>> = {
  enter(config, ctx) {
    const prompt = promptVerbs(config.prompt, ctx);
    const verbs: Verb[] = Array.from({ length: config.repeat }, () => prompt).flat();
    if (config.waitBeforeSeconds > 0) verbs.unshift({ element: "Wait", attributes: { length: config.waitBeforeSeconds } });
    return { do: "exit", exit: "completed", verbs };
  },
};
