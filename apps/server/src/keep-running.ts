import type { Logger } from "pino";
import { type AppPaths, type Cordboard, startCordboard } from "./app.ts";
import type { Settings } from "./settings.ts";

export interface KeptRunning {
  /** The Cordboard that runs now. */
  current: () => Cordboard;
  stop: () => Promise<void>;
}

/**
 * Cordboard, begun anew in this process whenever the carrier's account is another one: a start is the one place where
 * signatures, numbers, limits and what is in doubt are all seen to (docs/decisions/015).
 *
 *   running ─(account changed)─► stopping ─► starting ─► running        starting ─(error)─► failed: the process must end
 *      └────────(stop)──────────────┴───────────┴──► stopped
 */
export async function keepRunning(
  settings: Settings,
  paths: AppPaths,
  log: Logger,
  failed: (error: unknown) => void,
): Promise<KeptRunning> {
  let stopped = false;
  let turn: Promise<void> = Promise.resolve();
  const start = (): Promise<Cordboard> =>
    startCordboard(settings, paths, log, () => {
      turn = turn.then(again).catch(failed);
    });
  let current = await start();
  const again = async (): Promise<void> => {
    if (stopped) return;
    log.info("the carrier's account was changed: beginning anew with it");
    await current.stop();
    if (!stopped) current = await start();
  };
  return {
    current: () => current,
    stop: async () => {
      stopped = true;
      await turn;
      await current.stop();
    },
  };
}
