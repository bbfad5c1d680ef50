import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { dirname } from "node:path";

/** Root of the repository. */
export const ROOT = dirname(dirname(import.meta.dirname));

const ours = new Set<ChildProcess>();
// Whatever ends this process, nothing of it is left running; a process that sleeps (SIGSTOP) is ended too.
process.on("exit", () => {
  for (const child of ours) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));

/** A process that does not outlive this one. */
export function start(command: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, options);
  ours.add(child);
  child.once("exit", () => ours.delete(child));
  return child;
}

/** Resolves when it is gone. */
export function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, Math.max(0, ms)));

/** Asks until the answer is no longer null; fails after `seconds`. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>, seconds = 30, everyMs = 50): Promise<T> {
  const giveUp = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > giveUp) throw new Error(`Not within ${seconds} s: ${what}`);
    await sleep(everyMs);
  }
}
