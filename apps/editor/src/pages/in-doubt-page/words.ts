import type { Decision, EffectItem } from "../../api/effects.ts";
import { phone } from "../../app/format/phone.ts";

interface KindWords {
  /** "Text", at the head of a row. */
  name: string;
  /** The buttons. */
  buttons: Record<Decision, string>;
  /** What the other side gets twice if it did happen. */
  twice: string;
  /** What its waiting step does when it is known that it happened. */
  goesOn: string;
}

const KINDS: Record<string, KindWords> = {
  send_message: {
    name: "Text",
    buttons: { sent: "It was sent", not_sent: "It was not sent", again: "Send again" },
    twice: "they get it twice",
    goesOn: "Its step waits, and leaves by “sent” now.",
  },
  place_call: {
    name: "Call",
    buttons: { sent: "It was placed", not_sent: "It was not placed", again: "Call again" },
    twice: "their phone rings twice",
    goesOn: "Its step goes on waiting for what the carrier reports of the call.",
  },
};
const OTHER: KindWords = {
  name: "Request",
  buttons: { sent: "It was sent", not_sent: "It was not sent", again: "Send again" },
  twice: "the other side gets it twice",
  goesOn: "Its step waits, and goes on now.",
};

export const wordsOf = ({ kind }: Pick<EffectItem, "kind">): KindWords => KINDS[kind] ?? OTHER;

/** Who or what it went to. */
export const targetOf = ({ kind, target }: Pick<EffectItem, "kind" | "target">): string =>
  kind === "send_message" || kind === "place_call" ? phone(target) || target : target;

/** What is known of it, as a person would say it. */
export function whatIsKnown({ told, kind }: Pick<EffectItem, "told" | "kind">): string {
  const asked = kind === "http_request" ? "The server" : "The carrier";
  return told
    ? `${asked} never said whether it took it. The step has stopped waiting, and left by “failed”.`
    : `${asked} has not said whether it took it. The step waits; reports and the carrier’s own lists are still looked at.`;
}

/** What the decision will do, before it is made. */
export function whatWillHappen(effect: EffectItem, decision: Decision): string {
  const words = wordsOf(effect);
  const to = targetOf(effect);
  if (decision === "again") {
    const way = effect.told ? "The run has gone on, and takes no other way for it." : "Its step hears what becomes of it.";
    return `It goes to ${to} now, exactly as before. If the first one did arrive after all, ${words.twice}. ${way}`;
  }
  if (effect.told) return `The run went on by “failed” and takes no other way now; only what is known of this changes.`;
  return decision === "sent" ? words.goesOn : "Its step waits, and leaves by “failed” now.";
}
