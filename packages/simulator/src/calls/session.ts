import { runDocument } from "../elements/run-document.ts";
import { Interrupted, unlessInterrupted } from "../time/interrupted.ts";
import type { World } from "../world.ts";
import { endings } from "./causes.ts";
import type { Leg, UrlRef } from "./leg.ts";
import { endLeg } from "./lifecycle.ts";
import { callParams } from "./params.ts";
import { type DocumentResult, requestDocument } from "./posts.ts";

/** Loads a document and runs it on the leg, in place of what ran there. A document that fails to load ends the call. */
export function startSession(world: World, leg: Leg, load: () => Promise<DocumentResult>): void {
  if (leg.over.fired) return;
  const previous = leg.session;
  const stop = new AbortController();
  const session = { stop, done: Promise.resolve() };
  leg.session = session;
  previous?.stop.abort(new Interrupted("transfer"));
  session.done = (async () => {
    await previous?.done;
    try {
      const loaded = await unlessInterrupted(load(), stop.signal);
      if (loaded.ok) await runDocument(world, leg, loaded.document, stop.signal);
      else endLeg(world, leg, endings.badDocument(loaded.code));
    } catch (error) {
      if (error instanceof Interrupted) return;
      world.fault(error);
      endLeg(world, leg, endings.internalError());
    }
  })();
}

/** The answer URL; when it cannot be reached or is no document, after its retries, the fallback URL. */
export async function loadAnswer(world: World, leg: Leg): Promise<DocumentResult> {
  const { answer, fallback } = leg.urls;
  const ask = (element: string, ref: UrlRef): Promise<DocumentResult> =>
    requestDocument(world, leg, { purpose: "answer", element, ref, params: callParams(world, leg, "StartApp") });
  if (!answer) return { ok: false, code: 7011, message: "no answer URL" };
  const result = await ask("Answer", answer);
  return result.ok || !fallback ? result : ask("Fallback", fallback);
}
