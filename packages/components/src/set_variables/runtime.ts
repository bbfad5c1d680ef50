import type { ExitOf, Json, JsonObject, Runtime } from "@cordboard/contract";
import { isTruthy, readAs } from "../shared/values.ts";
import type { setVariables as manifest, SetVariablesConfig } from "./manifest.ts";

export const setVariables: Runtime<SetVariablesConfig, ExitOf<typeof manifest>> = {
  enter({ variables }) {
    const values: JsonObject = Object.fromEntries(variables.map(({ name, type, value }) => [name, cast(type, value)]));
    return { do: "exit", exit: "done", outputs: values, vars: values };
  },
};

/** What a template made of a value may not fit its type: then there is nothing, rather than something wrong. */
function cast(type: SetVariablesConfig["variables"][number]["type"], value: string): Json {
  return type === "boolean" ? isTruthy(value) : (readAs(type, value)?.value ?? null);
}
