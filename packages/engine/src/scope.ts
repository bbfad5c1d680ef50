import { type Json, type JsonObject, type StepContext, withParsedRuntime } from "@cordboard/contract";
import type { CompiledNode } from "./compile.ts";
import { currentLeg } from "./legs.ts";
import { objectOr } from "./object-or.ts";
import type { EngineDeps, Turn } from "./turn.ts";

/** What `{{ … }}` can see. */
export function templateScope(turn: Turn): JsonObject {
  const { run } = turn;
  return {
    ...run.variables,
    run: { id: run.id, version: run.version, test: run.test, hangup: run.hangup },
    contact: Object.fromEntries(Object.entries(run.contact).filter(([, v]) => v !== undefined)) as JsonObject,
    number: run.number,
    flow: { id: run.flowId, name: run.flowName },
    now: turn.now,
  };
}

/** The language prompts are spoken in: the contact's, else the flow's. */
function languageOf({ run, flow }: Turn): string {
  const { language }: { language?: unknown } = run.contact;
  return typeof language === "string" && language !== "" ? language : flow.document.language;
}

const unlimited: StepContext["callLimits"] = () => ({ maxSeconds: null, maxPrice: null, pricePerMinute: null });

/** `token` is the wait's, should this step begin one. */
export function stepContext(turn: Turn, compiled: CompiledNode, token: string): StepContext {
  const { deps, run, flow } = turn;
  return {
    node: { id: compiled.node.id, name: compiled.node.name },
    run: { id: run.id },
    flow: { id: run.flowId, name: run.flowName, language: flow.document.language },
    now: turn.at,
    newId: deps.newId,
    random: deps.random,
    trigger: run.trigger,
    number: run.number,
    contact: run.contact.number,
    leg: currentLeg(turn),
    recordings: run.recordings,
    language: languageOf(turn),
    wired: compiled.wired,
    kept: turn.thread.kept?.find(({ node }) => node === compiled.node.id)?.value ?? null,
    own: objectOr(run.variables[compiled.node.name]),
    callLimits: deps.callLimits ?? unlimited,
    urls: new WaitUrls(deps.urls, token, turn.at),
  };
}

/** Made when they are asked for: most steps ask for none. */
class WaitUrls {
  readonly #urls: EngineDeps["urls"];
  readonly #token: string;
  readonly #at: number;
  readonly media: EngineDeps["urls"]["media"];

  constructor(urls: EngineDeps["urls"], token: string, at: number) {
    this.#urls = urls;
    this.#token = token;
    this.#at = at;
    this.media = urls.media;
  }
  get action(): string {
    return this.#urls.step(this.#token, "action");
  }
  get redirect(): string {
    return this.#urls.step(this.#token, "redirect");
  }
  get callback(): string {
    return this.#urls.step(this.#token, "callback");
  }
  readonly recording = (recordingId: string): string => this.#urls.recording(recordingId, this.#at);
  readonly document = (name: string): string => this.#urls.document(this.#token, name);
}

/** The node's config with every template filled in. */
export function fillIn(turn: Turn, compiled: CompiledNode): { ok: true; value: Json } | { ok: false; message: string } {
  const { filled } = compiled;
  if (!filled.fill) return { ok: true, value: filled.fixed };
  try {
    return { ok: true, value: filled.fill(templateScope(turn)) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

export function runtimeOf(compiled: CompiledNode, turn: Turn) {
  const runtime = turn.flow.runtimes[compiled.node.type];
  if (!runtime) throw new Error(`There is no runtime for "${compiled.node.type}".`);
  return withParsedRuntime(runtime);
}
