import type { TestStep } from "@cordboard/flow";
import type { SimCall, SimEntry, SimMessage } from "../api/sim.ts";
import { isListening } from "../phone/spoken-lines.ts";

/** A step of a flow test with the moment of its happening, in ms since the epoch. */
export interface Act {
  at: number;
  step: TestStep;
}
export type SpokenCall = SimCall & { transcript: SimEntry[] };

/** Enough of a text to know it by. */
const PHRASE_CHARACTERS = 60;

/** The first words of what was said or written. `/…/` would be read as a pattern. */
export function phraseOf(text: string): string {
  const words = text.trim().replace(/^\/+/, "");
  const sentence = words.split(/(?<=[.!?])\s|\n/)[0] ?? "";
  if (sentence.length <= PHRASE_CHARACTERS) return sentence;
  const end = sentence.lastIndexOf(" ", PHRASE_CHARACTERS);
  return sentence.slice(0, end > 0 ? end : PHRASE_CHARACTERS);
}

/**
 * What was heard and done at the telephone of a call. `named`: its number, for all but the caller's. A scripted phone acts
 * by itself in the test too, so nothing is told of what it does.
 */
export function actsOfCall(call: SpokenCall, named: string | null, scripted: boolean): Act[] {
  const phone = named === null ? {} : { phone: named };
  const acts = call.transcript.flatMap((entry, index) => {
    const step = stepOf(entry, call.transcript.slice(0, index), call, phone, scripted);
    return step ? [{ at: Date.parse(entry.at), step }] : [];
  });
  const rang = call.direction === "outbound" && call.state !== "queued";
  return rang ? [{ at: Date.parse(call.startedAt), step: { expectCall: { to: call.to } } }, ...acts] : acts;
}

function stepOf(
  entry: SimEntry,
  before: readonly SimEntry[],
  call: SpokenCall,
  phone: { phone?: string },
  scripted: boolean,
): TestStep | null {
  const text = entry.text?.trim() ?? "";
  if (entry.element === "Speak") return text === "" ? null : { hear: phraseOf(text), ...phone };
  if (scripted) return null;
  switch (entry.element) {
    case "Answered":
      return call.direction === "outbound" ? { answer: true, phone: call.to } : null;
    case "Pressed": {
      // Keys that nothing listens to are pressed at a named telephone: no step waits for a call that listens.
      const at = isListening(before) ? phone : { phone: call.direction === "inbound" ? call.from : call.to };
      const keys = text.replace(/[^0-9*#]/g, "");
      return keys === "" ? null : { press: keys, ...at };
    }
    case "Said":
      return isListening(before) && text !== "" ? { say: text, ...phone } : null;
    case "Ended":
      return endOf(call, phone);
    default:
      return null;
  }
}

/** Who put the telephone down; null when it was not the person at it. */
function endOf({ direction, hangup, answeredAt, to }: SpokenCall, phone: { phone?: string }): TestStep | null {
  if (direction === "inbound") return hangup?.source === "Caller" ? { hangup: true, ...phone } : null;
  if (hangup?.source !== "Callee") return null;
  return answeredAt === null ? { reject: true, phone: to } : { hangup: true, phone: to };
}

/** Texts of the run: what it sent is expected, what came is texted. */
export function actsOfTexts(messages: readonly SimMessage[], contact: string | null): Act[] {
  return messages.flatMap(({ at, direction, from, to, text }): Act[] => {
    const phrase = phraseOf(text);
    if (direction === "outbound") return [{ at: Date.parse(at), step: { expectMessage: { to, ...(phrase !== "" && { text: phrase }) } } }];
    return [{ at: Date.parse(at), step: { text, ...(from !== contact && { phone: from }) } }];
  });
}
