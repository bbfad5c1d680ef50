import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CodedError } from "@cordboard/contract";
import { pino } from "pino";
import { defaultPaths } from "./app.ts";
import { keepRunning } from "./keep-running.ts";
import { readSettings, type Settings } from "./settings.ts";

/** A stop that takes longer than this is cut short: what was accepted is stored, and the rest is found by the next start. */
const STOP_MS = 30_000;

/** Root of the repository. */
const ROOT = join(import.meta.dirname, "..", "..", "..");

function quit(error: unknown): never {
  const text =
    error instanceof CodedError
      ? `${error.message}\n  (${error.code})`
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  console.error(`\n✖ ${text}\n`);
  process.exit(1);
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "0";
}

async function main(): Promise<void> {
  const settings: Settings = readSettings(process.env);
  const log = pino(
    { level: settings.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  const cordboard = await keepRunning(settings, defaultPaths(ROOT, version()), log, quit);
  const { simulator, signInUrl } = cordboard.current();
  if (simulator) log.info({ url: simulator.url }, "simulator is ready");
  console.log(`Cordboard is ready: ${signInUrl}`);

  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, "stopping: what is under way is finished first");
    setTimeout(() => process.exit(1), STOP_MS).unref();
    cordboard.stop().then(
      () => process.exit(0),
      (error: unknown) => quit(error),
    );
  };
  process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop);
  // A bug in one request must not take the calls of everybody else down; the store is only ever left by whole transactions.
  process.on("unhandledRejection", (error) => log.error({ err: error, code: "unhandled_rejection" }, "something of ours failed"));
  process.on("uncaughtException", (error) => log.fatal({ err: error, code: "uncaught_exception" }, "something of ours failed"));
}

main().catch(quit);
