import type { Effect, EffectResult, Json, RunEvent, RunState } from "@cordboard/contract";
import { MASK, maskJson, maskText } from "@cordboard/engine";
import type { NewCarrierItem } from "./store/run-store.ts";

type Vault = Pick<RunState, "vault">;

/** Secrets of a run before and after an event: at its end the vault is emptied. */
export function bothVaults(before: Vault, after: Vault): Vault {
  return { vault: [...new Set([...before.vault, ...after.vault])] };
}

/** A line of the carrier log without the values of the run's vault. */
export function maskLine(run: Vault, line: NewCarrierItem): NewCarrierItem {
  if (run.vault.length === 0) return line;
  const body = line.kind === "webhook" ? JSON.stringify(maskJson(run, plain(line.body))) : maskSent(run, line.body);
  return { ...line, url: maskSent(run, line.url), body };
}

/** An event as it is kept for replays. */
export function maskEvent(run: Vault, event: RunEvent): RunEvent {
  return run.vault.length === 0 ? event : asEvent(maskJson(run, plain(JSON.stringify(event))));
}

/** An effect that is over, as it is kept: what it was and to whom, without the values. */
export function maskEffect<E extends Effect>(run: Vault, effect: E): E {
  if (run.vault.length === 0) return effect;
  return asEffect<E>({ ...(maskJson(run, plain(JSON.stringify(effect))) as object), id: effect.id, kind: effect.kind });
}

export function maskResult(run: Vault, result: EffectResult): EffectResult {
  return asResult({ ...(maskJson(run, plain(JSON.stringify(result))) as object), ok: result.ok });
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
const plain = (text: string): Json => JSON.parse(text) as Json;
/** Masking keeps the shape: only texts and numbers that are secret change. */
const asEvent = (value: Json): RunEvent => value as unknown as RunEvent;
const asEffect = <E extends Effect>(value: object): E => value as E;
const asResult = (value: object): EffectResult => value as EffectResult;
