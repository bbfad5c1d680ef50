import type { SimMessage } from "../api/sim.ts";

/** Texts between an outside phone and one number, oldest first; `number` null: between it and anybody. */
export function threadOf(messages: readonly SimMessage[], phone: string, number: string | null): SimMessage[] {
  return messages
    .filter((message) => {
      const other = message.from === phone ? message.to : message.to === phone ? message.from : null;
      return other !== null && (number === null || other === number);
    })
    .toSorted((a, b) => a.at.localeCompare(b.at));
}
