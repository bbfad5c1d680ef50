import { type CodeEffect, type ExitOf, type Json, type JsonObject, type Outcome, type Runtime, STEP_CODES } from "@cordboard/contract";
import { z } from "zod";
import { isTruthy, readAs } from "../shared/values.ts";
import { usable } from "./check.ts";
import type { runCode as manifest, RunCodeConfig } from "./manifest.ts";

type Exit = ExitOf<typeof manifest>;
type Type = RunCodeConfig["outputs"][number]["type"];

/** Beside its own time, code waits until a sandbox is free. */
const SPARE_SECONDS = 60;

const answer = z.object({ exit: z.string().nullable(), outputs: z.record(z.string(), z.json()) });
const memory = z.object({ effectId: z.string() });

/** The code runs outside of the engine, which must not wait for it; what came of it is in the journal, so a replay asks nobody. */
export const runCode: Runtime<RunCodeConfig, Exit> = {
  enter(config, ctx) {
    const effect: CodeEffect = {
      id: ctx.newId(),
      kind: "run_code",
      code: config.code,
      inputs: Object.fromEntries(
        config.inputs.filter(({ name }) => usable(name)).map(({ name, type, value }) => [name, input(type, value)]),
      ),
      now: ctx.now,
      seed: `${ctx.run.id} ${ctx.node.id} ${ctx.now}`,
      timeoutMs: config.timeoutMs,
      memoryBytes: config.memoryMegabytes * 1024 * 1024,
    };
    const deadlineSeconds = Math.ceil(config.timeoutMs / 1000) + SPARE_SECONDS;
    return { do: "await", effects: [effect], wait: { for: "world", what: "code", deadlineSeconds, memory: { effectId: effect.id } } };
  },

  resume(config, event, _ctx, stored) {
    if (event.type === "timer") return failed(config, "code_timeout", STEP_CODES.code_timeout);
    if (event.type !== "effect" || event.effectId !== memory.parse(stored).effectId) return { do: "ignore" };
    if (!event.result.ok) return failed(config, event.result.error.code, event.result.error.message);
    const told = answer.safeParse(event.result.data);
    if (!told.success) return failed(config, "code_failed", STEP_CODES.code_failed);
    const { exit, outputs } = told.data;
    const way = exit ?? config.exits[0]?.name;
    if (way === undefined || !config.exits.some(({ name }) => name === way))
      return failed(config, "code_failed", `The code returned “${way ?? ""}”, which is no exit of this step.`);
    const values = declared(config, outputs);
    const misfit = config.outputs.find(({ name }) => usable(name) && values[name] === undefined);
    if (misfit) return failed(config, "code_failed", `The output ${misfit.name} can't be read as ${WORDS[misfit.type]}.`);
    return { do: "exit", exit: way, outputs: values };
  },
};

const WORDS: Record<Type, string> = { text: "text", number: "a number", boolean: "yes or no", json: "JSON" };

/** What a template made of a value may not fit its type: then there is nothing, rather than something wrong. */
const input = (type: Type, value: string): Json => (type === "boolean" ? isTruthy(value) : (readAs(type, value)?.value ?? null));

/** The outputs that are declared, as their types. One that was not set is nothing; one that doesn't fit is left out. */
function declared({ outputs: specs }: RunCodeConfig, outputs: JsonObject): JsonObject {
  return Object.fromEntries(
    specs.flatMap(({ name, type }): [string, Json][] => {
      const value = Object.hasOwn(outputs, name) ? (outputs[name] ?? null) : null;
      if (!usable(name) || value === null || type === "json") return usable(name) ? [[name, value]] : [];
      const read = readAs(type, value);
      return read ? [[name, read.value]] : [];
    }),
  );
}

/** All outputs each time, so that nothing is left over from an earlier visit. */
function failed(config: RunCodeConfig, code: string, message: string): Outcome<Exit> {
  return { do: "exit", exit: "failed", error: { code, message }, outputs: declared(config, {}) };
}
