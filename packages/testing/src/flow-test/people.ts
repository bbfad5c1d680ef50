import type { CallView, MessageView, Simulator } from "@cordboard/simulator";
import type { Matcher } from "./matcher.ts";

const LISTENING = new Set(["GetDigits", "GetInput", "Record"]);

/** The people at the outside telephones of a test. */
export class People {
  readonly #simulator: Simulator;
  readonly #caller: string | null;
  /** Lines of each call that a `hear` has used up. */
  readonly #heard = new Map<string, number>();
  readonly #calledTo = new Map<string, number>();
  #messagesSeen = 0;

  constructor(simulator: Simulator, caller: string | null) {
    this.#simulator = simulator;
    this.#caller = caller;
  }

  get #calls(): CallView[] {
    const { sim } = this.#simulator;
    return sim.calls().map((call) => sim.callView(call.callUuid));
  }

  /** The call of a phone that acts: the one named, else the caller's, else the one that answered last. */
  #callOf(phone: string | undefined, fits: (call: CallView) => boolean): CallView | undefined {
    const live = this.#calls.filter(fits);
    if (phone !== undefined) return live.find((call) => outer(call) === phone);
    return live.find((call) => call.callUuid === this.#caller) ?? live.toSorted((a, b) => answeredAt(b) - answeredAt(a))[0];
  }

  callerAt(): string | null {
    return this.#caller;
  }

  hears(match: Matcher, phone: string | undefined): boolean {
    for (const call of this.#calls) {
      if (phone !== undefined && outer(call) !== phone) continue;
      const from = this.#heard.get(call.callUuid) ?? 0;
      const line = call.transcript.find((entry) => entry.seq > from && entry.element === "Speak" && match(entry.text ?? ""));
      if (!line) continue;
      this.#heard.set(call.callUuid, line.seq);
      return true;
    }
    return false;
  }

  /** Some phone waits for keys or speech. */
  listens(phone: string | undefined): boolean {
    const call = this.#callOf(phone, inProgress);
    return !!call && call.element !== null && LISTENING.has(call.element);
  }

  talks(phone: string | undefined): boolean {
    return this.#callOf(phone, inProgress) !== undefined;
  }

  /** Has called and not hung up; nobody need have answered yet. */
  hasCalled(phone: string): boolean {
    return this.#callOf(phone, (call) => call.direction === "inbound" && call.state !== "ended") !== undefined;
  }

  rings(phone: string | undefined): boolean {
    return this.#callOf(phone, ringing) !== undefined;
  }

  press(digits: string, phone: string | undefined): void {
    this.#simulator.sim.press(this.#the(phone, inProgress, "is in a call").callUuid, digits);
  }

  say(text: string, phone: string | undefined): void {
    this.#simulator.sim.say(this.#the(phone, inProgress, "is in a call").callUuid, text);
  }

  answer(phone: string | undefined): void {
    this.#simulator.sim.answer(this.#the(phone, ringing, "is ringing").callUuid);
  }

  reject(phone: string | undefined): void {
    this.#simulator.sim.reject(this.#the(phone, ringing, "is ringing").callUuid);
  }

  hangUp(phone: string | undefined): void {
    this.#simulator.sim.hangUp(this.#the(phone, (call) => call.state !== "ended", "is in a call").callUuid);
  }

  /** A call to that number that no earlier step has counted. */
  called(number: string): boolean {
    const count = this.#calls.filter((call) => call.direction === "outbound" && call.to === number && call.state !== "queued").length;
    const seen = this.#calledTo.get(number) ?? 0;
    if (count <= seen) return false;
    this.#calledTo.set(number, seen + 1);
    return true;
  }

  /** A text to that number that no earlier step has counted. */
  texted(number: string | undefined, match: Matcher, media: readonly string[] | undefined): boolean {
    const sent = this.#simulator.sim.messages().filter((m) => m.direction === "outbound");
    const carries = (files: readonly string[]): boolean => media === undefined || files.join("\n") === media.join("\n");
    const fits = (m: MessageView): boolean => (number === undefined || m.to === number) && match(m.text) && carries(m.media);
    const at = sent.findIndex((m, i) => i >= this.#messagesSeen && fits(m));
    if (at < 0) return false;
    this.#messagesSeen = at + 1;
    return true;
  }

  /** Every number that was called or texted. */
  reached(): Set<string> {
    const texted = this.#simulator.sim.messages().flatMap((m) => [m.from, m.to]);
    return new Set([...this.#calls.flatMap((call) => [call.from, call.to]), ...texted]);
  }

  #the(phone: string | undefined, fits: (call: CallView) => boolean, what: string): CallView {
    const call = this.#callOf(phone, fits);
    if (call) return call;
    throw new Error(phone === undefined ? `No telephone ${what}.` : `${phone} is no telephone that ${what}.`);
  }
}

const inProgress = (call: CallView): boolean => call.state === "in-progress";
const ringing = (call: CallView): boolean => call.state === "ringing" && call.direction === "outbound";
const answeredAt = (call: CallView): number => Date.parse(call.answeredAt ?? call.startedAt);
/** The outside phone of a leg. */
const outer = (call: CallView): string => (call.direction === "inbound" ? call.from : call.to);
