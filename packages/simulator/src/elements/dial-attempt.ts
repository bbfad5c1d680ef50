import type { NumberVerb, PromptVerb, VerbOf } from "@cordboard/plivo";
import type { withDefaults } from "@cordboard/plivo";
import type { PlatformChoices } from "../choices.ts";
import { classicCause, endings } from "../calls/causes.ts";
import type { Leg } from "../calls/leg.ts";
import { answerLeg, atLegTime, createLeg, endLeg } from "../calls/lifecycle.ts";
import type { Params } from "../calls/params.ts";
import { callPhone } from "../calls/person.ts";
import { note } from "../calls/transcript.ts";
import { addressKey } from "../state/addresses.ts";
import { readSipHeaders } from "../state/sip-headers.ts";
import type { World } from "../world.ts";
import { Interrupted } from "../time/interrupted.ts";
import { Once } from "../time/once.ts";
import { joinLegs } from "./bridge.ts";
import { postDialEvent } from "./dial-events.ts";
import { nextWithin } from "./listen.ts";
import { playPrompts } from "./prompts.ts";
import type { Stage } from "./stage.ts";

export type DialAttributes = ReturnType<typeof withDefaults<"Dial">>;

interface Options {
  stage: Stage;
  attributes: DialAttributes;
  targets: readonly (NumberVerb | VerbOf<"User">)[];
  /** What B hears before the bridge; fetched while B rings. */
  whisper: Promise<PromptVerb[]>;
}

/** The docs give `confirmTimeout` no default. */
const CONFIRM_SECONDS = 10;

/**
 * The B legs of one Dial. All ring together; the first that answers (and confirms) is joined, the others lose the race.
 *
 *   ringing → answered → [whisper → key] → joined → over
 */
export class DialAttempt {
  /** B and A can hear each other. */
  readonly connected = new Once<Leg>();
  readonly #done = new Once<void>();
  readonly #options: Options;
  readonly #legs: Leg[] = [];
  #decisive: Leg | null = null;
  #part: () => void = () => undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  run(): Promise<void> {
    const { world, leg } = this.#options.stage;
    const { attributes, targets } = this.#options;
    for (const target of targets) {
      const child = createLeg(world, {
        direction: "outbound",
        parent: leg,
        from: addressKey(target.attributes?.callerId ?? attributes.callerId ?? leg.from),
        to: addressKey(target.body),
        callerName: target.attributes?.callerName ?? attributes.callerName ?? leg.callerName,
        sipHeaders: { ...readSipHeaders(attributes.sipHeaders), ...readSipHeaders(target.attributes?.sipHeaders) },
      });
      this.#legs.push(child);
      child.answered.on(() => this.#answered(child, target.attributes?.sendDigits));
      child.over.on(() => this.#over(child));
      child.left.on(() => this.#over(child));
    }
    // Only after all exist: the first must not find itself alone and give up.
    for (const [index, child] of this.#legs.entries()) {
      if (mayCall(this.#options.stage.world, child, targets[index])) callPhone(world, child, attributes.timeout);
      else void atLegTime(world, child, 0, () => endLeg(world, child, endings.sipAuthFailed()));
    }
    return new Promise((resolve) => this.#done.on(resolve));
  }

  /** Lets go of A's keys and ends what still rings. */
  close(): void {
    this.#part();
    for (const child of this.#legs)
      if (!child.departed) endLeg(this.#options.stage.world, child, endings.otherLegGone(child.answered.fired));
  }

  /** Parameters of the action (plivo-platform 2.6 and the mapping below it). */
  params(): Params {
    const { leg, world } = this.#options.stage;
    const joined = this.connected.value;
    const heard = joined ?? this.#legs.find((child) => child.answered.fired);
    const ending = this.#decisive?.over.value;
    const cancelled = !joined && leg.over.fired;
    return {
      DialStatus: joined ? "completed" : cancelled ? "cancel" : statusOf(this.#decisive, world.choices),
      DialRingStatus: String(this.#legs.some((child) => child.rang.fired)),
      DialHangupCause: joined ? "NORMAL_CLEARING" : cancelled ? "ORIGINATOR_CANCEL" : classicCause(ending?.code ?? 4000),
      DialALegUUID: leg.uuid,
      DialBLegUUID: heard?.uuid ?? "",
    };
  }

  #answered(child: Leg, sendDigits: string | undefined): void {
    const { stage, attributes } = this.#options;
    if (sendDigits !== undefined) note(stage.world, child, "Tones", { text: sendDigits });
    postDialEvent(stage, attributes, child, "answer");
    if (attributes.confirmSound === undefined && attributes.confirmKey === undefined) return this.#join(child);
    this.#confirm(child).catch((error: unknown) => {
      if (!(error instanceof Interrupted)) stage.world.fault(error);
    });
  }

  /** B hears the whisper and presses the key, or is let go with 9110. Other keys do nothing. */
  async #confirm(child: Leg): Promise<void> {
    const { world } = this.#options.stage;
    const { confirmKey, confirmTimeout } = this.#options.attributes;
    const stage = { world, leg: child, signal: child.life.signal };
    await playPrompts(stage, await this.#options.whisper, confirmKey === undefined ? [] : ["key"]);
    const deadline = world.time.now() + (confirmTimeout ?? CONFIRM_SECONDS) * 1_000;
    while (confirmKey !== undefined) {
      const input = await nextWithin(stage, ["key"], Math.max(0, deadline - world.time.now()));
      if (!input) return endLeg(world, child, endings.confirmFailed());
      if (input.kind === "key" && input.key === confirmKey) break;
    }
    this.#join(child);
  }

  #join(child: Leg): void {
    const { stage, attributes } = this.#options;
    const { world, leg } = stage;
    if (child.over.fired) return;
    if (this.connected.fired || leg.over.fired) return endLeg(world, child, endings.lostRace(true));
    this.connected.fire(child);
    for (const other of this.#legs) if (other !== child) endLeg(world, other, endings.lostRace(other.answered.fired));
    postDialEvent(stage, attributes, child, "connected");
    answerLeg(world, leg);
    atLegTime(world, child, attributes.timeLimit * 1_000, () => endLeg(world, child, endings.timeLimit()));
    leg.onDialAnswer?.();
    this.#part = joinLegs(stage, attributes, child);
  }

  #over(child: Leg): void {
    const { stage, attributes } = this.#options;
    if (!child.departed) postDialEvent(stage, attributes, child, "hangup");
    if (child === this.connected.value) {
      this.#part();
      this.#done.fire();
    } else if (!this.connected.fired && this.#legs.every((leg) => leg.over.fired)) {
      this.#decisive = child;
      this.#done.fire();
    }
  }
}

/** A SIP phone may ask for credentials. */
function mayCall(world: World, child: Leg, target: Options["targets"][number] | undefined): boolean {
  const wanted = world.phones.find(child.to).script?.sip;
  if (!wanted || target?.element !== "User") return true;
  const { sipAuthUsername, sipAuthPassword } = target.attributes ?? {};
  return sipAuthUsername === wanted.username && sipAuthPassword === wanted.password;
}

/** DialStatus by why the last B leg ended (plivo-platform 2.6 and 6.1). */
function statusOf(last: Leg | null, choices: PlatformChoices): string {
  switch (last?.over.value?.code) {
    case 3010:
    case 3100:
      return "busy";
    case 3000:
    case 6010:
      return last.rang.fired ? "no-answer" : "timeout";
    case 3020:
    case 3110:
    case 3130:
      return choices.dialStatusOfRejected;
    default:
      return "failed";
  }
}
