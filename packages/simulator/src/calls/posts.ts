import { type HangupCode, type Verb, fromXml } from "@cordboard/plivo";
import { causeOf, withAbsoluteUrls } from "./document-urls.ts";
import type { Webhook } from "../webhooks/send.ts";
import { sendVoice } from "../webhooks/send.ts";
import type { World } from "../world.ts";
import type { Leg, UrlRef } from "./leg.ts";
import type { Params } from "./params.ts";
import { note, told } from "./transcript.ts";
import type { TranscriptEntry } from "./view.ts";

export interface VoiceDocument {
  url: string;
  verbs: Verb[];
}

export type Purpose = "answer" | "action" | "transfer" | "redirect" | "sound";
export type DocumentResult = { ok: true; document: VoiceDocument } | { ok: false; code: HangupCode; message: string };

/** Hang-up causes by what failed: no answer from the server, or none that is a document (plivo-platform 1.1). */
const FAILURES: Record<Purpose, { unreachable: HangupCode; invalid: HangupCode }> = {
  answer: { unreachable: 7011, invalid: 8011 },
  action: { unreachable: 7012, invalid: 8012 },
  transfer: { unreachable: 7013, invalid: 8013 },
  redirect: { unreachable: 7014, invalid: 8014 },
  sound: { unreachable: 7012, invalid: 8012 },
};

/** Callbacks go out one after the other, in the order of what happened. A room has a queue of its own, beside its legs'. */
export interface CallbackQueue {
  tail: Promise<void>;
}

/** News for a callback URL: sent after the callbacks before it, answered by any 2xx, and nobody waits for it. */
export function postCallback(world: World, leg: Leg, element: string, hook: Webhook, queue: CallbackQueue = leg.callbacks): void {
  if (leg.silenced) return;
  const post = (): Promise<void> =>
    send(world, leg, element, hook).then(
      () => undefined,
      (error: unknown) => world.fault(error),
    );
  const shuffle = world.faults.hit("shuffleCallbacks", "webhooks", hook.method, hook.url);
  if (shuffle) {
    const pause = new Promise<void>((resolve) => void world.host.setTimer(world.random() * shuffle.value, resolve));
    void world.activity.track(pause.then(post));
    return;
  }
  queue.tail = world.activity.track(queue.tail.then(post));
}

/** Asks, and does not look at the answer: an action without redirect, or one after the call. */
export async function tellAction(world: World, leg: Leg, element: string, ref: UrlRef, params: Params): Promise<void> {
  await send(world, leg, element, { kind: "action", url: ref.url, method: ref.method, params });
}

/** Asks for a document. `strict` mode refuses one with any error; `lenient` runs what can be run. */
export async function requestDocument(
  world: World,
  leg: Leg,
  ask: { purpose: Purpose; element: string; ref: UrlRef; params: Params },
): Promise<DocumentResult> {
  const { purpose, element, ref, params } = ask;
  const { entry, delivery } = await send(world, leg, element, { kind: purpose, url: ref.url, method: ref.method, params });
  const codes = FAILURES[purpose];
  if (!delivery.ok) return { ok: false, code: codes.unreachable, message: delivery.message };
  if (!/^(?:application|text)\/xml\b/i.test(delivery.contentType)) {
    world.warn("content_type", `${ref.url} answered ${delivery.contentType || "no content type"}; it should be application/xml.`);
  }
  const { verbs, problems } = fromXml(delivery.body, { mode: world.mode });
  for (const problem of problems) note(world, leg, "Problem", { attrs: { code: problem.code, path: problem.path }, text: problem.message });
  const errors = problems.filter((problem) => problem.level === "error");
  const refused = errors.length > 0;
  const warn = (path: string): void => world.warn("relative_url", `${ref.url} answered the path ${path}; give the whole address.`);
  if (refused) fail(world, leg, entry, "the answer is not a document that can be run");
  return refused
    ? { ok: false, code: causeOf(errors, codes.invalid), message: errors[0]?.message ?? "" }
    : { ok: true, document: { url: ref.url, verbs: withAbsoluteUrls(verbs, ref.url, warn) } };
}

async function send(
  world: World,
  leg: Leg,
  element: string,
  hook: Webhook,
): Promise<{ entry: TranscriptEntry; delivery: Awaited<ReturnType<typeof sendVoice>> }> {
  const request: NonNullable<TranscriptEntry["request"]> = { ...hook, status: null };
  const entry = note(world, leg, element, { request });
  const delivery = await world.activity.track(sendVoice(world, hook));
  request.status = delivery.status;
  if (!delivery.ok) request.error = delivery.message;
  told(world, leg, entry);
  return { entry, delivery };
}

function fail(world: World, leg: Leg, entry: TranscriptEntry, message: string): void {
  if (entry.request) entry.request.error = message;
  told(world, leg, entry);
}
