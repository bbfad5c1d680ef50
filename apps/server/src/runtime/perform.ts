import { type Attempt, type CarrierUrls, type DestinationGuard, HELD_UP, performEffect } from "@cordboard/carrier";
import { type Effect, type EffectResult, isRunEffect, isService, STEP_CODES, type StepCode } from "@cordboard/contract";
import { EgressError } from "../egress/egress-client.ts";
import type { ClaimedEffect, EffectMocks, NewCarrierItem, RunStore, StoredEffect } from "../store/run-store.ts";
import type { Carriers } from "./carriers.ts";
import type { CompiledFlows } from "./compiled-flows.ts";
import { performPost } from "./post-event.ts";
import type { Host } from "./host.ts";
import { performService, serviceLog, type ServicePorts } from "./services.ts";
import type { createRunEffects } from "./run-effects.ts";

interface Performed {
  attempt: Attempt;
  /** What was said to whom, for the run's carrier log. Never holds a secret. */
  log: NewCarrierItem[];
}
/** `mayGo`: asked right before each request; the first time it commits that the attempt has begun. False: nothing may go out. */
export type Perform = (effect: ClaimedEffect, mayGo: () => Promise<boolean>) => Promise<Performed>;

export interface PerformOptions {
  store: RunStore;
  flows: CompiledFlows;
  carriers: Carriers;
  urls: CarrierUrls;
  guard: DestinationGuard;
  services: ServicePorts;
  /** Signs posted events. */
  eventKey: Buffer;
  /** What is done to other runs of ours. */
  otherRuns: ReturnType<typeof createRunEffects>;
  host: Pick<Host, "wallClock" | "fetch">;
  budget: Budget;
}

/** What may be spent in a day. `now`: database time, ms. */
export interface Budget {
  /** Whether there is enough left for what this will surely cost. */
  allows: (effect: Effect, now: number) => Promise<boolean>;
  /** The carrier has taken it; what it charges is told later. `subject`: CallUUID or MessageUUID. */
  expect: (effect: Effect, subject: string, now: number) => Promise<void>;
}

/** A recipient's opt-out may be confirmed by one text within this time (plivo-platform 3.3). */
const CONFIRMATION_MS = 5 * 60_000;

/** One attempt of an effect, wherever it goes: the run's mocks, the web, or the carrier. */
export function createPerform(options: PerformOptions): Perform {
  const { host } = options;
  return async (stored, mayGo) => {
    const { effect } = stored;
    const mocked = stored.test ? await mockOf(options, stored) : null;
    if (mocked) return { attempt: { kind: "done", result: mocked }, log: [] };
    if (isRunEffect(effect)) return { attempt: await options.otherRuns(stored, effect), log: [] };
    if (isService(effect)) {
      // `attempts` was counted when the attempt began.
      const attempt = await performService(effect, stored.attempts + 1, onlyWhile(mayGo, options.services));
      return { attempt, log: serviceLog(stored.step, effect, attempt) };
    }
    if (effect.kind === "post_event") {
      const ports = {
        egress: onlyWhile(mayGo, options.services).egress,
        key: options.eventKey,
        now: await options.store.now(),
        wallClock: host.wallClock,
      };
      return performPost(effect, stored, ports);
    }
    const refused = await refusal(options, stored);
    if (refused) return { attempt: refused, log: [] };
    const carrier = options.carriers.of(stored.test);
    if (!carrier)
      return { attempt: failed("carrier_unreachable", "The simulator is not running, so this test run cannot reach it."), log: [] };

    const log: NewCarrierItem[] = [];
    const now = await options.store.now();
    const costs = !stored.test && (effect.kind === "send_message" || effect.kind === "place_call");
    if (costs && !(await options.budget.allows(effect, now))) return { attempt: failed("spend_limit_reached"), log };
    const placedCallUuid = await placedCall(options.store, stored);
    const attempt = await performEffect(effect, {
      client: carrier.connect(noting(log, stored.step, host.fetch)),
      urls: options.urls,
      guard: options.guard,
      token: stored.token,
      // What a person sends again begins anew.
      ageSeconds: stored.resolvedBy === null ? (now - stored.createdAt) / 1000 : 0,
      placedCallUuid,
      begin: mayGo,
    });
    const subject = costs ? subjectOf(attempt) : null;
    if (subject !== null) await options.budget.expect(effect, subject, now);
    return { attempt, log };
  };
}

/** What the carrier calls that which it has taken. */
function subjectOf(attempt: Attempt): string | null {
  if (attempt.kind !== "done" || !attempt.result.ok) return null;
  const { messageUuid, callUuid } = attempt.result.data;
  return typeof messageUuid === "string" ? messageUuid : typeof callUuid === "string" ? callUuid : null;
}

/** Another process may have taken the effect over: nothing goes out any more. */
function onlyWhile(mayGo: () => Promise<boolean>, services: ServicePorts): ServicePorts {
  const orHeldUp = async (): Promise<void> => {
    if (!(await mayGo())) throw new EgressError("http_unreachable", HELD_UP.error.message, "no");
  };
  return {
    ...services,
    egress: { send: (request) => orHeldUp().then(() => services.egress.send(request)) },
    reach: (to, port) => orHeldUp().then(() => services.reach(to, port)),
  };
}

function failed(code: StepCode, message: string = STEP_CODES[code]): Attempt {
  return { kind: "done", result: { ok: false, uncertain: false, error: { code, message } } };
}

async function mockOf({ store, flows }: PerformOptions, { runId, nodeId }: StoredEffect): Promise<EffectResult | null> {
  const entry = await store.tryOfRun(runId);
  if (!entry) return null;
  const node = (await flows.get(entry.hash)).nodes.get(nodeId);
  const mock: EffectMocks[string] | undefined = node && entry.mocks[node.node.name];
  if (!mock) return null;
  return mock.ok ? mock : { ...mock, uncertain: false };
}

/** What must not be asked of the carrier (now). */
async function refusal({ store }: PerformOptions, { effect }: StoredEffect): Promise<Attempt | null> {
  if (effect.kind === "send_message") {
    const may = await store.mayText({ number: effect.from, contact: effect.to, graceMs: CONFIRMATION_MS });
    return may ? null : failed("opted_out");
  }
  if (effect.kind === "cancel_call") {
    const target = await store.effect(effect.effectId);
    const error = { code: "carrier_unreachable", message: "It is not known yet whether the call was placed." } as const;
    const undecided = target?.state === "begun" || (target?.state === "uncertain" && !target.reported);
    if (undecided) return { kind: "retry", afterMs: 1_000, error };
    if (target?.state === "pending") {
      const taken = await store.updateEffect(target.id, ["pending"], { state: "cancelled", result: null, reported: true });
      return taken ? { kind: "done", result: { ok: true, data: {} } } : { kind: "retry", afterMs: 1_000, error };
    }
  }
  return null;
}

async function placedCall(store: RunStore, { effect }: StoredEffect): Promise<string | null> {
  if (effect.kind !== "cancel_call") return null;
  const result = (await store.effect(effect.effectId))?.result;
  const uuid = result?.ok ? result.data["callUuid"] : null;
  return typeof uuid === "string" ? uuid : null;
}

/** Writes down each request and its answer. The credentials are in a header and are not noted. */
function noting(log: NewCarrierItem[], stepSeq: number, send: Host["fetch"]): Host["fetch"] {
  return async (input, init) => {
    const line = { stepSeq, method: init?.method ?? "GET", url: addressOf(input) };
    log.push({ ...line, direction: "out", kind: "request", status: null, body: typeof init?.body === "string" ? init.body : "" });
    const response = await send(input, init);
    const text = await response.clone().text();
    log.push({ ...line, direction: "in", kind: "response", status: response.status, body: text });
    return response;
  };
}

function addressOf(input: Parameters<typeof fetch>[0]): string {
  return input instanceof Request ? input.url : input.toString();
}
