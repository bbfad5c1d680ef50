import { callIn } from "../calls/inbound.ts";
import { endings } from "../calls/causes.ts";
import { endLeg } from "../calls/lifecycle.ts";
import type { Leg } from "../calls/leg.ts";
import { hangUp, pickUp, press, say } from "../calls/person.ts";
import { type CallView, stateOf, summaryOf, viewOf } from "../calls/view.ts";
import { receiveText } from "../messages/receive.ts";
import { type MessageView, viewOfMessage } from "../messages/view.ts";
import type { RentedNumber } from "../state/account.ts";
import { addressKey, display } from "../state/addresses.ts";
import type { NumberedEvent } from "../state/events.ts";
import type { Fault } from "../state/faults.ts";
import type { LedgerRow } from "../state/ledger.ts";
import type { Phone } from "../state/phones.ts";
import type { World } from "../world.ts";
import { type MessageInput, type NumberInput, simSchemas } from "./schemas.ts";
import { SimError } from "./sim-error.ts";

export interface NumberView {
  number: string;
  kind: "rented" | "phone";
  type?: string;
  voice?: boolean;
  sms?: boolean;
  mms?: boolean;
  appId?: string | null;
  script?: Phone["script"];
}

/** The outside world in a test's hands: the people at the phones, the network, the clock. `/sim` routes call only this. */
export class SimControls {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Rents a number, or describes an outside phone. The same again changes it; an application stays joined. */
  addNumber(input: NumberInput): NumberView {
    const body = simSchemas.number.parse(input);
    const key = addressKey(body.number);
    if (body.kind === "phone") {
      if (this.#world.account.numbers.has(key))
        throw new SimError(409, "number_is_rented", `${display(key)} is rented; an outside phone needs another number.`);
      return viewOfPhone(this.#world.phones.add(body.number, body.script ?? null));
    }
    if (!/^\d{3,15}$/.test(key))
      throw new SimError(400, "invalid_number", `${body.number} is not a number that can be rented; write it like +14155550100.`);
    const known = this.#world.account.numbers.get(key);
    const number: RentedNumber = {
      key,
      type: body.type,
      voice: body.voice,
      sms: body.sms,
      mms: body.mms,
      alias: body.alias ?? known?.alias ?? "",
      appId: known?.appId ?? null,
      addedOn: known?.addedOn ?? this.#world.time.iso().slice(0, 10),
      cnamLookup: known?.cnamLookup ?? "disabled",
    };
    this.#world.account.numbers.set(key, number);
    return viewOfNumber(number);
  }

  removeNumber(address: string): void {
    const key = addressKey(address);
    if (!this.#world.account.numbers.delete(key) && !this.#world.phones.remove(key)) {
      throw new SimError(404, "number_not_found", `${address} is neither rented nor a known phone.`);
    }
  }

  numbers(): NumberView[] {
    return [...[...this.#world.account.numbers.values()].map(viewOfNumber), ...this.#world.phones.list().map(viewOfPhone)];
  }

  /** An outside phone calls a rented number. */
  call(input: { from: string; to: string; callerName?: string | undefined }): { callUuid: string } {
    const { from, to, callerName } = simSchemas.call.parse(input);
    return { callUuid: callIn(this.#world, from, this.#ours(to), { callerName }).uuid };
  }

  calls(filter: { number?: string; state?: string } = {}): Omit<CallView, "transcript">[] {
    return this.#world.calls.find(filter).map(summaryOf);
  }

  callView(callUuid: string): CallView {
    return viewOf(this.#leg(callUuid));
  }

  press(callUuid: string, digits: string): void {
    press(this.#world, this.#live(callUuid), simSchemas.digits.parse({ digits }).digits);
  }

  say(callUuid: string, text: string): void {
    say(this.#world, this.#live(callUuid), simSchemas.speech.parse({ text }).text);
  }

  hangUp(callUuid: string): void {
    hangUp(this.#world, this.#live(callUuid));
  }

  answer(callUuid: string): void {
    pickUp(this.#world, this.#ringing(callUuid));
  }

  reject(callUuid: string): void {
    endLeg(this.#world, this.#ringing(callUuid), endings.rejected(this.#world.choices));
  }

  /** A text from outside to a rented number. */
  text(input: MessageInput): { messageUuid: string } {
    const { from, to, text, media, type, button } = simSchemas.message.parse(input);
    const incoming = { from, number: this.#ours(to), text, media, button, ...(type && { type }) };
    return { messageUuid: receiveText(this.#world, incoming).uuid };
  }

  messages(): MessageView[] {
    return this.#world.messages.all().map(viewOfMessage);
  }

  setFaults(body: unknown): Fault[] {
    const problem = this.#world.faults.set(body);
    if (problem) throw problem;
    return this.faults();
  }

  clearFaults(): void {
    this.#world.faults.clear();
  }

  faults(): Fault[] {
    return this.#world.faults.list();
  }

  /** Rows with a greater `seq`. */
  ledger(after = 0): LedgerRow[] {
    return this.#world.ledger.after(after);
  }

  clock(): { now: string; timeScale: number } {
    return { now: this.#world.time.iso(), timeScale: this.#world.time.scale };
  }

  async setClock(input: { timeScale?: number | undefined; advanceMs?: number | undefined }): Promise<{ now: string; timeScale: number }> {
    const { timeScale, advanceMs } = simSchemas.clock.parse(input);
    if (timeScale !== undefined) this.#world.time.setScale(timeScale);
    if (advanceMs !== undefined) await this.#world.time.advance(advanceMs);
    this.#world.events.emit(() => ({ type: "clock", ...this.clock() }));
    return this.clock();
  }

  /** See World.reset: rented numbers and applications stay unless `everything` goes. */
  reset(everything = false): void {
    this.#world.reset(everything);
  }

  onEvent(listener: (event: NumberedEvent) => void): () => void {
    return this.#world.events.on(listener);
  }

  #ours(address: string): RentedNumber {
    const number = this.#world.account.rented(address);
    if (number) return number;
    throw new SimError(
      404,
      "number_not_rented",
      `${address} is not rented; rent it first with POST /sim/numbers {"number", "kind": "rented"}.`,
    );
  }

  #leg(callUuid: string): Leg {
    const leg = this.#world.calls.get(callUuid);
    if (!leg) throw new SimError(404, "call_not_found", `There is no call ${callUuid}; GET /sim/calls lists them.`);
    return leg;
  }

  #live(callUuid: string): Leg {
    const leg = this.#leg(callUuid);
    if (leg.over.fired) throw new SimError(409, "call_ended", "That call is over.");
    return leg;
  }

  #ringing(callUuid: string): Leg {
    const leg = this.#live(callUuid);
    if (leg.direction === "inbound")
      throw new SimError(409, "not_a_ringing_phone", "That is the caller's own leg; only a called phone can answer or reject.");
    if (stateOf(leg) !== "ringing") throw new SimError(409, "not_ringing", `That phone is not ringing (it is ${stateOf(leg)}).`);
    return leg;
  }
}

function viewOfNumber(number: RentedNumber): NumberView {
  const { type, voice, sms, mms, appId } = number;
  return { number: display(number.key), kind: "rented", type, voice, sms, mms, appId };
}

function viewOfPhone(phone: Phone): NumberView {
  return { number: display(phone.key), kind: "phone", script: phone.script };
}
