import { type NewRunEvent, type Proof, readCharges, readWebhook, type WebhookMeaning, type WebhookPath } from "@cordboard/carrier";
import type { InboundMessage } from "@cordboard/contract";
import { toE164 } from "@cordboard/plivo";
import type { Logger } from "pino";
import type { Carriers } from "../runtime/carriers.ts";
import type { FlowCatalog, FlowPin } from "../runtime/ports.ts";
import type { Delivered, RunningRuntime } from "../runtime/runtime.ts";
import { BUSY_XML, EMPTY_XML, HANGUP_XML, REJECT_XML, type Work } from "../runtime/step-writer.ts";
import type { RecordingStore } from "../store/recording-store.ts";
import type { NewCarrierItem, RunStore, TryEntry } from "../store/run-store.ts";
import type { Address } from "./addresses.ts";
import { asksLedger, recordOptOut } from "./opt-outs.ts";
import { CarrierRefusal } from "./refusals.ts";
import type { Signed } from "./signed.ts";

/** The XML, or, while the run owes it, a way to wait for it: what it answers is stored already. */
export type Answer = string | (() => Promise<string>);

export interface ReceiveOptions {
  store: RunStore;
  catalog: FlowCatalog;
  runtime: RunningRuntime;
  carriers: Carriers;
  recordings: Pick<RecordingStore, "transcribed">;
  log: Logger;
}

type Meaning = WebhookMeaning & { ok: true };
type Start = Meaning & { does: "start" };
type Birthing = Parameters<RunningRuntime["begin"]>[0];

/**
 * A signed request of the carrier → the event it means → its run → the XML to answer. What leads nowhere is answered all
 * the same: with what the leg heard last, with a Hangup, or with nothing to do.
 * Errors: CarrierRefusal (400 misshapen, 403 not this carrier's, or a nonce that was used for another request).
 */
export function createReceive(options: ReceiveOptions): (address: Address, signed: Signed) => Promise<Answer> {
  const { store, catalog, runtime, carriers, recordings, log } = options;

  const meaningOf = async (path: WebhookPath, signed: Signed): Promise<Meaning> => {
    const meaning = readWebhook(path, signed.params, await store.now());
    if (meaning.ok) return meaning;
    const fields = meaning.problems.map((p) => `${p.path} (${p.code})`).join(", ");
    log.warn({ code: "bad_webhook", at: path.at, kind: path.kind, fields }, "the carrier sent what it does not document");
    throw new CarrierRefusal("bad_webhook", `These fields are not as documented: ${fields}.`);
  };

  /** Real runs hear the real carrier only, test runs the simulator only. */
  const only = (test: boolean, signed: Signed): void => {
    if (carriers.of(test) !== signed.carrier) throw new CarrierRefusal("signature_refused", "This address belongs to another account.");
  };

  /** A request that changes nothing is still used up. */
  const spend = async ({ nonce }: Signed): Promise<void> => {
    if (!(await store.rememberNonce(nonce.value, nonce.digest))) throw nonceReused();
  };

  const lastHeard = async (callUuid: string | null, xml: boolean): Promise<string> => {
    if (!xml) return EMPTY_XML;
    return (callUuid === null ? null : (await store.byLeg(callUuid))?.lastReply) ?? HANGUP_XML;
  };

  /** Before the run has it: what is told again is kept again. */
  const keepTranscript = async (event: NewRunEvent): Promise<void> => {
    const told = event.type === "step" ? event.event : null;
    if (told?.type === "transcription" && told.error === "") await recordings.transcribed(told.recordingId, told.text);
  };

  const deliver = async (work: Work, meaning: Meaning, signed: Signed): Promise<Answer> => {
    await keepTranscript(work.event);
    return answerTo(await runtime.deliver(work), meaning, signed);
  };
  const answerTo = async (delivered: Delivered, meaning: Meaning, signed: Signed): Promise<Answer> => {
    // What the simulator asks of a server that uses a real carrier costs nothing.
    if (signed.carrier === carriers.live) for (const charge of readCharges(signed.params)) await runtime.charge(charge);
    if (delivered.kind === "nonce_reused") throw nonceReused();
    // A repeat commits nothing, so nobody has looked at its nonce yet.
    if (delivered.kind === "answered" && delivered.repeat) await spend(signed);
    if (delivered.kind === "busy") return meaning.xml ? BUSY_XML : EMPTY_XML;
    return bodyOf(delivered, meaning) ?? lastHeard(meaning.callUuid, meaning.xml);
  };

  const workOf = (runId: string, event: NewRunEvent, meaning: Meaning, signed: Signed): Work => ({
    runId,
    event,
    inbox: { key: meaning.key, digest: signed.nonce.digest, callUuid: meaning.callUuid, xml: meaning.xml },
    nonce: signed.nonce,
    log: [logLine(signed)],
  });

  const birthOf = async (meaning: Start, target: Target, signed: Signed): Promise<Birthing> => {
    const { trigger } = meaning;
    const event = { type: "started", trigger, ...(target.startNode !== null && { startNode: target.startNode }) } as const;
    const work = workOf(target.runId ?? runtime.host.newRunId(await store.now()), event, meaning, signed);
    return { ...work, birth: { pin: target.pin, trigger, test: target.test, variables: target.variables } };
  };

  const atNumber = async (address: Address & { at: "number" | "called" }, signed: Signed): Promise<Answer> => {
    const { kind } = address;
    const token = address.at === "number" ? address.token : null;
    const assigned = await (token === null ? catalog.number(toE164(signed.params["To"] ?? "")) : catalog.numberByToken(token));
    const tried = assigned || token === null ? null : await store.tryByToken(token);
    only(tried !== null, signed);
    const meaning = await meaningOf({ at: "number", kind }, signed);
    if (meaning.does === "event") return onLeg(meaning, signed);
    // Asked for by a call that lost its way (a step's address answered by nobody): it hears again what it heard last.
    if (token === null && meaning.callUuid !== null && (await store.byLeg(meaning.callUuid))) {
      await spend(signed);
      return lastHeard(meaning.callUuid, true);
    }
    const flowId = kind === "message" ? assigned?.messageFlowId : assigned?.voiceFlowId;
    const target = tried ? tryTarget(tried) : flowId ? liveTarget(await catalog.published(flowId)) : null;
    // A try is for one call: its run is promised under one id.
    const used = target?.runId != null && (await store.run(target.runId)) !== null && (await store.inboxRow(meaning.key)) === null;
    const birth = target && !used ? await birthOf(meaning, target, signed) : null;
    const { trigger } = meaning;
    if (trigger.kind === "message") return onText(meaning, trigger.message, birth, signed);
    if (birth) return answerTo(await runtime.begin(birth), meaning, signed);
    return unanswered(meaning, signed);
  };

  const unanswered = async (meaning: Start, signed: Signed): Promise<Answer> => {
    await spend(signed);
    log.warn(
      { code: "number_without_flow", trigger: meaning.trigger.kind },
      "a call or text came to a number that no published flow answers",
    );
    return meaning.xml ? REJECT_XML : EMPTY_XML;
  };

  /** The ledger of opt-outs first, then the run that waits for it, then the number's flow. */
  const onText = async (meaning: Start, message: InboundMessage, birth: Birthing | null, signed: Signed): Promise<Answer> => {
    // Brought again after a START, a STOP must not count anew.
    if (asksLedger(message) && (await store.inboxRow(meaning.key)) === null) await recordOptOut(store, message);
    const delivered = await runtime.receive({
      message,
      work: (runId, event) => workOf(runId, event, meaning, signed),
      birth,
      mayTell: (test) => carriers.of(test) === signed.carrier,
    });
    return delivered.kind === "nowhere" ? unanswered(meaning, signed) : answerTo(delivered, meaning, signed);
  };

  /** News of a leg under its number's address: the leg knows its run. */
  const onLeg = async (meaning: Meaning & { does: "event" }, signed: Signed): Promise<Answer> => {
    const leg = meaning.callUuid === null ? null : await store.byLeg(meaning.callUuid);
    if (!leg) {
      await spend(signed);
      return EMPTY_XML;
    }
    only(leg.test, signed);
    return deliver(workOf(leg.runId, meaning.event, meaning, signed), meaning, signed);
  };

  const atStep = async ({ kind, token }: Address & { at: "step" }, signed: Signed): Promise<Answer> => {
    const owner = await store.byToken(token);
    const meaning = await meaningOf({ at: "step", kind, token }, signed);
    if (!owner || meaning.does !== "event") {
      await spend(signed);
      return lastHeard(meaning.callUuid, meaning.xml);
    }
    only(owner.test, signed);
    return deliver(workOf(owner.runId, meaning.event, meaning, signed), meaning, signed);
  };

  const atEffect = async ({ kind, token }: Address & { at: "effect" }, signed: Signed): Promise<Answer> => {
    const owner = await store.byToken(token);
    if (!owner?.effectId) {
      await spend(signed);
      log.warn({ code: "unknown_effect", kind }, "the carrier reports on something that is not ours");
      return kind === "answer" ? HANGUP_XML : EMPTY_XML;
    }
    only(owner.test, signed);
    const meaning = await meaningOf({ at: "effect", kind, effectId: owner.effectId }, signed);
    if (meaning.does !== "event") return EMPTY_XML;
    await proven(owner.effectId, meaning.proof);
    return deliver(workOf(owner.runId, meaning.event, meaning, signed), meaning, signed);
  };

  const proven = async (effectId: string, proof: Proof | null): Promise<void> => {
    if (proof) await runtime.prove(effectId, proof);
  };

  return (address, signed) => {
    switch (address.at) {
      case "number":
      case "called":
        return atNumber(address, signed);
      case "step":
        return atStep(address, signed);
      case "effect":
        return atEffect(address, signed);
    }
  };
}

/** What a call or text begins. */
interface Target {
  pin: FlowPin;
  test: boolean;
  runId: string | null;
  startNode: string | null;
  variables: NonNullable<Work["birth"]>["variables"] & object;
}

const liveTarget = (pin: FlowPin | null): Target | null => pin && { pin, test: false, runId: null, startNode: null, variables: {} };

function tryTarget({ flowId, flowName, version, hash, runId, startNode, variables }: TryEntry): Target {
  return { pin: { flowId, flowName, version, hash }, test: true, runId, startNode, variables };
}

const nonceReused = (): CarrierRefusal => new CarrierRefusal("nonce_reused", "This nonce came with another request.");

function bodyOf(delivered: Delivered, meaning: Meaning): Answer | null {
  if (delivered.kind !== "answered") return null;
  return delivered.body === "" && !meaning.xml ? EMPTY_XML : delivered.body;
}

function logLine({ params, url }: Signed): NewCarrierItem {
  return { stepSeq: null, direction: "in", kind: "webhook", method: "POST", url, status: null, body: JSON.stringify(params) };
}
