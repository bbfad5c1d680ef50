import type { ExitOf, Json, JsonObject, Runtime } from "@cordboard/contract";
import { isTruthy, readAs } from "../shared/values.ts";
import type { setVariables as manifest, SetVariablesConfig } from "./manifest.ts";

export const setVariables: Runtime<SetVariablesConfig, ExitOf<typeof manifest>> = {
  enter({ variables }) {
    const valuesOf = (some: SetVariablesConfig["variables"]): JsonObject =>
      Object.fromEntries(some.map(({ name, type, value }) => [name, cast(type, value)]));
    const [own, theirs] = [variables.filter(({ scope }) => scope === "flow"), variables.filter(({ scope }) => scope === "contact")];
    return {
      do: "exit",
      exit: "done",
      outputs: valuesOf(variables),
      vars: valuesOf(own),
      ...(theirs.length > 0 && { contact: valuesOf(theirs) }),
    };
  },
};

/** What a template made of a value may not fit its type: then there is nothing, rather than something wrong. */
function cast(type: SetVariablesConfig["variables"][number]["type"], value: string): Json {
  return type === "boolean" ? isTruthy(value) : (readAs(type, value)?.value ?? null);
}
