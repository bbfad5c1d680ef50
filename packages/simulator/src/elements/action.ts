import { endings } from "../calls/causes.ts";
import type { UrlRef } from "../calls/leg.ts";
import { endLeg } from "../calls/lifecycle.ts";
import { type Params, callParams } from "../calls/params.ts";
import { type Purpose, requestDocument, tellAction } from "../calls/posts.ts";
import { unlessInterrupted } from "../time/interrupted.ts";
import { END, type Next, ON, type Stage } from "./stage.ts";

interface ActionAttributes {
  action: string | undefined;
  method: "GET" | "POST";
  redirect: boolean;
}

/**
 * The `action` of an element that is done. With `redirect` its document takes over and its failure ends the call; without
 * it the answer is not looked at and the next element runs (plivo-platform 1.12).
 */
export async function toAction(stage: Stage, element: string, attributes: ActionAttributes, params: Params): Promise<Next> {
  const { action, method, redirect } = attributes;
  if (action === undefined) return ON;
  const ref = { url: action, method };
  if (redirect) return toDocument(stage, { purpose: "action", element, ref, params });
  await unlessInterrupted(tell(stage, element, ref, params), stage.signal);
  return ON;
}

/** The last word of an element whose leg is gone: asked, the answer ignored. */
export async function toActionAfterHangup(stage: Stage, element: string, attributes: ActionAttributes, params: Params): Promise<void> {
  const { action, method } = attributes;
  if (action !== undefined) await tell(stage, element, { url: action, method }, params);
}

export async function toDocument(stage: Stage, wanted: { purpose: Purpose; element: string; ref: UrlRef; params: Params }): Promise<Next> {
  const { purpose, element, ref, params } = wanted;
  const result = await unlessInterrupted(ask(stage, purpose, element, ref, params), stage.signal);
  if (result.ok) return { go: "document", document: result.document };
  endLeg(stage.world, stage.leg, endings.badDocument(result.code));
  return END;
}

function tell({ world, leg }: Stage, element: string, ref: UrlRef, params: Params): Promise<void> {
  return tellAction(world, leg, element, ref, { ...callParams(world, leg, world.choices.eventOfRedirect), ...params });
}

function ask({ world, leg }: Stage, purpose: Purpose, element: string, ref: UrlRef, params: Params): ReturnType<typeof requestDocument> {
  return requestDocument(world, leg, {
    purpose,
    element,
    ref,
    params: { ...callParams(world, leg, world.choices.eventOfRedirect), ...params },
  });
}
