import { type Attempt, type CarrierUrls, type DestinationGuard, HELD_UP, performEffect } from "@cordboard/carrier";
import { type EffectResult, STEP_CODES, type StepCode } from "@cordboard/contract";
import { replaceSecrets } from "@cordboard/flow";
import { type EgressClient, EgressError } from "../egress/egress-client.ts";
import type { ClaimedEffect, EffectMocks, NewCarrierItem, RunStore, StoredEffect } from "../store/run-store.ts";
import type { Carriers } from "./carriers.ts";
import type { CompiledFlows } from "./compiled-flows.ts";
import { performHttp } from "./http-effect.ts";
import type { Host } from "./host.ts";
import { createTokens } from "./http-tokens.ts";
import type { SecretResolver } from "./ports.ts";

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
  egress: EgressClient;
  secrets: SecretResolver;
  host: Pick<Host, "now" | "wallClock" | "fetch">;
  /** Whether what may be spent in a day is not spent yet. `now`: database time, ms. */
  maySpend: (now: number) => Promise<boolean>;
}

/** A recipient's opt-out may be confirmed by one text within this time (plivo-platform 3.3). */
const CONFIRMATION_MS = 5 * 60_000;

/** One attempt of an effect, wherever it goes: the run's mocks, the web, or the carrier. */
export function createPerform(options: PerformOptions): Perform {
  const { host } = options;
  const tokens = createTokens(options.egress, host.now);
  return async (stored, mayGo) => {
    const { effect } = stored;
    const mocked = stored.test ? await mockOf(options, stored) : null;
    if (mocked) return { attempt: { kind: "done", result: mocked }, log: [] };
    if (effect.kind === "http_request") {
      // `attempts` is counted when the attempt begins.
      const attempt = await performHttp(effect, stored.attempts + 1, {
        ...options,
        egress: onlyWhile(mayGo, options.egress),
        tokens,
        wallClock: host.wallClock,
      });
      return { attempt, log: httpLog(stored, attempt) };
    }
    const refused = await refusal(options, stored);
    if (refused) return { attempt: refused, log: [] };
    const carrier = options.carriers.of(stored.test);
    if (!carrier)
      return { attempt: failed("carrier_unreachable", "The simulator is not running, so this test run cannot reach it."), log: [] };

    const log: NewCarrierItem[] = [];
    const now = await options.store.now();
    const costs = effect.kind === "send_message" || effect.kind === "place_call";
    if (costs && !stored.test && !(await options.maySpend(now))) return { attempt: failed("spend_limit_reached"), log };
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
    return { attempt, log };
  };
}

/** Another process may have taken the effect over: nothing goes out any more. */
function onlyWhile(mayGo: () => Promise<boolean>, egress: Pick<EgressClient, "send">): Pick<EgressClient, "send"> {
  return {
    send: async (request) => {
      if (await mayGo()) return egress.send(request);
      throw new EgressError("http_unreachable", HELD_UP.error.message, "no");
    },
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

function httpLog({ effect, step }: StoredEffect, attempt: Attempt): NewCarrierItem[] {
  if (effect.kind !== "http_request") return [];
  const line = { stepSeq: step, method: effect.method, url: named(effect.url) };
  const body = effect.body.kind === "none" ? "" : named(JSON.stringify(effect.body.value));
  const asked: NewCarrierItem = { ...line, direction: "out", kind: "request", status: null, body };
  if (attempt.kind !== "done") return [asked, { ...line, direction: "in", kind: "response", status: null, body: attempt.error.message }];
  const { result } = attempt;
  const status = result.ok && typeof result.data["status"] === "number" ? result.data["status"] : null;
  const said = result.ok ? JSON.stringify(result.data["body"] ?? "") : result.error.message;
  return [asked, { ...line, direction: "in", kind: "response", status, body: said }];
}

/** The marks of secrets, shown by name. */
const named = (text: string): string => replaceSecrets(text, (name) => `{{ secrets.${name} }}`);

function addressOf(input: Parameters<typeof fetch>[0]): string {
  return input instanceof Request ? input.url : input.toString();
}
