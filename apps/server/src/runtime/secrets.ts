import { CodedError } from "@cordboard/contract";
import type { SecretResolver } from "./ports.ts";

/** The values of secrets by name. Errors: CodedError `secret_missing`. */
export async function resolveSecrets(names: string[], secrets: SecretResolver): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const name of new Set(names)) {
    const value = await secrets(name);
    if (value === null)
      throw new CodedError("secret_missing", `There is no secret named ${name}; add it under Secrets or correct the name.`);
    values.set(name, value);
  }
  return values;
}
