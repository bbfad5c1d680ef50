import type { World } from "../world.ts";
import type { Leg } from "./leg.ts";
import { type TranscriptEntry, summaryOf } from "./view.ts";

/** A leg that plays music for a day must not fill the memory; the newest lines are what people look at. */
const MAX_ENTRIES = 5_000;

type Details = Pick<TranscriptEntry, "text" | "request"> & { attrs?: Readonly<Record<string, string | number | boolean | undefined>> };

export function note(world: World, leg: Leg, element: string, details: Details = {}): TranscriptEntry {
  const attrs: Record<string, string> = {};
  for (const [name, value] of Object.entries(details.attrs ?? {})) if (value !== undefined) attrs[name] = String(value);
  const entry: TranscriptEntry = {
    seq: (leg.transcript.at(-1)?.seq ?? 0) + 1,
    at: world.time.iso(),
    element,
    attrs,
    ...(details.text !== undefined && { text: details.text }),
    ...(details.request && { request: details.request }),
  };
  leg.transcript.push(entry);
  if (leg.transcript.length > MAX_ENTRIES) leg.transcript.splice(0, MAX_ENTRIES / 10);
  told(world, leg, entry);
  return entry;
}

/** An entry that is known already has changed: its request was answered. */
export function told(world: World, leg: Leg, entry: TranscriptEntry): void {
  world.events.emit(() => ({ type: "transcript", callUuid: leg.uuid, entry: structuredClone(entry) }));
}

export function changed(world: World, leg: Leg): void {
  world.events.emit(() => ({ type: "call", call: summaryOf(leg) }));
}
