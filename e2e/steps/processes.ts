import { spawn } from "node:child_process";
import { ROOT } from "./product.ts";

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function run(args: string[], env: Record<string, string>, cwd: string): Promise<Ended> {
  // Node warns on stderr when a terminal asks for colours and for none.
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const child = spawn(process.execPath, args, { cwd, env: { ...inherited, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const ended: Ended = { code: null, out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (ended.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (ended.err += chunk.toString()));
  const timer = setTimeout(() => child.kill("SIGKILL"), 180_000);
  return new Promise((resolve) =>
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ ...ended, code });
    }),
  );
}

/** A start of Cordboard that is to be refused; one that succeeds is ended after 3 minutes, with code null. */
export const failedStart = (env: Record<string, string>): Promise<Ended> =>
  run(["--disable-proto=delete", "apps/server/dist/main.mjs"], { CORDBOARD_TEST: "1", ...env }, ROOT);

/** `npx cordboard …` in a folder. */
export const cordboard = (args: string[], cwd = ROOT): Promise<Ended> => run([`${ROOT}/apps/cli/bin/cordboard.mjs`, ...args], {}, cwd);
