import type { Json, RunEvent, RunState } from "@cordboard/contract";
import { maskJson, maskText } from "@cordboard/engine";
import type { NewCarrierItem } from "../store/run-store.ts";

type Vault = Pick<RunState, "vault">;

/** Secrets of a run before and after an event: at its end the vault is emptied. */
export function bothVaults(before: Vault, after: Vault): Vault {
  return { vault: [...new Set([...before.vault, ...after.vault])] };
}

/** A line of the carrier log without the values of the run's vault. */
export function maskLine(run: Vault, line: NewCarrierItem): NewCarrierItem {
  if (run.vault.length === 0) return line;
  const body = line.kind === "webhook" ? JSON.stringify(maskJson(run, plain(line.body))) : maskText(run, line.body);
  return { ...line, url: maskText(run, line.url), body };
}

/** An event as it is kept for replays. */
export function maskEvent(run: Vault, event: RunEvent): RunEvent {
  return run.vault.length === 0 ? event : asEvent(maskJson(run, plain(JSON.stringify(event))));
}

const plain = (text: string): Json => JSON.parse(text) as Json;
/** Masking keeps the shape: only texts and numbers that are secret change. */
const asEvent = (value: Json): RunEvent => value as unknown as RunEvent;
