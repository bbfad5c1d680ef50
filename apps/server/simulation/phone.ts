import { type FakeCarrier, pathOf } from "./fake-carrier.ts";

/** Somebody at a phone, and the carrier's end of that call: asks for documents, does roughly what they say, and hangs up some day. */
export class Phone {
  over = false;
  /** Database time. */
  overAt: number | null = null;
  readonly callUuid: string;
  readonly #carrier: FakeCarrier;
  readonly #common: Record<string, string>;
  readonly #hangupPath: string;
  /** Goes up when another document replaces the present one. */
  #document = 0;
  #patience = 8;

  constructor(carrier: FakeCarrier, callUuid: string, from: string, to: string, direction: "inbound" | "outbound", hangupPath: string) {
    this.#carrier = carrier;
    this.callUuid = callUuid;
    this.#common = { CallUUID: callUuid, From: from.slice(1), To: to.slice(1), CallStatus: "in-progress", Direction: direction };
    this.#hangupPath = hangupPath;
  }

  fields(more: Record<string, string>): Record<string, string> {
    return { ...this.#common, ...more };
  }

  /** Asks one of our URLs what to do now. */
  fetch(path: string, more: Record<string, string>): void {
    if (this.over) return;
    const mine = ++this.#document;
    this.#carrier.tell(
      path,
      this.fields(more),
      (body) => {
        if (mine !== this.#document || this.over) return;
        // Nobody says what to do: the carrier ends the call.
        if (body === null) this.hangUp("Error");
        else this.#obey(body, mine);
      },
      true,
    );
  }

  hangUp(source: string): void {
    if (this.over) return;
    this.over = true;
    this.overAt = this.#carrier.options.databaseTime();
    const params = { Event: "Hangup", CallStatus: "completed", HangupCauseCode: "4000", HangupSource: source, Duration: "7" };
    this.#carrier.tell(this.#hangupPath, this.fields(params));
  }

  #obey(xml: string, mine: number): void {
    const { chance, scheduler } = this.#carrier.options;
    const action = /action="([^"]+)"/.exec(xml)?.[1];
    const callback = /callbackUrl="([^"]+)"/.exec(xml)?.[1];
    const redirect = [...xml.matchAll(/<Redirect[^>]*>([^<]+)<\/Redirect>/g)].at(-1)?.[1];
    const dials = xml.includes("<Dial");
    const next = (run: () => void): void => {
      scheduler.after(chance.between(20, 900), () => {
        if (mine === this.#document && !this.over) run();
      });
    };
    if (--this.#patience <= 0 || chance.hit(0.08)) return next(() => this.hangUp("Caller"));
    if (dials && callback !== undefined && chance.hit(0.7)) {
      const news = { DialALegUUID: this.callUuid, DialBLegUUID: chance.uuid(), DialBLegFrom: "14155550199", DialBLegTo: "14155550142" };
      for (const DialAction of ["answer", "connected", "hangup"])
        scheduler.after(chance.next() * 900, () => this.#carrier.tell(pathOf(callback), this.fields({ ...news, DialAction })));
    }
    if (action !== undefined && chance.hit(0.6)) return next(() => this.fetch(pathOf(action), this.#said(dials, xml.includes("<Record"))));
    if (redirect !== undefined) return next(() => this.fetch(pathOf(redirect), {}));
    next(() => this.hangUp(xml.includes("<Hangup") ? "Answer XML" : "Caller"));
  }

  #said(dials: boolean, records: boolean): Record<string, string> {
    const { chance } = this.#carrier.options;
    if (dials) return { DialStatus: chance.pick(["completed", "busy", "no-answer"]), DialRingStatus: "true", DialALegUUID: this.callUuid };
    if (records) return { RecordUrl: "https://media.test/r.mp3", RecordingID: chance.uuid(), RecordingDuration: "3" };
    return { Digits: chance.pick(["1", "2", "9", "*"]), InputType: "dtmf" };
  }
}
