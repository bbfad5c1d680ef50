import { randomUUID } from "node:crypto";
import { CallBook } from "./calls/call-book.ts";
import { CallGate } from "./calls/call-gate.ts";
import type { Leg } from "./calls/leg.ts";
import type { Recording } from "./calls/recorder.ts";
import { NO_LIMITS, PLATFORM_CHOICES, type PlatformChoices, type RateLimits } from "./choices.ts";
import { type Message, MessageBook } from "./messages/message.ts";
import { Conversations } from "./messages/conversations.ts";
import { SendQueue } from "./messages/send-queue.ts";
import { OptOuts } from "./messages/opt-outs.ts";
import { type Clock, type StreamDial, type WebhookFetch, realClock } from "./ports.ts";
import { ConferenceBook } from "./rooms/conference.ts";
import { MpcBook } from "./rooms/mpc-book.ts";
import { Account, type RentedNumber } from "./state/account.ts";
import { EventHub } from "./state/events.ts";
import { Faults } from "./state/faults.ts";
import { Ledger } from "./state/ledger.ts";
import { PhoneBook } from "./state/phones.ts";
import { Powerpacks } from "./state/powerpacks.ts";
import { dialSocket } from "./streams/dial-socket.ts";
import { Activity } from "./time/activity.ts";
import { SimTime } from "./time/sim-time.ts";

export interface WorldOptions {
  /** Main account ids begin with `MA` and have 20 characters. */
  authId: string;
  authToken: string;
  fetch: WebhookFetch;
  /** How audio streams are opened; over real sockets when left out. */
  dialStream?: StreamDial;
  clock?: Clock;
  /** How much faster than the clock calls and texts run. */
  timeScale?: number;
  /** `strict` refuses documents with any error, `lenient` skips what it does not understand. */
  mode?: "strict" | "lenient";
  newId?: () => string;
  random?: () => number;
  choices?: Partial<PlatformChoices>;
  limits?: Partial<RateLimits>;
  /** Where recordings can be fetched; the server sets it when it knows its port. */
  mediaBase?: string;
  /** How long a jump in time waits for a server that does not answer, in real milliseconds. */
  patienceMs?: number;
  /** Faults of the simulator itself; they never end the process. */
  onFault?: (error: unknown) => void;
}

/** Everything the parts of the simulator share: the ports, the books, the time. */
export class World {
  readonly account: Account;
  readonly host: Clock;
  readonly fetch: WebhookFetch;
  readonly dialStream: StreamDial;
  readonly mode: "strict" | "lenient";
  readonly newId: () => string;
  readonly random: () => number;
  readonly choices: PlatformChoices;
  readonly limits: RateLimits;
  readonly activity: Activity;
  readonly time: SimTime;
  readonly events: EventHub;
  readonly ledger = new Ledger();
  readonly faults: Faults;
  readonly phones = new PhoneBook();
  readonly calls = new CallBook();
  readonly conferences = new ConferenceBook();
  readonly mpcs = new MpcBook();
  readonly messages = new MessageBook();
  readonly optOuts = new OptOuts();
  readonly conversations = new Conversations();
  readonly powerpacks = new Powerpacks();
  readonly recordings = new Map<string, Recording>();
  readonly reportTails = new Map<string, Promise<void>>();
  mediaBase: string;
  callGate: CallGate;
  sendQueue: SendQueue;
  /** A text has reached its phone. Set by `createSimulator`, as the next one: what follows may send texts, or call, again. */
  arrive: (message: Message) => void = () => undefined;
  /** An outbound leg rings at a number of ours. */
  callOwnNumber: (leg: Leg, number: RentedNumber) => void = () => undefined;
  readonly #onFault: (error: unknown) => void;

  constructor(options: WorldOptions) {
    this.account = new Account(options.authId, options.authToken);
    this.host = options.clock ?? realClock;
    this.fetch = options.fetch;
    this.dialStream = options.dialStream ?? dialSocket;
    this.mode = options.mode ?? "strict";
    this.newId = options.newId ?? randomUUID;
    this.random = options.random ?? Math.random;
    this.choices = { ...PLATFORM_CHOICES, ...options.choices };
    this.limits = { ...NO_LIMITS, ...options.limits };
    this.mediaBase = options.mediaBase ?? "http://localhost:3001";
    this.#onFault = options.onFault ?? ((error) => console.error("simulator fault:", error));
    this.activity = new Activity(options.patienceMs);
    this.time = new SimTime({
      host: this.host,
      scale: options.timeScale ?? 1,
      settle: () => this.activity.settle(),
      onError: (error) => this.fault(error),
    });
    this.events = new EventHub(() => this.time.iso());
    this.faults = new Faults(this.random);
    this.callGate = new CallGate(this.time, this.limits.callsPerSecond);
    this.sendQueue = new SendQueue(this.limits.messagesPerSecond);
  }

  /** Something a person should see in the live feed; nothing fails by it. */
  warn(code: string, message: string): void {
    this.events.emit(() => ({ type: "warning", code, message }));
  }

  /** A defect of the simulator: reported, and the process goes on. */
  fault(error: unknown): void {
    this.#onFault(error);
    this.warn("internal_error", error instanceof Error ? error.message : String(error));
  }

  /**
   * Forgets calls, messages, recordings, phones, opt-outs and faults, without a word to anybody. Rented numbers and
   * applications (and powerpacks) stay, because whoever configured them still relies on them; `everything` forgets those too. The ledger
   * is append-only and stays.
   */
  reset(everything: boolean): void {
    this.time.clear();
    this.calls.clear();
    this.conferences.clear();
    this.mpcs.clear();
    this.messages.clear();
    this.optOuts.clear();
    this.recordings.clear();
    this.reportTails.clear();
    this.phones.clear();
    this.faults.clear();
    this.conversations.clear();
    this.callGate = new CallGate(this.time, this.limits.callsPerSecond);
    this.sendQueue = new SendQueue(this.limits.messagesPerSecond);
    if (everything) {
      this.account.clear();
      this.powerpacks.clear();
    }
    this.events.emit(() => ({ type: "reset" }));
  }
}
