import type { Json, RunState } from "@cordboard/contract";

/**
 * What a `sensitive` setting keeps out of sight: values stay in the run's variables until it ends, and are masked wherever they
 * would be read by a person (journal, carrier log, live feed, API).
 */
export const MASK = "•••••";

/** Shorter values are masked only where they stand alone: a PIN digit must not blacken every text. */
const MIN_INSIDE_TEXT = 4;

/** Adds values to the run's vault. */
export function keepSecret(run: RunState, values: (Json | undefined)[]): void {
  for (const value of values) {
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text === "string" && text !== "" && !run.vault.includes(text)) run.vault.push(text);
  }
}

/** The same text with every value of the vault masked. */
export function maskText(run: Pick<RunState, "vault">, text: string): string {
  let masked = text;
  for (const secret of run.vault) {
    if (masked === secret) return MASK;
    if (secret.length >= MIN_INSIDE_TEXT) masked = masked.replaceAll(secret, MASK);
  }
  return masked;
}

/** The same data with every value of the vault masked. */
export function maskJson<Value extends Json>(run: Pick<RunState, "vault">, value: Value): Value {
  return run.vault.length === 0 ? value : (mask(run, value) as Value);
}

function mask(run: Pick<RunState, "vault">, value: Json): Json {
  if (typeof value === "string") return maskText(run, value);
  if (typeof value === "number") return run.vault.includes(String(value)) ? MASK : value;
  if (Array.isArray(value)) return value.map((item) => mask(run, item));
  if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, mask(run, v)]));
  return value;
}

/** The run is over: nothing needs the values any more. */
export function wipeVault(run: RunState): void {
  run.variables = maskJson(run, run.variables);
  run.outputs = maskJson(run, run.outputs);
  run.result = maskJson(run, run.result);
  if (run.trigger.kind === "flow") run.trigger = { ...run.trigger, inputs: maskJson(run, run.trigger.inputs) };
  run.vault = [];
  delete run.entered;
}
