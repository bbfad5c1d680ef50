import { type ChildProcess, spawn } from "node:child_process";

export interface RunningTarget {
  stop: () => Promise<void>;
}

/** Starts a process and waits until its output matches. Throws with that output when it ends or takes too long. */
export async function startProcess(args: string[], options: { cwd: string; env?: Record<string, string>; ready: RegExp; seconds: number }) {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const seen = await waitFor(child, options.ready, options.seconds);
  const stop = () =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill("SIGTERM");
    });
  return { seen, stop, pid: child.pid };
}

function waitFor(child: ChildProcess, ready: RegExp, seconds: number): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => reject(new Error(`Not ready after ${seconds} s. It printed:\n${output}`)), seconds * 1000);
    const look = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = ready.exec(output);
      if (!match) return;
      clearTimeout(timer);
      resolve(match);
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("exit", (code) => reject(new Error(`Ended with ${code}. It printed:\n${output}`)));
  });
}
