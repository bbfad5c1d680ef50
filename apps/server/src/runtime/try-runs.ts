import type { CarrierUrls } from "@cordboard/carrier";
import { CodedError } from "@cordboard/contract";
import { PlivoError } from "@cordboard/plivo";
import type { RunStore, TryEntry } from "../store/run-store.ts";
import { type Carrier, type Carriers, simulatorOf } from "./carriers.ts";
import { newId, newRunId } from "./ids.ts";
import type { Runtime, Tried, TryStart } from "./ports.ts";

/** The outside phone of a try when nobody names one. Reserved for fiction, so it can belong to nobody. */
const DEFAULT_PHONE = "+14155550100";
/** Our numbers in tries; each is in use by one try at a time. */
const POOL = Array.from({ length: 50 }, (_, i) => `+1415555${String(9_900 + i)}`);
/** The simulator asks for the answer at once; longer means it can't reach PUBLIC_URL. */
const WAIT_MS = 5_000;

export interface TryOptions {
  store: RunStore;
  carriers: Carriers;
  urls: CarrierUrls;
  startRun: Runtime["startRun"];
}

/**
 * Tries of a flow. A call or text comes from the simulator to a number of its own, whose webhook token leads to the
 * entry kept here: the run it starts is the one that was promised.
 */
export function createTries({ store, carriers, urls, startRun }: TryOptions): Runtime["tryFlow"] {
  const applications = new Map<string, string>();
  let next = 0;

  return async (start: TryStart): Promise<Tried> => {
    const carrier = start.as === "api" && carriers.test === null ? null : simulatorOf(carriers);
    const number = POOL[next++ % POOL.length] ?? DEFAULT_PHONE;
    const entry: TryEntry = {
      token: newId(),
      runId: newRunId(await store.now()),
      flowId: start.pin.flowId,
      flowName: start.pin.flowName,
      version: start.pin.version,
      hash: start.pin.hash,
      number,
      startNode: start.startNode ?? null,
      variables: start.variables ?? {},
      mocks: start.mocks ?? {},
    };
    await store.putTry(entry);
    const from = start.from ?? DEFAULT_PHONE;
    if (start.as === "api" || carrier === null) {
      const trigger = { kind: "api", params: start.params ?? {}, ...(start.from !== undefined && { to: start.from }) } as const;
      return startRun({
        pin: start.pin,
        trigger,
        test: true,
        runId: entry.runId,
        variables: entry.variables,
        ...(start.startNode !== undefined && { startNode: start.startNode }),
      });
    }
    try {
      await point(carrier, entry);
      if (start.as === "message") {
        await simulate(carrier, "messages", {
          from,
          to: number,
          text: start.text ?? "",
          ...(start.media?.length && { media: start.media }),
        });
        await begun(entry.runId);
        return { runId: entry.runId, from, to: number };
      }
      const { callUuid } = await simulate(carrier, "calls", { from, to: number });
      await begun(entry.runId);
      return { runId: entry.runId, ...(typeof callUuid === "string" && { callUuid }), from, to: number };
    } catch (error) {
      if (error instanceof PlivoError) throw new CodedError("try_failed", `The simulator refused the try: ${error.message}`);
      throw error;
    }
  };

  /** Rents the number and points its application at the try. */
  async function point(carrier: Carrier, { token, number }: TryEntry): Promise<void> {
    const client = carrier.connect();
    const at = urls.number(token);
    const fields = { answerUrl: at.answer, fallbackUrl: at.fallback, hangupUrl: at.hangup, messageUrl: at.message };
    const known = applications.get(number);
    if (known !== undefined) {
      try {
        await client.applications.update(known, fields);
        return;
      } catch (error) {
        // The simulator was reset or started again: it is all made anew.
        if (!(error instanceof PlivoError) || error.code !== "not_found") throw error;
      }
    }
    await simulate(carrier, "numbers", { number, kind: "rented", type: "local", voice: true, sms: true, mms: true });
    const { appId } = await client.applications.create({ name: `cordboard-try-${number.slice(1)}`, ...fields });
    await client.numbers.update(number, { appId });
    applications.set(number, appId);
  }

  async function begun(runId: string): Promise<void> {
    const until = performance.now() + WAIT_MS;
    while (performance.now() < until) {
      if (await store.run(runId)) return;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new CodedError(
      "try_failed",
      "The simulator's call did not come back to us; check that PUBLIC_URL leads to this server from here.",
    );
  }
}

/** A request to the simulator's own door, next to its REST API. Errors: `try_failed`. */
async function simulate(carrier: Carrier, what: "numbers" | "calls" | "messages", body: object): Promise<Record<string, unknown>> {
  const authorization = `Basic ${Buffer.from(`${carrier.authId}:${carrier.authTokens[0] ?? ""}`).toString("base64")}`;
  let response: Response;
  try {
    response = await fetch(`${carrier.baseUrl}/sim/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(WAIT_MS),
    });
  } catch {
    throw new CodedError("try_failed", `The simulator at ${carrier.baseUrl} could not be reached; is it running?`);
  }
  const answer: unknown = await response.json().catch(() => ({}));
  const known = response.status === 409 && what === "numbers";
  if (!response.ok && !known)
    throw new CodedError("try_failed", `The simulator refused the try (${response.status}): ${JSON.stringify(answer)}`);
  return typeof answer === "object" && answer !== null ? Object.fromEntries(Object.entries(answer)) : {};
}
