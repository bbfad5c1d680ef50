import type { PromptVerb } from "@cordboard/plivo";
import type { UrlRef } from "../calls/leg.ts";
import { callParams } from "../calls/params.ts";
import { requestDocument } from "../calls/posts.ts";
import type { Stage } from "./stage.ts";

/** The Play, Speak and Wait of a sound document; none when it cannot be had: a sound never ends a call. */
export async function soundBehind({ world, leg }: Omit<Stage, "signal">, element: string, ref: UrlRef): Promise<PromptVerb[]> {
  const params = callParams(world, leg, world.choices.eventOfRedirect);
  const result = await requestDocument(world, leg, { purpose: "sound", element, ref, params });
  if (!result.ok) return [];
  return result.document.verbs.filter((verb) => verb.element === "Speak" || verb.element === "Play" || verb.element === "Wait");
}
