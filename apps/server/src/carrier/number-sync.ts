import { PlivoError } from "@cordboard/plivo";
import type { Logger } from "pino";
import type { NumberStore } from "../store/catalog-store.ts";
import { type ConnectOptions, connectNumber } from "./connect-number.ts";

const RETRY_MS = 60_000;

export interface NumberSync {
  /** Looks at every assigned number once; answers how many could not be connected. */
  run: () => Promise<number>;
  stop: () => void;
}

/**
 * Keeps assigned numbers connected: at start (PUBLIC_URL may have changed, an application may have been removed) and, as
 * long as something failed, each minute.
 */
export function createNumberSync(options: ConnectOptions & { catalog: NumberStore; log: Logger }): NumberSync {
  const { carrier, catalog, log } = options;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const connectAll = async (): Promise<number> => {
    let failed = 0;
    for (const record of await catalog.numbers()) {
      if (record.voiceFlowId === null && record.messageFlowId === null && record.applicationId === null) continue;
      try {
        await connectNumber(options, await carrier.numbers.get(record.number), record);
      } catch (error) {
        if (!(error instanceof PlivoError)) throw error;
        failed++;
        log.warn(
          { code: `carrier_${error.code}`, status: error.status },
          "an assigned number could not be connected at the carrier; it is tried again",
        );
      }
    }
    return failed;
  };
  const run = async (): Promise<number> => {
    clearTimeout(timer);
    const failed = await connectAll();
    if (failed > 0 && !stopped) {
      timer = setTimeout(() => void run().catch((error: unknown) => log.error({ err: error }, "numbers could not be connected")), RETRY_MS);
      timer.unref();
    }
    return failed;
  };
  return {
    run,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
