import { CodedError, type EmailEffect, type JournalEntry, type JsonObject } from "@cordboard/contract";
import { runtimes } from "@cordboard/components/runtime";
import { compileFlow } from "@cordboard/engine";
import { check, type FlowDocument, type FlowTest, parseFlowTest, registry, type TestStep } from "@cordboard/flow";
import { testSandbox } from "./test-sandbox.ts";
import { createSimulator, ManualClock, type NumberInput, type Simulator } from "@cordboard/simulator";
import { z } from "zod";
import { unmet, visited } from "./expectations.ts";
import { HttpMocks } from "./http-mocks.ts";
import { type HostOptions, MemoryHost } from "./memory-host.ts";
import { QueryMocks } from "./query-mocks.ts";
import { NodeMocks } from "./node-mocks.ts";
import { People } from "./people.ts";
import { PATIENCE_MS, playStep, type Scene } from "./play-step.ts";
import { StepProblem } from "./step-problem.ts";
import { FROZEN_AT } from "../universe.ts";

export interface FlowTestResult {
  name: string;
  ok: boolean;
  /** 1 for the first of `steps`, or the name of the expectation that failed. */
  failedStep: number | string | null;
  /** Why, in words; null when the test passed. */
  message: string | null;
  runId: string | null;
  /** `Name:exit` of each step of the first run. */
  path: string[];
  journal: JournalEntry[];
}

const AUTH = { authId: "MATESTING00000000001", authToken: "testing-token-000000000000000000000000" };
const TICK_MS = 250;

/**
 * Runs one flow test through the real engine and the real simulator, in virtual time: an hour on hold costs milliseconds.
 * Never throws for what stands in the test or the flow: that is a result. `recorded`: told of each event of a run.
 * `others`: flows that this one runs, found by their name.
 */
export async function runFlowTest(
  document: FlowDocument,
  raw: unknown,
  recorded?: HostOptions["recorded"],
  others: readonly FlowDocument[] = [],
): Promise<FlowTestResult> {
  const parsed = parseFlowTest(raw);
  const name = raw !== null && typeof raw === "object" && "name" in raw && typeof raw.name === "string" ? raw.name : "";
  const failed = (failedStep: number | string, message: string): FlowTestResult => ({
    name,
    ok: false,
    failedStep,
    message,
    runId: null,
    path: [],
    journal: [],
  });
  if (!parsed.test) {
    const [first] = parsed.problems;
    const place = first?.path.join(".") ?? "";
    return failed(place || "test", ["The test can't be read:", place, first?.message ?? ""].filter(Boolean).join(" "));
  }
  const blocking = check(document).find((issue) => issue.level === "error");
  if (blocking) return failed("flow", `The flow has errors: ${blocking.message}`);
  const { startAt } = parsed.test;
  if (startAt !== undefined && !document.nodes.some((node) => node.name === startAt))
    return failed("startAt", `The flow has no node ${startAt}; begin at one that it has.`);
  const stage = new Stage(document, parsed.test, { sandbox: await testSandbox(), ...(recorded && { recorded }) }, others);
  try {
    return await stage.play();
  } catch (error) {
    if (error instanceof StepFailure || error instanceof CodedError)
      return stage.result(error instanceof StepFailure ? error.step : "test", error.message);
    throw error;
  } finally {
    await stage.close();
  }
}

class StepFailure extends Error {
  readonly step: number | string;
  constructor(step: number | string, message: string) {
    super(message);
    this.step = step;
  }
}

class Stage {
  readonly #test: FlowTest;
  readonly #clock: ManualClock;
  readonly #simulator: Simulator;
  readonly #host: MemoryHost;
  readonly #http: HttpMocks;
  readonly #queries: QueryMocks;
  readonly #mocks: NodeMocks;
  readonly #mailsSeen = new Set<EmailEffect>();
  #people: People;

  constructor(document: FlowDocument, test: FlowTest, given: Pick<HostOptions, "sandbox" | "recorded">, others: readonly FlowDocument[]) {
    this.#test = test;
    this.#clock = new ManualClock({ now: test.now ? Date.parse(test.now) : FROZEN_AT });
    let ids = 0;
    const newId = (): string => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`;
    this.#http = new HttpMocks(test.http);
    this.#queries = new QueryMocks(test.database);
    this.#mocks = new NodeMocks(test.mocks);
    this.#simulator = createSimulator({
      ...AUTH,
      clock: this.#clock,
      newId,
      random: () => 0.5,
      fetch: (url, init) => this.#host.webhook(url, init),
      onFault: raise,
    });
    this.#host = new MemoryHost({
      flow: compileFlow(document, { registry, runtimes }),
      subFlow: (flow) => {
        const other = others.find(({ name }) => name === flow);
        return other ? compileFlow(other, { registry, runtimes }) : null;
      },
      clock: this.#clock,
      http: this.#http,
      queries: this.#queries,
      mocked: (node) => this.#mocks.answer(node),
      carrierFetch: (url, init) =>
        this.#simulator.fetch(
          String(url instanceof Request ? url.url : url),
          init as { method?: string; headers?: Record<string, string>; body?: string },
        ),
      auth: AUTH,
      engine: { newId, random: () => 0.5, onFault: raise },
      variables: test.variables as JsonObject,
      startNode: document.nodes.find((node) => node.name === test.startAt)?.id,
      ownNumber: (number) => this.#rent(number),
      ...given,
    });
    this.#people = new People(this.#simulator, null);
  }

  async play(): Promise<FlowTestResult> {
    for (const [number, script] of Object.entries(this.#test.phones)) {
      this.#simulator.sim.addNumber({ number, kind: "phone", script } as NumberInput);
    }
    await this.#start();
    for (const [index, step] of this.#test.steps.entries()) await this.#step(step, index + 1);
    await this.#until(() => this.#over() || this.#test.expect.status === "running", PATIENCE_MS * 5);
    const run = this.#host.runs[0];
    if (!run) throw new StepFailure("start", "No run began.");
    const missed = unmet(this.#test.expect, run.state, run.journal);
    if (missed) throw new StepFailure(missed.step, missed.message);
    const reached = this.#people.reached();
    const idle = Object.keys(this.#test.phones).find((number) => !reached.has(number));
    if (idle)
      throw new StepFailure(`phones ${idle}`, `The telephone ${idle} was never called or texted; take it out of the test or find out why.`);
    const [unused] = this.#http.unused();
    if (unused) throw new StepFailure(`http ${unused}`, `Nothing asked for ${unused}; take it out of the test or find out why.`);
    const [unanswered] = this.#queries.unused();
    if (unanswered)
      throw new StepFailure(`database ${unanswered}`, `Nothing asked ${unanswered}; take it out of the test or find out why.`);
    const [unasked] = this.#mocks.unused();
    if (unasked) throw new StepFailure(`mocks ${unasked}`, `${unasked} asked for nothing; take its mock out of the test or find out why.`);
    return this.result(null, null);
  }

  result(failedStep: number | string | null, message: string | null): FlowTestResult {
    const run = this.#host.runs[0];
    const journal = run?.journal ?? [];
    return {
      name: this.#test.name,
      ok: failedStep === null,
      failedStep,
      message,
      runId: run?.state.id ?? null,
      path: visited(journal),
      journal,
    };
  }

  close(): Promise<void> {
    return this.#simulator.close();
  }

  async #start(): Promise<void> {
    const { start } = this.#test;
    if ("call" in start) {
      await this.#assign(start.call.to);
      this.#people = new People(this.#simulator, this.#simulator.sim.call(start.call).callUuid);
    } else if ("message" in start) {
      await this.#assign(start.message.to);
      this.#simulator.sim.text(start.message);
    } else {
      const { to, from, params } = start.api;
      // Answers to what the run sends come back to its number.
      if (from !== undefined) await this.#assign(from);
      this.#host.start({ kind: "api", params: params as JsonObject, ...(to !== undefined && { to }), ...(from !== undefined && { from }) });
    }
    await this.#clock.advance(0);
  }

  #rent(number: string): void {
    if (!/^\+\d{6,15}$/.test(number) || number in this.#test.phones) return;
    if (this.#simulator.sim.numbers().some((n) => n.number === number)) return;
    this.#simulator.sim.addNumber({ number, kind: "rented" } as NumberInput);
  }

  /** Gives the flow a number, as the numbers page does: an application with our URLs. */
  async #assign(number: string): Promise<void> {
    this.#rent(number);
    const urls = this.#host.urls.number("number");
    const fields = { answerUrl: urls.answer, fallbackUrl: urls.fallback, hangupUrl: urls.hangup, messageUrl: urls.message };
    const { appId } = await this.#host.client.applications.create({ name: "cordboard-test", ...fields });
    await this.#host.client.numbers.update(number, { appId });
  }

  async #step(step: TestStep, index: number): Promise<void> {
    try {
      await playStep(step, this.#scene());
    } catch (error) {
      if (error instanceof StepProblem) throw new StepFailure(index, error.message);
      throw error;
    }
    await this.#clock.advance(0);
  }

  #scene(): Scene {
    return {
      people: this.#people,
      clock: this.#clock,
      takeMail: (fits) => {
        const mail = this.#host.mails.find((one) => !this.#mailsSeen.has(one) && fits(one));
        if (mail) this.#mailsSeen.add(mail);
        return mail !== undefined;
      },
      setFaults: (faults) => this.#setFaults(faults),
      text: (text, phone) => this.#text(text, phone),
      until: (holds, patienceMs) => this.#until(holds, patienceMs),
      path: () => this.result(null, null).path,
    };
  }

  #setFaults(faults: unknown): void {
    try {
      this.#simulator.sim.setFaults(faults);
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const [first] = error.issues;
      throw new StepProblem(`The simulator doesn't know these faults: ${first?.message ?? ""}. See POST /sim/faults.`);
    }
  }

  #text(text: string, phone: string | undefined): void {
    const run = this.#host.runs[0]?.state;
    const from = phone ?? run?.contact.number;
    const to = run?.number;
    if (!from || !to) throw new StepFailure("text", "Nobody to text from; give the step a phone.");
    this.#simulator.sim.text({ from, to, text, media: [] });
  }

  #over(): boolean {
    return this.#host.runs.length > 0 && this.#host.runs.every((run) => run.state.status !== "running");
  }

  /** Lets time pass until it holds; false when patience ends. */
  async #until(holds: () => boolean, patienceMs: number): Promise<boolean> {
    await this.#clock.advance(0);
    for (let waited = 0; waited < patienceMs; waited += TICK_MS) {
      if (holds()) return true;
      await this.#clock.advance(TICK_MS);
    }
    return holds();
  }
}

function raise(error: unknown): never {
  throw error;
}
