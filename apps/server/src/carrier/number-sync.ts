import { PlivoError } from "@cordboard/plivo";
import type { Logger } from "pino";
import type { NumberRecord, NumberStore } from "../store/catalog-store.ts";
import { type ConnectOptions, connectNumber } from "./connect-number.ts";

const EVERY_MS = 60_000;

export interface NumberSync {
  /** Connects what is not known to be connected; answers how many numbers failed. */
  run: () => Promise<number>;
  stop: () => void;
}

/**
 * Keeps assigned numbers connected. At start every one is looked at (PUBLIC_URL may have changed, an application may have
 * been removed); afterwards, each minute, those that failed or were assigned differently since.
 */
export function createNumberSync(options: ConnectOptions & { catalog: NumberStore; log: Logger }): NumberSync {
  const { carrier, catalog, log } = options;
  const connected = new Map<string, string>();
  /** The account has not got them, which was said once. */
  const missing = new Set<string>();

  const run = async (): Promise<number> => {
    let failed = 0;
    for (const record of await catalog.numbers()) {
      const isFree = record.voiceFlowId === null && record.messageFlowId === null && record.applicationId === null;
      if (isFree || connected.get(record.number) === fingerprint(record)) continue;
      try {
        const now = await connectNumber(options, await carrier.numbers.get(record.number), record);
        connected.set(record.number, fingerprint(now));
        missing.delete(record.number);
      } catch (error) {
        if (!(error instanceof PlivoError)) throw error;
        failed++;
        if (error.code === "not_found" && missing.has(record.number)) continue;
        if (error.code === "not_found") missing.add(record.number);
        log.warn(
          { code: `carrier_${error.code}`, status: error.status },
          "an assigned number is not connected at the carrier; it is tried again",
        );
      }
    }
    return failed;
  };
  const timer = setInterval(() => {
    run().catch((error: unknown) => log.error({ err: error }, "numbers could not be connected"));
  }, EVERY_MS);
  timer.unref();
  return { run, stop: () => clearInterval(timer) };
}

const fingerprint = (record: NumberRecord): string => JSON.stringify(record);
