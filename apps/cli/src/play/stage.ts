import type { JsonObject, RunStatus } from "@cordboard/contract";
import { runtimes } from "@cordboard/components/runtime";
import { compileFlow } from "@cordboard/engine";
import { type FlowDocument, registry } from "@cordboard/flow";
import { type CallView, ManualClock, type Simulator, createSimulator } from "@cordboard/simulator";
import { type HostOptions, HttpMocks, MemoryHost, QueryMocks } from "@cordboard/testing";
import { newLines } from "./transcript.ts";

const AUTH = { authId: "MAPLAYING00000000001", authToken: "playing-token-000000000000000000000000" };
/** Virtual time passes in these steps while nobody has to act. */
const TICK_MS = 250;
/** Longest that the flow may talk or work before somebody is asked again. */
const PATIENCE_MS = 60_000;
const LISTENING = new Set(["GetDigits", "GetInput", "Record"]);

/**
 * A flow, its caller and the phones it calls, in virtual time. Time stands still while the person at the terminal thinks;
 * after each thing they do it runs on until somebody has to act again: a prompt waits for keys or speech, a phone rings.
 */
export class Stage {
  readonly #parties: { from: string; to: string };
  readonly #print: (line: string) => void;
  readonly #clock = new ManualClock({ now: Date.now() });
  readonly #simulator: Simulator;
  readonly #host: MemoryHost;
  readonly #shown = { lines: new Map<string, number>(), messages: 0, journal: 0 };
  /** Per call, the last line of its transcript when somebody last answered it: what was asked before is answered. */
  readonly #answered = new Map<string, number>();
  #byText = false;

  constructor(
    document: FlowDocument,
    others: readonly FlowDocument[],
    parties: { from: string; to: string },
    print: (line: string) => void,
    sandbox: HostOptions["sandbox"],
  ) {
    this.#parties = parties;
    this.#print = print;
    this.#simulator = createSimulator({ ...AUTH, clock: this.#clock, fetch: (url, init) => this.#host.webhook(url, init), onFault: raise });
    this.#host = new MemoryHost({
      flow: compileFlow(document, { registry, runtimes }),
      subFlow: (flow) => {
        const other = others.find(({ name }) => name === flow);
        return other ? compileFlow(other, { registry, runtimes }) : null;
      },
      clock: this.#clock,
      http: new HttpMocks([]),
      queries: new QueryMocks([]),
      sandbox,
      carrierFetch: (url, init) => this.#simulator.fetch(addressOf(url), plainInit(init)),
      auth: AUTH,
      engine: { newId: () => crypto.randomUUID(), random: Math.random, onFault: raise },
      variables: {},
      ownNumber: (number) => this.#rent(number),
    });
  }

  async call(): Promise<void> {
    await this.#assign();
    this.#simulator.sim.call(this.#parties);
    await this.#goOn();
  }

  async text(text: string): Promise<void> {
    this.#byText = true;
    await this.#assign();
    this.#simulator.sim.text({ ...this.#parties, text, media: [] });
    await this.#goOn();
  }

  async request(params: JsonObject): Promise<void> {
    this.#host.start({ kind: "api", params });
    await this.#goOn();
  }

  /** Keys when it is all keys, else speech; a text in a run that began with one. */
  async say(line: string): Promise<void> {
    const call = this.#live.find((live) => this.#listens(live)) ?? this.#live[0];
    if (call) this.#answered.set(call.callUuid, call.transcript.at(-1)?.seq ?? 0);
    if (call && /^[0-9*#]+$/.test(line)) this.#simulator.sim.press(call.callUuid, line);
    else if (call) this.#simulator.sim.say(call.callUuid, line);
    else if (this.#byText) this.#simulator.sim.text({ ...this.#parties, text: line, media: [] });
    else this.#print("(nobody is on the line)");
    await this.#goOn();
  }

  async answer(): Promise<void> {
    await this.#atRinging((call) => this.#simulator.sim.answer(call.callUuid));
  }

  async reject(): Promise<void> {
    await this.#atRinging((call) => this.#simulator.sim.reject(call.callUuid));
  }

  async hangUp(): Promise<void> {
    const call = this.#live.at(-1);
    if (call) this.#simulator.sim.hangUp(call.callUuid);
    else this.#print("(nobody is on the line)");
    await this.#goOn();
  }

  async wait(seconds: number): Promise<void> {
    await this.#clock.advance(seconds * 1000);
    await this.#goOn();
  }

  get over(): boolean {
    return this.#host.runs.length > 0 && this.#host.runs.every(({ state }) => state.status !== "running");
  }

  /** Says how it ended. */
  summary(): RunStatus | "none" {
    const run = this.#host.runs[0]?.state;
    if (!run) this.#print("No run began: nothing is connected to this way of starting the flow.");
    else this.#print(`The run is ${run.status}${run.reason ? `: ${run.reason.message}` : "."}`);
    return run?.status ?? "none";
  }

  close(): Promise<void> {
    return this.#simulator.close();
  }

  get #calls(): CallView[] {
    return this.#simulator.sim.calls().map(({ callUuid }) => this.#simulator.sim.callView(callUuid));
  }
  get #live(): CallView[] {
    return this.#calls.filter(({ state }) => state === "in-progress");
  }
  get #ringing(): CallView | undefined {
    return this.#calls.find(({ state, direction }) => state === "ringing" && direction === "outbound");
  }

  async #atRinging(act: (call: CallView) => void): Promise<void> {
    const call = this.#ringing;
    if (call) act(call);
    else this.#print("(no telephone is ringing)");
    await this.#goOn();
  }

  async #goOn(): Promise<void> {
    let waited = 0;
    // What was just done has an effect only a moment later, so some time always passes first.
    do {
      await this.#clock.advance(TICK_MS);
      waited += TICK_MS;
    } while (waited < PATIENCE_MS && !this.#isSomebodysTurn());
    this.#show();
  }

  #isSomebodysTurn(): boolean {
    const listens = this.#live.some((call) => this.#listens(call));
    const waitsForText = this.#byText && this.#calls.length === 0 && this.#host.runs.length > 0;
    return this.over || listens || waitsForText || this.#ringing !== undefined;
  }

  /** An element is over only when its request was answered; until then it has heard what it wanted. */
  #listens({ callUuid, element, transcript }: CallView): boolean {
    const since = this.#answered.get(callUuid) ?? 0;
    return (
      element !== null &&
      LISTENING.has(element) &&
      transcript.some((entry) => entry.element === element && !entry.request && entry.seq > since)
    );
  }

  #show(): void {
    for (const line of newLines(this.#calls, this.#shown.lines)) this.#print(line);
    const messages = this.#simulator.sim.messages().filter(({ direction }) => direction === "outbound");
    for (const { to, text } of messages.slice(this.#shown.messages)) this.#print(`✉ to ${to}: ${text}`);
    this.#shown.messages = messages.length;
    const journal = this.#host.runs[0]?.journal ?? [];
    for (const entry of journal.slice(this.#shown.journal))
      if (entry.kind === "step" && entry.step.exit !== null) this.#print(`  · ${entry.step.node.name} → ${entry.step.exit}`);
    this.#shown.journal = journal.length;
  }

  #rent(number: string): void {
    if (!/^\+\d{6,15}$/.test(number) || this.#simulator.sim.numbers().some((known) => known.number === number)) return;
    this.#simulator.sim.addNumber({ number, kind: "rented", type: "local", voice: true, sms: true, mms: true });
  }

  async #assign(): Promise<void> {
    this.#rent(this.#parties.to);
    const at = this.#host.urls.number("number");
    const fields = { answerUrl: at.answer, fallbackUrl: at.fallback, hangupUrl: at.hangup, messageUrl: at.message };
    const { appId } = await this.#host.client.applications.create({ name: "cordboard-play", ...fields });
    await this.#host.client.numbers.update(this.#parties.to, { appId });
  }
}

function raise(error: unknown): never {
  throw error;
}

const addressOf = (url: string | URL | Request): string => (url instanceof Request ? url.url : String(url));

/** The carrier's client sends its headers and body as plain text. */
function plainInit(init: RequestInit | undefined): { method?: string; headers?: Record<string, string>; body?: string } {
  const { method, headers, body } = init ?? {};
  return {
    ...(method === undefined ? {} : { method }),
    headers: Object.fromEntries(new Headers(headers)),
    ...(typeof body === "string" ? { body } : {}),
  };
}
