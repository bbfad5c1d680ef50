import type { InboundMessage, Json, Leg, RunState, Trigger } from "@cordboard/contract";

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

/** A call without the numbers that are hidden. */
export const maskLeg = (run: Pick<RunState, "vault">, leg: Leg): Leg => ({
  ...leg,
  from: maskText(run, leg.from),
  to: maskText(run, leg.to),
});

/**
 * The run is over: nothing needs the values any more. `passing`: it still listens to texts for others, so whose they are, and what
 * is not to be read of them, stays until that is done.
 */
export function wipeVault(run: RunState, { passing = false } = {}): void {
  run.variables = maskJson(run, run.variables);
  run.outputs = maskJson(run, run.outputs);
  run.result = maskJson(run, run.result);
  run.trigger = maskTrigger(run, run.trigger);
  run.legs = run.legs.map((leg) => maskLeg(run, leg));
  delete run.entered;
  if (passing || run.vault.length === 0) return;
  for (const [field, value] of Object.entries(run.contact))
    if (value !== undefined) Object.assign(run.contact, { [field]: maskJson(run, value) });
  delete run.heard;
  run.vault = [];
}

/** A text from outside; what it is stays readable. */
export const maskMessage = (run: Pick<RunState, "vault">, message: InboundMessage): InboundMessage => ({
  ...message,
  from: maskText(run, message.from),
  text: maskText(run, message.text),
});

type Origin = Exclude<Trigger, { kind: "flow" }>;

/** What began a run; its kind and the carrier's ids stay readable. */
export function maskTrigger(run: Pick<RunState, "vault">, trigger: Trigger): Trigger {
  if (trigger.kind !== "flow") return maskOrigin(run, trigger);
  const { inputs, contact, origin } = trigger;
  return {
    ...trigger,
    inputs: maskJson(run, inputs),
    contact: contact === null ? null : maskText(run, contact),
    origin: origin && maskOrigin(run, origin),
  };
}

function maskOrigin(run: Pick<RunState, "vault">, origin: Origin): Origin {
  switch (origin.kind) {
    case "call": {
      const { call } = origin;
      const named = call.callerName === undefined ? {} : { callerName: maskText(run, call.callerName) };
      return { ...origin, call: { ...call, ...named, from: maskText(run, call.from), sipHeaders: maskJson(run, call.sipHeaders) } };
    }
    case "message":
      return { ...origin, message: maskMessage(run, origin.message) };
    case "api":
      return {
        ...origin,
        params: maskJson(run, origin.params),
        ...(origin.to !== undefined && { to: maskText(run, origin.to) }),
      };
  }
}
