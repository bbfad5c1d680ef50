import type {
  Advance,
  CodeEffect,
  EffectResult,
  EmailEffect,
  JournalEntry,
  JsonObject,
  NewEffect,
  RunEffect,
  RunEvent,
  RunState,
  Trigger,
} from "@cordboard/contract";
import {
  carrierUrls,
  createDestinationGuard,
  guardVerbs,
  type NewRunEvent,
  performEffect,
  readWebhook,
  type WebhookPath,
} from "@cordboard/carrier";
import { advance, type CompiledFlow, type EngineDeps, newRun, waitDocument } from "@cordboard/engine";
import type { Sandbox } from "@cordboard/sandbox";
import { createPlivoClient, type PlivoClient, toXml, type Verb } from "@cordboard/plivo";
import { type Hearing, type InboundMessage, isRunEffect, STEP_CODES, TIMING, wantsText } from "@cordboard/contract";
import type { ManualClock, WebhookFetch } from "@cordboard/simulator";
import type { HttpMocks } from "./http-mocks.ts";
import type { QueryMocks } from "./query-mocks.ts";

/**
 * A Cordboard without a disk: it takes the simulator's webhooks, steps runs by the real engine and makes the real carrier
 * calls, all in virtual time. What it leaves out is durability (the store) and the network.
 *
 *   webhook ─► readWebhook ─► advance ─► reply, now or when an effect's result brings it
 *                                └─► effects ─► performEffect / http and database entries ─► advance
 */
export interface HostOptions {
  flow: CompiledFlow;
  /** Flows that it runs, by name. */
  subFlow: (name: string) => CompiledFlow | null;
  clock: ManualClock;
  http: HttpMocks;
  queries: QueryMocks;
  /** What the effects of a node answer, by its name; null: they are performed. */
  mocked?: (node: string) => EffectResult | null;
  sandbox: Sandbox;
  /** The simulator's REST API. */
  carrierFetch: typeof fetch;
  auth: { authId: string; authToken: string };
  engine: Omit<EngineDeps, "urls">;
  variables: JsonObject;
  /** Id of the node that the first run begins at, instead of at its entry. */
  startNode?: string | undefined;
  /** Called before an effect uses one of our numbers, so that it is rented. */
  ownNumber: (number: string) => void;
  /** Told of each event, for who writes runs down. */
  recorded?: (stepped: Stepped) => void;
}

/** One event of a run, with all that decided what became of it. */
export interface Stepped {
  before: RunState;
  event: RunEvent;
  /** Ids and chance that were drawn meanwhile, in order. */
  ids: string[];
  randoms: number[];
  next: Advance;
}

interface HostedRun {
  flow: CompiledFlow;
  state: RunState;
  journal: JournalEntry[];
}

export const PUBLIC_URL = "https://cordboard.test";

export class MemoryHost {
  readonly runs: HostedRun[] = [];
  /** Nobody is there to read them. */
  readonly mails: EmailEffect[] = [];
  readonly urls = carrierUrls(PUBLIC_URL);
  readonly client: PlivoClient;
  readonly #options: HostOptions;
  readonly #guard = createDestinationGuard(null);
  readonly #byToken = new Map<string, HostedRun>();
  readonly #byLeg = new Map<string, HostedRun>();
  readonly #effects = new Map<string, { run: HostedRun; id: string }>();
  readonly #results = new Map<string, EffectResult>();
  readonly #timers = new Map<string, () => void>();
  /** Dedupe key → the answer, also while it is still owed. */
  readonly #inbox = new Map<string, Promise<string>>();
  /** The last document of each call: what it asks for too late is answered with it. */
  readonly #heard = new Map<string, Verb[]>();
  readonly #owed = new Map<string, (xml: string) => void>();

  constructor(options: HostOptions) {
    this.#options = options;
    this.client = createPlivoClient({ ...options.auth, baseUrl: "http://carrier.test", fetch: options.carrierFetch });
  }

  start(trigger: Trigger): HostedRun {
    return this.#begin(trigger, null);
  }

  /** The carrier's requests end here. */
  readonly webhook: WebhookFetch = async (url, init) => {
    const params = Object.fromEntries(new URLSearchParams(init.body ?? new URL(url).search));
    const answer = await this.#answer(new URL(url).pathname, params);
    return { status: answer.status, headers: new Headers({ "content-type": "application/xml" }), text: () => Promise.resolve(answer.xml) };
  };

  async #answer(path: string, params: Record<string, string>): Promise<{ status: number; xml: string }> {
    const document = /^\/carrier\/voice\/s\/([^/]+)\/document\/(.+)$/.exec(path);
    if (document) return this.#document(document[1] ?? "", document[2] ?? "");
    const at = this.#route(path);
    if (!at) return { status: 404, xml: "" };
    const meaning = readWebhook(at, params, this.#options.clock.now());
    if (!meaning.ok) return { status: 400, xml: meaning.problems.map((p) => p.message).join("\n") };
    const known = this.#inbox.get(meaning.key);
    if (known) return { status: 200, xml: await known };
    const asking = meaning.xml ? meaning.callUuid : null;
    const reply = new Promise<string>((resolve) => {
      if (meaning.does === "start" && meaning.trigger.kind === "message" && this.#tell(meaning.trigger.message)) return resolve("");
      if (meaning.does === "start") {
        this.#begin(meaning.trigger, asking === null ? null : resolve);
        if (asking === null) resolve("");
        return;
      }
      const run = this.#runOf(at, meaning.callUuid);
      if (!run) return resolve(toXml([{ element: "Hangup" }]));
      this.#apply(run, meaning.event, asking === null ? null : { callUuid: asking, resolve });
      if (asking === null) resolve("");
    });
    this.#inbox.set(meaning.key, reply);
    return { status: 200, xml: await reply };
  }

  /** A text goes to the run that listens to it, the latest first. False: to none. */
  #tell(message: InboundMessage, how: { passedOn?: boolean } = {}): boolean {
    const fits = (hearing: Hearing): boolean =>
      (hearing.number === "" || hearing.number === message.to) &&
      (hearing.contact === "" || hearing.contact === message.from) &&
      wantsText(hearing, message);
    const listening = this.runs.filter(({ state }) => state.hearings?.some(fits)).toReversed();
    return listening.some((run) => this.#apply(run, { type: "message", message, ...how }, null));
  }

  #route(path: string): WebhookPath | null {
    const [, area = "", owner = "", token = "", kind = ""] =
      /^\/carrier\/(voice|messages)\/([nse])\/([^/]+)(?:\/([a-z]+))?$/.exec(path) ?? [];
    if (area === "messages" && owner === "n") return { at: "number", kind: "message" };
    if (owner === "n" && (kind === "answer" || kind === "fallback" || kind === "hangup")) return { at: "number", kind };
    if (owner === "s" && (kind === "action" || kind === "redirect" || kind === "callback")) return { at: "step", kind, token };
    const effectId = this.#effects.get(token)?.id;
    if (owner !== "e" || effectId === undefined) return null;
    if (area === "messages") return { at: "effect", kind: "message", effectId };
    return isOfCall(kind) ? { at: "effect", kind, effectId } : null;
  }

  #runOf(at: WebhookPath, callUuid: string | null): HostedRun | undefined {
    const ofCall = callUuid === null ? undefined : this.#byLeg.get(callUuid);
    // A call that was handed over keeps the addresses of the run it came from.
    const now = (run: HostedRun | undefined) => (callUuid !== null && run?.state.lent?.[callUuid] ? (ofCall ?? run) : run);
    if (at.at === "step") return at.kind === "callback" ? this.#byToken.get(at.token) : now(this.#byToken.get(at.token));
    if (at.at === "effect") return now([...this.#effects.values()].find((e) => e.id === at.effectId)?.run);
    return ofCall;
  }

  #document(token: string, name: string): { status: number; xml: string } {
    const run = this.#byToken.get(token);
    const verbs = run ? waitDocument(run.state, token, name) : null;
    return { status: verbs ? 200 : 404, xml: toXml(verbs ?? []) };
  }

  #begin(trigger: Trigger, resolve: ((xml: string) => void) | null): HostedRun {
    const { flow, engine, variables } = this.#options;
    const run = this.#bear(flow, engine.newId(), trigger, variables, null);
    const asking = trigger.kind === "call" && resolve ? { callUuid: trigger.call.callUuid, resolve } : null;
    const first = this.runs.length === 1 ? this.#options.startNode : undefined;
    this.#apply(run, { type: "started", trigger, ...(first !== undefined && { startNode: first }) }, asking);
    return run;
  }

  #bear(flow: CompiledFlow, id: string, trigger: Trigger, variables: JsonObject, parentRunId: string | null): HostedRun {
    const at = this.#options.clock.now();
    const init = { id, flowId: "flow", flowName: flow.document.name, version: null, hash: "", test: true, trigger, at, parentRunId };
    const run: HostedRun = { flow, state: newRun({ ...init, variables }), journal: [] };
    this.runs.push(run);
    return run;
  }

  /** False: the run declined the event. */
  #apply(run: HostedRun, event: NewRunEvent, asking: { callUuid: string; resolve: (xml: string) => void } | null): boolean {
    const { engine, clock } = this.#options;
    const { flow } = run;
    const urls = {
      step: this.urls.step,
      document: this.urls.document,
      media: (id: string) => (/^https?:/.test(id) ? id : `${PUBLIC_URL}/media/${id}`),
      recording: (id: string) => `${PUBLIC_URL}/recordings/${id}`,
    };
    // Written to JSON and read back between any two events, as the store does.
    const before = JSON.parse(JSON.stringify(run.state)) as RunState;
    const [ids, randoms]: [string[], number[]] = [[], []];
    const noting = { ...engine, urls, newId: () => noted(ids, engine.newId()), random: () => noted(randoms, engine.random()) };
    const given = { ...event, at: clock.now() } as RunEvent;
    const next = advance(flow, before, given, noting);
    if (next.declined) return false;
    this.#options.recorded?.({ before, event: given, ids, randoms, next });
    run.state = next.run;
    run.journal.push(...next.journal);
    for (const token of next.tokens) this.#byToken.set(token, run);
    for (const { callUuid } of next.legs) if (!this.#byLeg.has(callUuid) || next.taken?.includes(callUuid)) this.#byLeg.set(callUuid, run);
    for (const id of next.timers.cancel) this.#timers.get(id)?.();
    for (const { id, dueAt } of next.timers.set) {
      this.#timers.set(
        id,
        clock.setTimer(dueAt - clock.now(), () => void this.#apply(run, { type: "timer", timerId: id }, null)),
      );
    }
    if (asking) this.#owed.set(asking.callUuid, asking.resolve);
    this.#reply(run, next.reply, asking?.callUuid ?? null);
    for (const effect of next.effects) {
      this.#effects.set(effect.token, { run, id: effect.effect.id });
      void this.#perform(run, effect, clock.now());
    }
    return true;
  }

  /** What runs do to each other; the server's way of it is in `run-effects.ts`. */
  #otherRun(run: HostedRun, effect: RunEffect, tell: (result: EffectResult) => void): void {
    if (effect.kind === "pass_texts") {
      for (const message of effect.messages) if (!this.#tell(message, { passedOn: true })) this.#begin({ kind: "message", message }, null);
      return tell({ ok: true, data: {} });
    }
    const other = this.runs.find(({ state }) => state.id === effect.runId);
    if (effect.kind === "start_run") return tell(this.#startOther(run, effect));
    if (effect.kind === "report_run" && other) {
      const { effectId, end } = effect;
      this.#apply(other, { type: "effect", effectId, event: { type: "flow_ended", effectId, end } }, null);
    }
    if (effect.kind === "stop_run" && other)
      this.#apply(other, { type: "stop", by: "the flow that ran this one", giveBack: effect.giveBack }, null);
    if (effect.kind === "pass_on" && other)
      this.#apply(other, { type: "leg", callUuid: effect.callUuid, change: effect.change, ended: true, passedOn: true }, null);
    tell({ ok: true, data: {} });
  }

  #startOther({ state: parent }: HostedRun, effect: Extract<RunEffect, { kind: "start_run" }>): EffectResult {
    const flow = this.#options.subFlow(effect.flow);
    const exit = flow?.entry.manifest.exits(flow.entry.config).find((one) => one.trigger === "flow");
    if (!flow || !exit || !flow.entry.wired.has(exit.id)) {
      const code = flow ? "sub_flow_not_callable" : "sub_flow_missing";
      return { ok: false, uncertain: false, error: { code, message: STEP_CODES[code] } };
    }
    const legs = parent.legs.filter(({ callUuid }) => parent.lent?.[callUuid]?.effectId === effect.id);
    const { inputs, verbs = [], busy = false, waits, takesVariables } = effect;
    const by = {
      runId: parent.id,
      effectId: effect.id,
      flowName: parent.flowName,
      waits,
      depth: parent.trigger.kind === "flow" ? parent.trigger.by.depth + 1 : 1,
    };
    const origin = parent.trigger.kind === "flow" ? parent.trigger.origin : parent.trigger;
    const trigger: Trigger = { kind: "flow", inputs, by, origin, number: parent.number, contact: parent.contact.number };
    const run = this.#bear(flow, effect.runId, trigger, takesVariables ? parent.variables : {}, parent.id);
    this.#apply(run, { type: "started", trigger, handed: { legs, verbs, busy, secrets: parent.vault } }, null);
    return { ok: true, data: { runId: effect.runId } };
  }

  #reply(run: HostedRun, reply: ReturnType<typeof advance>["reply"], asked: string | null): void {
    if (reply.kind === "voice") this.#say(reply.callUuid, reply.verbs);
    if (reply.kind === "pending") {
      const { callUuid } = reply;
      this.#options.clock.setTimer(TIMING.replyWithinMs, () => {
        if (this.#owed.has(callUuid)) this.#apply(run, { type: "hold", callUuid }, null);
      });
    } else if (asked !== null && this.#owed.has(asked)) this.#say(asked, this.#heard.get(asked) ?? [{ element: "Hangup" }]);
  }

  #say(callUuid: string, verbs: Verb[]): void {
    this.#heard.set(callUuid, verbs);
    const resolve = this.#owed.get(callUuid);
    this.#owed.delete(callUuid);
    resolve?.(toXml(guardVerbs(verbs, this.#guard).verbs));
  }

  async #perform(run: HostedRun, { effect, token, nodeId }: NewEffect, createdAt: number): Promise<void> {
    const { clock, http, mocked, queries } = this.#options;
    const tell = (result: EffectResult): void => {
      this.#results.set(effect.id, result);
      this.#apply(run, { type: "effect", effectId: effect.id, event: { type: "effect", effectId: effect.id, result } }, null);
    };
    const mock = mocked?.(run.flow.nodes.get(nodeId)?.node.name ?? "");
    if (mock) return tell(mock);
    if (isRunEffect(effect)) return this.#otherRun(run, effect, tell);
    if (effect.kind === "http_request" || effect.kind === "query_database") {
      const { afterMs, result } = effect.kind === "http_request" ? http.answer(effect) : queries.answer(effect);
      clock.setTimer(afterMs, () => tell(result));
      return;
    }
    if (effect.kind === "run_code") return tell(runCode(this.#options.sandbox, effect));
    if (effect.kind === "send_email") {
      this.mails.push(effect);
      return tell({ ok: true, data: { messageId: `<${effect.id}@test>`, accepted: effect.recipients, rejected: [] } });
    }
    // A test run tells nobody.
    if (effect.kind === "post_event") return tell({ ok: true, data: { skipped: true } });
    // A powerpack and a sender name are no numbers that could be rented.
    if ("from" in effect && /^\+?\d+$/.test(effect.from)) this.#options.ownNumber(effect.from);
    const placed = effect.kind === "cancel_call" ? this.#results.get(effect.effectId) : undefined;
    const placedCallUuid = placed?.ok && typeof placed.data["callUuid"] === "string" ? placed.data["callUuid"] : null;
    const ageSeconds = (clock.now() - createdAt) / 1000;
    const attempt = await performEffect(effect, {
      client: this.client,
      urls: this.urls,
      guard: this.#guard,
      token,
      ageSeconds,
      placedCallUuid,
      begin: async () => true,
    });
    if (attempt.kind === "done") tell(attempt.result);
    else tell({ ok: false, uncertain: attempt.kind === "uncertain", error: attempt.error });
  }
}

const OF_CALLS = ["answer", "ring", "hangup", "machine", "status"] as const;
const isOfCall = (kind: string): kind is (typeof OF_CALLS)[number] => OF_CALLS.some((known) => known === kind);

function noted<T>(list: T[], value: T): T {
  list.push(value);
  return value;
}

function runCode(sandbox: Sandbox, effect: CodeEffect): EffectResult {
  const ran = sandbox(effect);
  return ran.ok ? { ok: true, data: { exit: ran.exit, outputs: ran.outputs } } : { ok: false, uncertain: false, error: ran.error };
}
