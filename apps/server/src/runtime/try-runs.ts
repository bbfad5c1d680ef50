import type { CarrierUrls } from "@cordboard/carrier";
import { CodedError } from "@cordboard/contract";
import { PlivoError } from "@cordboard/plivo";
import type { RunStore, TryEntry } from "../store/run-store.ts";
import { type Carrier, type Carriers, simulatorOf } from "./carriers.ts";
import { type Host, pause } from "./host.ts";
import type { Runtime, Tried, TryStart } from "./ports.ts";

/** The outside phone of a try when nobody names one. Reserved for fiction, so it can belong to nobody. */
const DEFAULT_PHONE = "+14155550100";
/** Our number in tries, and how lists of numbers can tell it from the account's own. */
export const TRY_NUMBER = "+14155550190";
const TRY_ALIAS = "Cordboard tries";
/** The simulator asks for the answer at once; longer means it can't reach PUBLIC_URL. */
const WAIT_MS = 5_000;

export interface TryOptions {
  store: RunStore;
  carriers: Carriers;
  urls: CarrierUrls;
  startRun: Runtime["startRun"];
  host: Host;
}

/**
 * Tries of a flow. A call or text comes from the simulator to a number of its own, whose webhook token leads to the
 * entry kept here: the run it starts is the one that was promised.
 */
export function createTries({ store, carriers, urls, startRun, host }: TryOptions): Runtime["tryFlow"] {
  let application: string | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  /** Tries share the number: each has it until its call or text has come back to us. */
  const oneAtATime = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = queue.then(work, work);
    queue = mine.catch(() => undefined);
    return mine;
  };

  return async (start: TryStart): Promise<Tried> => {
    const carrier = start.as === "api" && carriers.test === null ? null : simulatorOf(carriers);
    const entry: TryEntry = {
      token: host.newId(),
      runId: host.newRunId(await store.now()),
      flowId: start.pin.flowId,
      flowName: start.pin.flowName,
      version: start.pin.version,
      hash: start.pin.hash,
      number: TRY_NUMBER,
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
    return oneAtATime(async () => {
      try {
        await point(carrier, entry.token);
        if (start.as === "message") {
          await simulate(host, carrier, "messages", {
            from,
            to: TRY_NUMBER,
            text: start.text ?? "",
            ...(start.media?.length && { media: start.media }),
          });
          await begun(entry.runId);
          return { runId: entry.runId, from, to: TRY_NUMBER };
        }
        const { callUuid } = await simulate(host, carrier, "calls", { from, to: TRY_NUMBER });
        await begun(entry.runId);
        return { runId: entry.runId, ...(typeof callUuid === "string" && { callUuid }), from, to: TRY_NUMBER };
      } catch (error) {
        if (error instanceof PlivoError) throw new CodedError("try_failed", `The simulator refused the try: ${error.message}`);
        throw error;
      }
    });
  };

  /** Rents the number and points its application at the try. */
  async function point(carrier: Carrier, token: string): Promise<void> {
    const client = carrier.connect();
    const at = urls.number(token);
    const fields = { answerUrl: at.answer, fallbackUrl: at.fallback, hangupUrl: at.hangup, messageUrl: at.message };
    if (application !== null) {
      try {
        await client.applications.update(application, fields);
        return;
      } catch (error) {
        // The simulator was reset or started again: it is all made anew.
        if (!(error instanceof PlivoError) || error.code !== "not_found") throw error;
      }
    }
    await simulate(host, carrier, "numbers", { number: TRY_NUMBER, kind: "rented", alias: TRY_ALIAS });
    const { appId } = await client.applications.create({ name: `cordboard-try-${host.newId()}`, ...fields });
    await client.numbers.update(TRY_NUMBER, { appId });
    application = appId;
  }

  async function begun(runId: string): Promise<void> {
    const until = host.now() + WAIT_MS;
    while (host.now() < until) {
      if (await store.run(runId)) return;
      await pause(host, 20);
    }
    throw new CodedError(
      "try_failed",
      "The simulator's call did not come back to us; check that PUBLIC_URL leads to this server from here.",
    );
  }
}

/** A request to the simulator's own door, next to its REST API. Errors: `try_failed`. */
async function simulate(
  host: Pick<Host, "fetch" | "after">,
  carrier: Carrier,
  what: "numbers" | "calls" | "messages",
  body: object,
): Promise<Record<string, unknown>> {
  const authorization = `Basic ${Buffer.from(`${carrier.authId}:${carrier.authTokens[0] ?? ""}`).toString("base64")}`;
  let response: Response;
  const late = new AbortController();
  const cancel = host.after(WAIT_MS, () => late.abort());
  try {
    response = await host.fetch(`${carrier.baseUrl}/sim/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify(body),
      signal: late.signal,
    });
  } catch {
    throw new CodedError("try_failed", `The simulator at ${carrier.baseUrl} could not be reached; is it running?`);
  } finally {
    cancel();
  }
  const answer: unknown = await response.json().catch(() => ({}));
  const known = response.status === 409 && what === "numbers";
  if (!response.ok && !known)
    throw new CodedError("try_failed", `The simulator refused the try (${response.status}): ${JSON.stringify(answer)}`);
  return typeof answer === "object" && answer !== null ? Object.fromEntries(Object.entries(answer)) : {};
}
