import { speechMs } from "../elements/prompts.ts";
import { reactionOf } from "../state/phones.ts";
import { isCallable } from "../state/addresses.ts";
import type { World } from "../world.ts";
import { endings } from "./causes.ts";
import type { Leg } from "./leg.ts";
import { answerLeg, atLegTime, endLeg, startRinging } from "./lifecycle.ts";
import { note } from "./transcript.ts";

/** Seconds from the request to the first ring, about what a carrier takes. */
const SETUP_SECONDS = 0.5;
/** Length of a key tone, of `w` and of `W`, in milliseconds. */
const TONE_MS = 200;

/** The network finds the phone of an outbound leg, and the phone does what its script says. */
export function callPhone(world: World, leg: Leg, ringTimeoutSeconds: number): void {
  atLegTime(world, leg, SETUP_SECONDS * 1_000, () => {
    if (!isCallable(leg.to)) return endLeg(world, leg, endings.invalidNumber());
    const ours = world.account.rented(leg.to);
    const reaction = reactionOf(ours ? null : world.phones.find(leg.to).script);
    if (reaction.does === "fail") return endLeg(world, leg, endings.network(reaction.code));
    if (reaction.does === "busy")
      return void atLegTime(world, leg, reaction.afterSeconds * 1_000, () => endLeg(world, leg, endings.busy()));
    startRinging(world, leg);
    const stopWaiting = atLegTime(world, leg, ringTimeoutSeconds * 1_000, () => endLeg(world, leg, endings.ringTimeout(world.choices)));
    leg.answered.on(stopWaiting);
    if (ours) return world.callOwnNumber(leg, ours);
    if (reaction.does === "wait" || reaction.does === "ignore") return;
    atLegTime(world, leg, reaction.afterSeconds * 1_000, () => {
      if (reaction.does === "reject") return endLeg(world, leg, endings.rejected(world.choices));
      leg.machine = reaction.does === "machine";
      pickUp(world, leg);
    });
  });
}

/** The phone of this leg is picked up, by its script or by somebody's hand. */
export function pickUp(world: World, leg: Leg): void {
  answerLeg(world, leg);
  playScript(world, leg, leg.to);
}

/** Milliseconds until the beep of the machine that answered this leg; null for a person, or when it beeped already. */
export function beepIn(world: World, leg: Leg): number | null {
  if (!leg.machine || leg.answeredAt === null) return null;
  const seconds = world.phones.find(leg.to).script?.beepAfterSeconds ?? world.choices.machineBeepSeconds;
  const left = leg.answeredAt + seconds * 1_000 - world.time.now();
  return left < 0 ? null : left;
}

/** What a scripted person does once the call stands. */
export function playScript(world: World, leg: Leg, phone: string): void {
  let at = 0;
  for (const step of world.phones.find(phone).script?.steps ?? []) {
    at += step.afterSeconds;
    atLegTime(world, leg, at * 1_000, () => {
      if (step.digits !== undefined) press(world, leg, step.digits);
      if (step.speech !== undefined) say(world, leg, step.speech);
      if (step.hangup) hangUp(world, leg);
    });
  }
}

/** Presses keys; `w` and `W` pause half a second and a second. */
export function press(world: World, leg: Leg, digits: string): void {
  note(world, leg, "Pressed", { text: digits });
  let pause = 0;
  for (const key of digits) {
    if (key === "w" || key === "W") pause += key === "w" ? 500 : 1_000;
    else if (pause === 0) giveKey(leg, key);
    else atLegTime(world, leg, pause, () => giveKey(leg, key));
  }
}

function giveKey(leg: Leg, key: string): void {
  leg.stream?.key(key);
  leg.input.give({ kind: "key", key });
}

export function say(world: World, leg: Leg, text: string): void {
  note(world, leg, "Said", { text });
  leg.said.push({ at: world.time.now(), text });
  leg.stream?.sound("inbound", speechMs(world, text), text);
  leg.input.give({ kind: "speech", text });
}

/** The person puts the phone down, or gives up while the other side rings. */
export function hangUp(world: World, leg: Leg): void {
  const inbound = leg.direction === "inbound";
  if (leg.answered.fired) return endLeg(world, leg, endings.personHungUp(inbound));
  endLeg(world, leg, inbound ? endings.abandoned(world.choices) : endings.rejected(world.choices));
}

/** Seconds that tones such as `1w2W3` take. */
export function toneMs(digits: string): number {
  return Array.from(digits.replace(/@\d+$/, "")).reduce((sum, key) => sum + (key === "w" ? 500 : key === "W" ? 1_000 : TONE_MS), 0);
}
