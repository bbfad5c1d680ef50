import type { Effect, Json, Leg, RunEvent, RunState, Step, Trigger, Verb } from "@cordboard/contract";
import { parties } from "./new-run.ts";
import type { Turn } from "./turn.ts";
import { keepSecret } from "./vault.ts";

/*
 * What a flow keeps out of the logs (`hides` of its entry component): texts that are sent and received, numbers of everybody but
 * us. Each joins the run's vault when it becomes known and before anything is written of it, so it is masked wherever a
 * sensitive value is and goes with the run.
 */

/** A number as it is written everywhere inside (E.164). It is hidden without its `+`, as the carrier writes it. */
const PHONE = /^\+(\d{7,15})$/;

/** Before an event is told to the run: what it brings. */
export function hideNews(turn: Turn, event: RunEvent): void {
  const { hides } = turn.flow;
  if (hides.numbers) hideNumbers(turn.run, numbersIn(event));
  const message = event.type === "started" ? messageOf(event.trigger) : event.type === "message" ? event.message : null;
  if (hides.texts && message) hideTexts(turn.run, [message.text]);
}

/** Before a step is written down: what it was given and what it found out. */
export function hideStep({ flow: { hides }, run }: Turn, { inputs, outputs }: Step): void {
  if (hides.numbers) hideNumbers(run, phonesIn([inputs, outputs]));
  if (hides.texts) hideTexts(run, textsIn(inputs));
}

/** What goes out; the carrier is asked not to keep what we don't show. */
export function hideEffect({ flow: { hides }, run }: Turn, effect: Effect): Effect {
  if (hides.numbers) hideNumbers(run, [recipientOf(effect)]);
  if (effect.kind !== "send_message") return effect;
  if (hides.texts) hideTexts(run, [effect.text, ...textsIn([effect.template ?? null, effect.interactive ?? null])]);
  const keeps = {
    number: !hides.numbers && (effect.log === "true" || effect.log === "number_only"),
    text: !hides.texts && (effect.log === "true" || effect.log === "content_only"),
  };
  return { ...effect, log: keeps.number ? (keeps.text ? "true" : "number_only") : keeps.text ? "content_only" : "false" };
}

/** Numbers that a document dials. */
export function hideVerbs({ flow: { hides }, run }: Turn, verbs: readonly Verb[]): void {
  if (!hides.numbers) return;
  for (const verb of verbs) {
    if (verb.element !== "Dial") continue;
    const dialled = verb.children.map(({ body }) => body);
    hideNumbers(
      run,
      dialled.map((number) => (number.startsWith("+") ? number : `+${number}`)),
    );
  }
}

function hideNumbers(run: RunState, numbers: readonly (string | null | undefined)[]): void {
  const others = numbers.filter((number) => number !== run.number);
  keepSecret(
    run,
    others.flatMap((number) => PHONE.exec(number ?? "")?.[1]),
  );
}

/** With and without the white space around it: steps compare and keep it trimmed. */
function hideTexts(run: RunState, texts: readonly string[]): void {
  keepSecret(
    run,
    texts.flatMap((text) => [text, text.trim()]),
  );
}

function numbersIn(event: RunEvent): (string | null | undefined)[] {
  switch (event.type) {
    case "started":
      return [...numbersOf(event.trigger), ...(event.handed?.legs ?? []).map(otherSide)];
    case "message":
      return [event.message.from];
    case "command":
      return [event.command.address, event.command.to];
    case "effect":
      if (event.event.type === "message_status") return [event.event.to];
      return event.event.type === "call_progress" ? [otherSide(event.event.leg)] : [];
    case "step":
      return event.event?.type === "dial_leg" ? [event.event.to] : [];
    default:
      return [];
  }
}

function numbersOf(trigger: Trigger): (string | null)[] {
  const { contact } = parties(trigger);
  if (trigger.kind === "api") return [contact, ...phonesIn(trigger.params)];
  if (trigger.kind === "flow") return [contact, ...phonesIn(trigger.inputs), ...(trigger.origin ? [parties(trigger.origin).contact] : [])];
  return [contact];
}

const messageOf = (trigger: Trigger) => {
  const first = trigger.kind === "flow" ? trigger.origin : trigger;
  return first?.kind === "message" ? first.message : null;
};

const otherSide = (leg: Leg): string => (leg.role === "inbound" ? leg.from : leg.to);

function recipientOf(effect: Effect): string | null {
  if (effect.kind === "steer_room") return effect.request.do === "add" ? effect.request.to : null;
  return effect.kind === "send_message" || effect.kind === "place_call" ? effect.to : null;
}

/** Senders are numbers of ours, and stay readable. */
const SENDERS = new Set(["from", "callerId"]);

const phonesIn = (value: Json): string[] => stringsIn(value, "", (text, key) => PHONE.test(text) && !SENDERS.has(key));
const textsIn = (value: Json): string[] => stringsIn(value, "", (_, key) => key === "text" || key.endsWith("Text"));

function stringsIn(value: Json, key: string, wanted: (text: string, key: string) => boolean): string[] {
  if (typeof value === "string") return wanted(value, key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => stringsIn(item, key, wanted));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, inner]) => stringsIn(inner, name, wanted));
}
