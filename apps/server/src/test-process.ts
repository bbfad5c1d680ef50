import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type flow, until } from "./test-world.ts";

/* The real program in a process of its own, to be killed. */
export const ROOT = join(import.meta.dirname, "..", "..", "..");
export const KEY = "test-key-0123456789abcdef";

/** On a machine that does much else besides. */
const STARTS_WITHIN_MS = 150_000;

export interface ServerProcess {
  api: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  /** Answers the flow's id. */
  publish: (document: ReturnType<typeof flow>) => Promise<string>;
  /** Resolves when it is gone; one that is gone already stays so. */
  kill: (signal?: "SIGKILL" | "SIGTERM") => Promise<void>;
}

/** Resolves when it says that it is ready. `PORT` is needed. */
export async function launchServer(env: Record<string, string> & { PORT: string }): Promise<ServerProcess> {
  const child = spawn(process.execPath, ["--disable-proto=delete", "apps/server/dist/main.mjs"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], ...env },
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString())).pipe(process.stderr);
  const ready = () => /^Cordboard is ready: http:\/\/\S+$/m.test(printed);
  await until(async () => ready() || child.exitCode !== null, STARTS_WITHIN_MS).catch(() => child.kill("SIGKILL"));
  if (!ready()) throw new Error(`The server is not ready (exit code ${child.exitCode}). It printed: ${printed || "nothing"}`);
  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${env.PORT}${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return readAs<T>(response);
  };
  return {
    api,
    publish: async (document) => {
      const made = await api<{ id: string; draft: { revision: number } }>("POST", "/api/flows", { name: document.name, document });
      await api("POST", `/api/flows/${made.id}/publish`, { revision: made.draft.revision });
      return made.id;
    },
    kill: async (signal = "SIGKILL") => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, "exit");
    },
  };
}
/** The tests say what the API answers. */
const readAs = async <T>(response: Response): Promise<T> => (await response.json()) as T;
