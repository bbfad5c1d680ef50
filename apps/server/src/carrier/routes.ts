import { waitDocument } from "@cordboard/engine";
import { toXml } from "@cordboard/plivo";
import type { CarrierUrls } from "@cordboard/carrier";
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from "express";
import { CodedError } from "@cordboard/contract";
import { EMPTY_XML, HANGUP_XML } from "../runtime/step-writer.ts";
import { createHoldAnswers } from "./hold.ts";
import { bodyErrors, formOnly, rawForm } from "./read-body.ts";
import { type Address, createReceive, type ReceiveOptions } from "./receive.ts";
import { CarrierRefusal, sendRefusal, sendXml } from "./respond.ts";
import { createSignatureCheck, type Signed, withoutToken } from "./signed.ts";

export interface CarrierRoutesOptions extends ReceiveOptions {
  publicUrl: string;
  urls: CarrierUrls;
  masterKey: Buffer;
}

/** Longer than this and a live call is answered without the store. */
const COMMIT_WITHIN_MS = 2_000;

/**
 * The carrier's doors, to be mounted at `/carrier` before any other body parser:
 *
 *   form? 415, 413, 400 ─► signed? 403 ─► what does it mean ─► run ─► XML
 *                                              └─ nothing can be committed: voice is held, the rest gets 503
 */
export function createCarrierRoutes(options: CarrierRoutesOptions): Router {
  const { store, runtime, log, publicUrl } = options;
  const { metrics } = runtime;
  const verify = createSignatureCheck({ ...options, metrics });
  const receive = createReceive(options);
  const holds = createHoldAnswers(options.masterKey, options.urls, publicUrl);
  const router = express.Router();
  router.use(formOnly, rawForm, bodyErrors);

  const answer = async (address: Address, signed: Signed, response: Response, held: { path: string; turn: number }): Promise<void> => {
    const kind = `${address.at}_${address.kind}`;
    const done = metrics.webhookSeconds.startTimer({ kind });
    const record = (result: string): void => {
      done();
      metrics.webhooks.inc({ kind, result });
    };
    try {
      const body = await within(receive(address, signed), COMMIT_WITHIN_MS);
      sendXml(response, typeof body === "string" ? body : await body());
      record("answered");
    } catch (error) {
      if (error instanceof CarrierRefusal) {
        record(error.code);
        throw error;
      }
      metrics.faults.inc({ where: "webhook" });
      record("failed");
      log.error(
        { err: error, code: error instanceof CodedError ? error.code : "not_committed", kind },
        "an event could not be committed; the carrier brings it again",
      );
      if (!wantsXml(address)) throw new CarrierRefusal("try_again", "Nothing could be stored just now; send it again.");
      sendXml(response, holds.again({ ...held, params: signed.params }, Date.now()));
    }
  };

  const door = (path: string, kind: "voice" | "message", addressOf: (request: Request) => Address | null): void => {
    router.all(path, async (request, response) => {
      const signed = verify(request, kind);
      const address = addressOf(request);
      if (!address) throw notFound();
      await answer(address, signed, response, { path: request.path.replace(/^\/voice/, ""), turn: 0 });
    });
  };
  door("/voice/:at/:token/:kind", "voice", ({ params }) => voiceAddress(text(params["at"]), text(params["token"]), text(params["kind"])));
  door("/messages/:at/:token", "message", ({ params }) => messageAddress(text(params["at"]), text(params["token"])));

  router.all("/voice/hold/:sealed", async (request, response) => {
    const signed = verify(request, "voice");
    const held = holds.open(text(request.params["sealed"]), Date.now());
    const [, at = "", token = "", kind = ""] = held?.path.split("/") ?? [];
    const address = voiceAddress(at, token, kind);
    // The call that comes back must be the one that was sent round.
    if (!held || !address || held.params["CallUUID"] !== signed.params["CallUUID"]) return sendXml(response, HANGUP_XML);
    await answer(address, { ...signed, params: held.params }, response, { path: held.path, turn: held.turn });
  });

  router.all("/voice/s/:token/document/:name", async (request, response) => {
    const signed = verify(request, "voice", request.method === "GET" ? "GET" : "POST");
    const token = text(request.params["token"]);
    const owner = await store.byToken(token);
    if (owner && options.carriers.of(owner.test) !== signed.carrier)
      throw new CarrierRefusal("signature_refused", "This address belongs to another account.");
    const run = owner && (await store.run(owner.runId));
    const verbs = run && waitDocument(run, token, text(request.params["name"]));
    sendXml(response, verbs ? toXml(verbs) : EMPTY_XML);
  });

  router.use(() => {
    throw notFound();
  });
  const errors: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof CarrierRefusal) return sendRefusal(response, error);
    log.error({ err: error, path: withoutToken(request.originalUrl) }, "a webhook could not be answered");
    sendRefusal(response, new CarrierRefusal("try_again", "Something is wrong on our side; send it again."));
  };
  router.use(errors);
  return router;
}

const notFound = (): CarrierRefusal => new CarrierRefusal("not_found", "There is no such address.");
const text = (value: unknown): string => (typeof value === "string" ? value : "");

function voiceAddress(at: string, token: string, kind: string): Address | null {
  if (at === "n" && (kind === "answer" || kind === "fallback" || kind === "hangup")) return { at: "number", token, kind };
  if (at === "s" && (kind === "action" || kind === "redirect" || kind === "callback")) return { at: "step", token, kind };
  if (at === "e" && (kind === "answer" || kind === "ring" || kind === "hangup" || kind === "machine")) return { at: "effect", token, kind };
  return null;
}

function messageAddress(at: string, token: string): Address | null {
  if (at === "n") return { at: "number", token, kind: "message" };
  return at === "e" ? { at: "effect", token, kind: "message" } : null;
}

const WITH_XML: ReadonlySet<string> = new Set(["answer", "fallback", "action", "redirect"]);
const wantsXml = ({ kind }: Address): boolean => WITH_XML.has(kind);

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing was committed within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
