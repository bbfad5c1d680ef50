import type { Advance, Effect, EffectResult, Json, JsonObject, RunEvent, RunState } from "@cordboard/contract";
import { type CompiledFlow, MASK, maskJson, maskMessage, maskText, maskTrigger } from "@cordboard/engine";
import type { NewCarrierItem } from "./store/run-store.ts";

type Vault = Pick<RunState, "vault">;

/** Secrets of a run before and after an event, which empties the vault if it ends the run. */
export function bothVaults(before: Vault, { run, secrets = [] }: Pick<Advance, "run" | "secrets">): Vault {
  return { vault: [...new Set([...before.vault, ...run.vault, ...secrets])] };
}

/** A line of the carrier log without the values of the run's vault. */
export function maskLine(run: Vault, line: NewCarrierItem): NewCarrierItem {
  if (run.vault.length === 0) return line;
  const body = line.kind === "webhook" ? JSON.stringify(maskJson(run, plain(line.body))) : maskSent(run, maskParts(run, line.body));
  return { ...line, url: maskSent(run, line.url), body };
}

/** Fields of the carrier in which numbers and texts stand (plivo-platform 3.1, 4.3), in webhooks and requests. */
const NUMBER_FIELD = /(?:From|To|^dst|^to|^from|^src)$/;
const TEXT_FIELD = /^[Tt]ext$/;

/** What a flow hides of what was said to and by the carrier; a line may come when its run is over and knows nothing any more. */
export function hiddenIn({ hides }: Pick<CompiledFlow, "hides">, { number }: Pick<RunState, "number">, lines: NewCarrierItem[]): string[] {
  if (!hides.texts && !hides.numbers) return [];
  const ours = number?.slice(1);
  return lines.flatMap(({ body }) =>
    Object.entries(fieldsOf(parsed(body))).flatMap(([field, value]) => {
      if (typeof value !== "string") return [];
      if (hides.texts && TEXT_FIELD.test(field)) return [value];
      const digits = hides.numbers && NUMBER_FIELD.test(field) ? /^\+?(\d{7,15})$/.exec(value)?.[1] : undefined;
      return digits === undefined || digits === ours ? [] : [digits];
    }),
  );
}

/** An event as it is kept for replays; what kind of event it is stays readable, whatever is hidden. */
export function maskEvent(run: Vault, event: RunEvent): RunEvent {
  if (run.vault.length === 0) return event;
  if (event.type === "message") return { ...event, message: maskMessage(run, event.message) };
  const masked = fieldsOf(maskJson(run, plain(JSON.stringify(event))));
  const told = "event" in event && event.event ? { event: { ...fieldsOf(masked["event"]), type: event.event.type } } : {};
  return asEvent({ ...masked, ...told, type: event.type, ...(event.type === "started" && { trigger: maskTrigger(run, event.trigger) }) });
}

/** An effect that is over, as it is kept: what it was and to whom, without the values. */
export function maskEffect<E extends Effect>(run: Vault, effect: E): E {
  if (run.vault.length === 0) return effect;
  return asEffect<E>({ ...(maskJson(run, plain(JSON.stringify(effect))) as object), ...wordsOf(effect) });
}

/** What an effect is, whatever is hidden. */
const wordsOf = (effect: Effect) => ({
  id: effect.id,
  kind: effect.kind,
  ...(effect.kind === "send_message" && { channel: effect.channel, log: effect.log }),
});

export function maskResult(run: Vault, result: EffectResult): EffectResult {
  return asResult({ ...(maskJson(run, plain(JSON.stringify(result))) as object), ok: result.ok });
}

/** A value that is too short to be masked inside a text is masked where it is the whole of a field. */
function maskParts(run: Vault, body: string): string {
  const fields = parsed(body);
  return fields === undefined ? body : JSON.stringify(maskJson(run, fields));
}

/** An object or list in JSON, as most bodies are. */
function parsed(body: string): Json | undefined {
  if (!body.startsWith("{") && !body.startsWith("[")) return undefined;
  try {
    return plain(body);
  } catch {
    return undefined;
  }
}

/** A document, address or body as it was sent: the values stand in it escaped for XML, an address or JSON. */
export function maskSent(run: Vault, text: string): string {
  if (run.vault.length === 0) return text;
  const asSent = run.vault.flatMap((value) => [value, forXml(value), encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]);
  const masked = maskText({ vault: [...new Set(asSent)] }, text);
  // One too short to be masked inside a text is masked where it is the whole text of an element.
  return run.vault.reduce((left, value) => left.replaceAll(`>${forXml(value)}<`, `>${MASK}<`), masked);
}

const forXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const fieldsOf = (value: Json | undefined): JsonObject => (value && typeof value === "object" && !Array.isArray(value) ? value : {});
const plain = (text: string): Json => JSON.parse(text) as Json;
/** Masking keeps the shape: only texts and numbers that are secret change. */
const asEvent = (value: object): RunEvent => value as RunEvent;
const asEffect = <E extends Effect>(value: object): E => value as E;
const asResult = (value: object): EffectResult => value as EffectResult;
