import { PlivoError, type PlivoClient } from "@cordboard/plivo";
import type { Chance } from "./chance.ts";
import type { Network } from "./network.ts";
import { Phone } from "./phone.ts";
import type { Scheduler } from "./scheduler.ts";
import type { SimProcess } from "./sim-process.ts";

export const PUBLIC_URL = "https://sim.test";

/** So much the lists of a carrier lag behind that is as it should be. */
export const MOST_LAG_MS = 8_000;

/** What the carrier really did for us: one line per message sent and call placed. */
export interface Deed {
  kind: "message" | "call";
  /** Last part but one or two of our callback URLs: the effect's. */
  token: string;
  uuid: string;
  from: string;
  to: string;
  /** ISO-8601; the carrier's clock is right. */
  at: string;
  /** Database time from which its lists show it: they lag. */
  listedFrom: number;
}

/** How the carrier misbehaves, per request. */
export interface Moods {
  unreachable: number;
  busy: number;
  serverError: number;
  /** It did it, and we see a time-out. */
  didItTimeout: number;
  timeout: number;
  refuses: number;
  /** A webhook is never sent. */
  forgets: number;
}

export interface CarrierOptions {
  chance: Chance;
  scheduler: Scheduler;
  moods: Moods;
  databaseTime: () => number;
  network: Network;
  /** Its lists lag behind by up to this much, ms. */
  lagMs: number;
}

export class FakeCarrier {
  readonly deeds: Deed[] = [];
  readonly phones = new Map<string, Phone>();
  readonly options: CarrierOptions;
  constructor(options: CarrierOptions) {
    this.options = options;
  }

  tell(path: string, params: Record<string, string>, done: (body: string | null) => void = () => undefined, xml = false): void {
    const { chance, network, moods } = this.options;
    if (!xml && chance.hit(moods.forgets)) return;
    // What a step's URL is asked is one question: whoever asks again repeats it.
    const digest = xml && path.includes("/s/") ? path : chance.hex(16);
    network.post({ path, params, digest, xml }, done);
  }

  callIn(numberToken: string, from: string, to: string): void {
    const { chance } = this.options;
    const phone = new Phone(this, chance.uuid(), from, to, "inbound", `/carrier/voice/n/${numberToken}/hangup`);
    this.phones.set(phone.callUuid, phone);
    phone.fetch(`/carrier/voice/n/${numberToken}/answer`, { CallStatus: "ringing" });
  }

  textIn(numberToken: string, from: string, to: string, text: string): void {
    const { chance } = this.options;
    const params = { MessageUUID: chance.uuid(), From: from.slice(1), To: to.slice(1), Type: "sms", Text: text, Units: "1" };
    this.tell(`/carrier/messages/n/${numberToken}`, params);
  }

  /** The REST API as one of our processes reaches it. */
  client(process: SimProcess): PlivoClient {
    const ask = <T>(work: () => T): Promise<T> => this.#request(process, work);
    const refuse = (): Promise<never> => Promise.reject(new PlivoError("bad_request", "Not played here.", "yes"));
    return {
      account: { get: refuse, postTo: refuse },
      messages: {
        send: (message) => ask(() => this.#send(message)),
        list: (filter = {}) =>
          ask(() =>
            page(this.#listed("message", filter.sentFrom), filter, ({ uuid, from, to, at }) => ({
              ...EMPTY_MESSAGE,
              messageUuid: uuid,
              from,
              to,
              at,
            })),
          ),
        get: refuse,
      },
      calls: {
        create: (call) => ask(() => this.#place(call)),
        list: (filter = {}) =>
          ask(() =>
            page(this.#listedCalls(true, filter.endedFrom), filter, ({ uuid, from, to, at }) => ({
              ...EMPTY_CALL,
              callUuid: uuid,
              from,
              to,
              initiatedAt: at,
              endedAt: this.#endedAt(uuid),
            })),
          ),
        liveUuids: (status = "live") => ask(() => (status === "live" ? this.#listedCalls(false).map(({ uuid }) => uuid) : [])),
        live: (uuid, status = "live") => ask(() => this.#details(uuid, status)),
        get: refuse,
        hangup: (uuid) => ask(() => this.#live(uuid).hangUp("API Request")),
        cancelRequest: (uuid) => ask(() => this.#live(uuid).hangUp("API Request")),
        transfer: (uuid, { aLegUrl = "" }) =>
          ask(() => {
            this.#live(uuid).fetch(pathOf(aLegUrl), {});
            return { message: "", apiId: null };
          }),
        record: refuse,
        stopRecording: refuse,
      },
      numbers: { list: refuse, get: refuse, update: refuse },
      applications: { create: refuse, list: refuse, get: refuse, update: refuse, remove: refuse },
      recordings: { list: refuse, get: refuse, remove: refuse },
      rooms: {
        muteConferenceMember: refuse,
        removeConferenceMember: refuse,
        playToConferenceMember: refuse,
        endConference: refuse,
        addParticipant: refuse,
        changeParticipant: refuse,
        removeParticipant: refuse,
        playToParticipant: refuse,
        endMultiPartyCall: refuse,
      },
    };
  }

  #live(uuid: string): Phone {
    const phone = this.phones.get(uuid);
    if (!phone || phone.over) throw new PlivoError("not_found", "There is no such call.", "yes", { status: 404 });
    return phone;
  }

  /** Newest first. */
  #listed(kind: Deed["kind"], from?: string): Deed[] {
    const now = this.options.databaseTime();
    const shown = this.deeds.filter((deed) => deed.kind === kind && deed.listedFrom <= now && isSince(deed.at, from));
    return shown.toReversed();
  }

  #endedAt(uuid: string): string | null {
    const at = this.phones.get(uuid)?.overAt ?? null;
    return at === null ? null : new Date(at).toISOString();
  }

  /** Live calls, or those that are over: the same lag between the two lists, when a call is in neither. */
  #listedCalls(over: boolean, from?: string): Deed[] {
    const now = this.options.databaseTime();
    const calls = this.#listed("call").filter(({ uuid, at, listedFrom }) => {
      const overAt = this.phones.get(uuid)?.overAt ?? null;
      if (!over) return overAt === null;
      return overAt !== null && now >= overAt + (listedFrom - Date.parse(at)) && isSince(new Date(overAt).toISOString(), from);
    });
    return calls.toSorted((a, b) => Date.parse(this.#endedAt(b.uuid) ?? b.at) - Date.parse(this.#endedAt(a.uuid) ?? a.at));
  }

  #details(uuid: string, status: string) {
    const deed = this.deeds.find((one) => one.uuid === uuid);
    if (!deed || status !== "live") throw new PlivoError("not_found", "There is no such call.", "yes", { status: 404 });
    this.#live(uuid);
    const { from, to, at } = deed;
    return { callUuid: uuid, requestUuid: uuid, status: "in-progress", callerName: null, direction: "outbound", from, to, startedAt: at };
  }

  /** One request and its answer; each way may fail. */
  #request<T>(process: SimProcess, work: () => T): Promise<T> {
    const { chance, scheduler, moods } = this.options;
    return new Promise<T>((resolve, reject) => {
      const answer = (ms: number, give: () => void): void => process.later(ms, give);
      const fail = (...error: ConstructorParameters<typeof PlivoError>): void => reject(new PlivoError(...error));
      scheduler.after(chance.next() * 100, () => {
        if (chance.hit(moods.unreachable)) return answer(20, () => fail("unreachable", "No connection.", "no"));
        if (chance.hit(moods.busy)) {
          const details = { status: 429, retryAfterSeconds: chance.hit(0.5) ? 1 : null };
          return answer(20, () => fail("rate_limited", "Too many.", "yes", details));
        }
        if (chance.hit(moods.serverError)) return answer(20, () => fail("server_error", "Broken.", "maybe", { status: 502 }));
        if (chance.hit(moods.refuses)) return answer(20, () => fail("bad_request", "No.", "yes", { status: 400 }));
        if (chance.hit(moods.timeout)) return answer(1_000, () => fail("timeout", "Nothing came.", "maybe"));
        try {
          const value = work();
          if (chance.hit(moods.didItTimeout)) return answer(1_000, () => fail("timeout", "Nothing came.", "maybe"));
          answer(chance.next() * 100, () => resolve(value));
        } catch (error) {
          answer(20, () => reject(error instanceof Error ? error : new Error(String(error))));
        }
      });
    });
  }

  #deed(kind: Deed["kind"], url: string, from: string, to: string): Deed {
    const { chance, databaseTime, lagMs } = this.options;
    const now = databaseTime();
    const at = new Date(now).toISOString();
    const deed = { kind, token: tokenOf(url), uuid: chance.uuid(), from, to, at, listedFrom: now + chance.next() * lagMs };
    this.deeds.push(deed);
    return deed;
  }

  #send({ url = "", from = "", to }: Parameters<PlivoClient["messages"]["send"]>[0]) {
    const { chance, scheduler } = this.options;
    const { uuid } = this.#deed("message", url, from, to);
    const params = { MessageUUID: uuid, From: from.slice(1), To: to.slice(1) };
    for (const Status of ["queued", "sent", chance.hit(0.8) ? "delivered" : "undelivered"])
      scheduler.after(chance.next() * 4_000, () => this.tell(pathOf(url), { ...params, Status }));
    return { messageUuid: uuid, message: "queued", apiId: null };
  }

  #place({ answerUrl, ringUrl = "", hangupUrl = "", from, to }: Parameters<PlivoClient["calls"]["create"]>[0]) {
    const { chance, scheduler } = this.options;
    const { uuid } = this.#deed("call", answerUrl, from, to);
    const phone = new Phone(this, uuid, from, to, "outbound", pathOf(hangupUrl));
    this.phones.set(uuid, phone);
    scheduler.after(chance.next() * 1_000, () => {
      if (!phone.over) this.tell(pathOf(ringUrl), phone.fields({ CallStatus: "ringing" }));
    });
    scheduler.after(chance.between(500, 4_000), () => {
      if (chance.hit(0.3)) phone.hangUp("Callee");
      else phone.fetch(pathOf(answerUrl), { CallStatus: "in-progress" });
    });
    return { requestUuid: uuid, message: "call fired", apiId: null };
  }
}

/** Our URL as the carrier asks for it: without origin and fragment. */
export const pathOf = (url: string): string => url.replace(PUBLIC_URL, "").replace(/#.*$/, "").replaceAll("&amp;", "&");
const tokenOf = (url: string): string => /\/e\/([^/#?]+)/.exec(url)?.[1] ?? "";

/** As `filterTime` writes it. */
const isSince = (at: string, from: string | undefined): boolean =>
  from === undefined || Date.parse(at) >= Date.parse(`${from.replace(" ", "T")}Z`);

/** Small pages: a history has few entries. */
const PAGE = 3;
function page<T>(all: Deed[], { offset = 0 }: { offset?: number }, show: (deed: Deed) => T) {
  const items = all.slice(offset, offset + PAGE).map(show);
  return { items, limit: PAGE, offset, total: all.length, nextOffset: offset + PAGE < all.length ? offset + PAGE : null };
}
const EMPTY_MESSAGE = {
  state: null,
  direction: "outbound",
  type: "sms",
  units: 1,
  rate: null,
  amount: null,
  errorCode: null,
  errorMessage: null,
  powerpackId: null,
};
const EMPTY_CALL = {
  direction: "outbound",
  state: null,
  answeredAt: null,
  endedAt: null,
  durationSeconds: null,
  billSeconds: null,
  rate: null,
  amount: null,
  hangup: { code: null, cause: "", source: "" },
  parentCallUuid: null,
};
