import type { Json, JsonObject } from "@cordboard/contract";
import type { VariableChoice } from "@cordboard/flow";

/** What every run has of itself. */
const BUILT_IN: ReadonlySet<string> = new Set(["run", "contact", "number", "flow", "now"]);

type Choice = Pick<VariableChoice, "path" | "sample" | "type">;

/** The sample of each variable, where a run would have its value: `Menu.digits` below `Menu`. */
export function samplesOf(choices: readonly Choice[]): JsonObject {
  const all: JsonObject = {};
  for (const { path, sample, type } of choices) {
    const keys = path.split(".");
    const last = keys.pop();
    if (sample === null || last === undefined) continue;
    let at: JsonObject = all;
    for (const key of keys) {
      const inside: JsonObject = isGroup(at[key]) ? at[key] : {};
      at[key] = inside;
      at = inside;
    }
    at[last] = type === "number" ? Number(sample) : type === "boolean" ? sample === "true" : sample;
  }
  return all;
}

/** The samples that a test of one step is given; a run has the rest of itself. */
export const givenSamples = (choices: readonly Choice[]): JsonObject =>
  Object.fromEntries(Object.entries(samplesOf(choices)).filter(([name]) => !BUILT_IN.has(name)));

const isGroup = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
