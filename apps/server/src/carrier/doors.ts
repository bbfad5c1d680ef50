import type { CarrierUrls } from "@cordboard/carrier";
import { CodedError } from "@cordboard/contract";
import { waitDocument } from "@cordboard/engine";
import { toXml } from "@cordboard/plivo";
import { DISK_FULL, isDiskFull } from "../store/disk-full.ts";
import { BUSY_XML, EMPTY_XML, HANGUP_XML } from "../runtime/step-writer.ts";
import { type Address, beginsRun, doorOf, voiceAddress, wantsXml } from "./addresses.ts";
import { createHoldAnswers } from "./hold.ts";
import { createReceive, type ReceiveOptions } from "./receive.ts";
import { CarrierRefusal } from "./refusals.ts";
import { type CarrierRequest, createSignatureCheck, type Signed } from "./signed.ts";

/*
 * The carrier's doors, on no web framework in particular:
 *
 *   signed? 403 ─► known address? 404 ─► may it begin a run just now? ─► what does it mean ─► run ─► XML
 *                                             │                             └─ nothing committed in time ─┐
 *                                             └─ too much is under way: new calls ring on, new texts 503  │
 *                          voice is held: XML that comes back with the same event ◄───────────────────────┤
 *                          messages and reports: 503, the carrier brings them again ◄─────────────────────┘
 */
export interface DoorsOptions extends ReceiveOptions {
  publicUrl: string;
  urls: CarrierUrls;
  masterKey: Buffer;
}

/** An answer takes no longer than this, whatever the store does; a reply that a run owes is due after 1.5 s (`TIMING`). */
export const ANSWER_WITHIN_MS = 2_000;
/** A new call that found us overloaded this often, 2 s apart, hears busy: it has rung for 10 s. */
const BUSY_AFTER_TURNS = 5;

/** Where a call is in the hold loop. `path`: below `/carrier/voice`. */
interface Turn {
  path: string;
  turn: number;
}

/** Answers a webhook with XML. Errors: CarrierRefusal, which says the HTTP status. */
export function createDoors(options: DoorsOptions): (request: CarrierRequest) => Promise<string> {
  const { store, runtime, log } = options;
  const { metrics, shedding } = runtime;
  const verify = createSignatureCheck({ ...options, metrics });
  const receive = createReceive(options);
  const holds = createHoldAnswers(options.masterKey, options.urls);
  const holdAgain = (at: Turn, signed: Signed): string => holds.again({ ...at, params: signed.params }, Date.now());

  const answered = async (address: Address, signed: Signed): Promise<string> => {
    const body = await receive(address, signed);
    return typeof body === "string" ? body : body();
  };

  /** What is told instead of beginning a run while too much is under way. */
  const putOff = (address: Address, signed: Signed, at: Turn): string => {
    if (!wantsXml(address)) throw new CarrierRefusal("overloaded", "More comes in than can be taken just now; send it again.");
    return at.turn >= BUSY_AFTER_TURNS ? BUSY_XML : holdAgain(at, signed);
  };

  const event = async (address: Address, signed: Signed, at: Turn): Promise<string> => {
    const kind = `${address.at}_${address.kind}`;
    const done = metrics.webhookSeconds.startTimer({ kind });
    let result = "answered";
    try {
      if (beginsRun(address) && shedding.refuses(address.kind === "message" ? "message" : "call")) {
        result = "shed";
        return putOff(address, signed, at);
      }
      return await within(answered(address, signed), ANSWER_WITHIN_MS);
    } catch (error) {
      if (error instanceof CarrierRefusal) {
        if (result === "answered") result = error.code;
        throw error;
      }
      metrics.faults.inc({ where: "webhook" });
      if (isDiskFull(error)) log.error({ code: "disk_full", kind }, DISK_FULL);
      else {
        const code = error instanceof CodedError ? error.code : "not_committed";
        log.error({ err: error, code, kind }, "an event could not be committed; the carrier brings it again");
      }
      result = "failed";
      if (!wantsXml(address)) throw new CarrierRefusal("try_again", "Nothing could be stored just now; send it again.");
      result = "held";
      return holdAgain(at, signed);
    } finally {
      done();
      metrics.webhooks.inc({ kind, result });
    }
  };

  const hold = async (sealed: string, signed: Signed): Promise<string> => {
    const held = holds.open(sealed, Date.now());
    const address = held && voiceAddress(held.path);
    // The call that comes back must be the one that was sent round.
    if (!held || !address || held.callUuid !== signed.params["CallUUID"]) return HANGUP_XML;
    return event(address, { ...signed, params: held.params ?? signed.params }, held);
  };

  /** What a leg hears beside its own document, such as the question before a forwarded call; without the store: nothing. */
  const document = async (token: string, name: string, signed: Signed): Promise<string> => {
    const find = async (): Promise<string> => {
      const owner = await store.byToken(token);
      if (owner && options.carriers.of(owner.test) !== signed.carrier)
        throw new CarrierRefusal("signature_refused", "This address belongs to another account.");
      const run = owner && (await store.run(owner.runId));
      const verbs = run && waitDocument(run, token, name);
      return verbs ? toXml(verbs) : EMPTY_XML;
    };
    try {
      return await within(find(), ANSWER_WITHIN_MS);
    } catch (error) {
      if (error instanceof CarrierRefusal) throw error;
      metrics.faults.inc({ where: "webhook" });
      log.error({ err: error, code: "store_unreachable", kind: "step_document" }, "a document could not be read; the leg hears nothing");
      return EMPTY_XML;
    }
  };

  return async (request) => {
    const door = doorOf(request.target);
    if (!door) {
      // Only the carrier learns which addresses there are.
      verify(request, request.target.startsWith("/carrier/messages/") ? "message" : "voice");
      throw new CarrierRefusal("not_found", "There is no such address.");
    }
    if (door.kind === "hold") return hold(door.sealed, verify(request, "voice"));
    if (door.kind === "document")
      return document(door.token, door.name, verify(request, "voice", request.method === "GET" ? "GET" : "POST"));
    return event(door.address, verify(request, door.scheme), { path: door.path, turn: 0 });
  };
}

/** The work goes on when its time is over; what comes of it is found when the event is brought again. */
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
