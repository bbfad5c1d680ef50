import { runtimes } from "@cordboard/components/runtime";
import {
  type AnyManifest,
  type Json,
  type JsonObject,
  type Outcome,
  type StepEvent,
  withParsedConfig,
  withParsedRuntime,
  type Runtimes,
} from "@cordboard/contract";
import { registry } from "@cordboard/flow";
import { checkVerbs, toXml, XmlError } from "@cordboard/plivo";
import { LEG, stepContext } from "../../cases/step-context.ts";
import { frozenUniverse } from "../../universe.ts";
import type { Chance } from "../chance.ts";
import { hostile } from "../hostile.ts";
import { anyTarget, must } from "../target.ts";
import { configOf, SAID } from "./random-config.ts";
import { mustBeXml } from "./well-formed.ts";

const TYPES = [...registry.keys()];
const WORDS = ["1", "2", "42", "#", "*", "yes", "sales", "4111111111111111", "+14155550100", "2026-03-02", "half past nine", "1,234.5"];
const ALL: Runtimes = runtimes;

/** What a caller and the carrier may tell a step, in any order: it must answer everything. */
function event(chance: Chance): StepEvent & Json {
  const text = (): string => (chance.once(2) ? chance.pick(WORDS) : hostile(chance, WORDS));
  const events: readonly (() => StepEvent & Json)[] = [
    () => ({ type: "input", inputType: "dtmf", digits: text(), speech: "", confidence: null }),
    () => ({ type: "input", inputType: "speech", digits: "", speech: text(), confidence: chance.int(101) / 100 }),
    () => ({ type: "silence" }),
    () => ({ type: "timer" }),
    () => ({
      type: "recording",
      source: chance.pick(["action", "callback"]),
      id: text(),
      url: text(),
      durationSeconds: chance.int(99) - 1,
      digits: text(),
    }),
    () => ({
      type: "dial_ended",
      status: chance.pick(["completed", "busy", "no-answer", "cancel"]),
      ringing: false,
      hangupCause: text(),
      aLegUuid: "a",
      bLegUuid: text(),
    }),
    () => ({
      type: "effect",
      effectId: chance.pick(["id-1", "id-2", "x"]),
      result: { ok: true, data: { status: 200, body: text(), headers: {}, contentType: "text/plain", durationMs: 3 } },
    }),
    () => ({
      type: "effect",
      effectId: "id-1",
      result: { ok: false, uncertain: chance.once(2), error: { code: "http_timeout", message: text() } },
    }),
  ];
  return chance.pick(events)();
}

type Visit = { type: string; config: JsonObject; said: string; language: string; events: (StepEvent & Json)[] };

/**
 * One visit to a node of any component with a random config: checked, drawn, entered, told what nobody expects. It must leave by an
 * exit of its own and say nothing but well-formed XML, in whatever order things come.
 */
export const component = anyTarget<Visit & Json>({
  name: "component",
  share: 0.1,
  make: (chance) => {
    const type = chance.pick(TYPES);
    const manifest = registry.get(type);
    return {
      type,
      config: manifest ? configOf(chance, manifest) : {},
      said: hostile(chance, WORDS),
      language: chance.pick(["en-US", "de-DE", "", "xx"]),
      events: chance.some(4, () => event(chance)),
    };
  },
  judge: ({ type, config, said, language, events }) => {
    const manifest = registry.get(type);
    const runtime = ALL[type];
    if (!manifest || !runtime) return;
    const { config: schema, exits } = withParsedConfig(manifest);
    const parsed = schema.safeParse(config);
    if (!parsed.success) return;
    if (!passes(manifest, parsed.data)) return;
    // What an author may publish meets whatever stands in its variables.
    const read = schema.safeParse(JSON.parse(JSON.stringify(config).replaceAll(SAID, () => JSON.stringify(said).slice(1, -1))));
    if (!read.success) return;
    const filled = read.data;
    const { enter, resume } = withParsedRuntime(runtime);
    const universe = frozenUniverse();
    const context = stepContext({ context: { language } }, universe, LEG);
    const ids = new Set(exits(filled).map(({ id }) => id));
    let outcome = enter(filled, context);
    mustBeSound(outcome, ids);
    let memory: Json = outcome.do === "await" ? (outcome.wait.memory ?? null) : null;
    for (const told of events) {
      if (outcome.do !== "await" || !resume) return;
      const next = resume(filled, told, context, memory);
      mustBeSound(next, ids);
      if (next.do === "stay") memory = next.memory ?? memory;
      if (next.do === "await") memory = next.wait.memory ?? null;
      if (next.do !== "stay" && next.do !== "ignore") outcome = next;
    }
  },
});

/** What the editor asks of a manifest at every key stroke; false when the author is told of an error. */
function passes(manifest: AnyManifest, parsed: unknown): boolean {
  const { variables, face, suggestName, check } = withParsedConfig(manifest);
  must(Array.isArray(variables(parsed)) && Array.isArray(face(parsed)), "A card can't be drawn.");
  const name = suggestName?.(parsed) ?? null;
  must(name === null || /^[A-Za-z_]\w{0,59}$/.test(name), `A name is suggested that no node can have: ${name}.`);
  const issues = check?.(parsed, { language: "en-US", wired: new Set() }) ?? [];
  for (const { code, message } of issues) must(/^[a-z][a-z0-9_]+$/.test(code) && message.length > 0, "An issue is not explained.");
  return issues.every(({ level }) => level !== "error");
}

function mustBeSound(outcome: Outcome, exits: ReadonlySet<string>): void {
  if (outcome.do === "exit") must(exits.has(outcome.exit), `It leaves by ${outcome.exit}, which is none of its exits.`);
  if (outcome.do === "await")
    must(outcome.wait.deadlineSeconds > 0 && Number.isFinite(outcome.wait.deadlineSeconds), "It waits without a deadline.");
  must(JSON.stringify(outcome).length > 2, "It can't be stored.");
  if (!("verbs" in outcome) || !outcome.verbs) return;
  try {
    mustBeXml(toXml(outcome.verbs));
    checkVerbs(outcome.verbs);
  } catch (error) {
    if (!(error instanceof XmlError && error.code === "xml_too_large")) throw error;
  }
}
