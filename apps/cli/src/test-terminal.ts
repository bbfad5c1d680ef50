import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Io } from "./command.ts";
import { main } from "./main.ts";

/** A terminal in a folder of its own. */
export interface Terminal {
  cwd: string;
  run: (args: string[], typed?: string[]) => Promise<{ code: number; out: string; err: string }>;
  close: () => Promise<void>;
}

export async function openTerminal(env: Record<string, string> = {}): Promise<Terminal> {
  const cwd = await mkdtemp(join(tmpdir(), "cordboard-cli-"));
  return {
    cwd,
    run: async (args, typed = []) => {
      const [out, err]: [string[], string[]] = [[], []];
      const io: Io = {
        out: (line) => void out.push(line),
        err: (line) => void err.push(line),
        env,
        cwd,
        lines: async function* () {
          yield* typed;
        },
      };
      const code = await main(args, io);
      return { code, out: out.join("\n"), err: err.join("\n") };
    },
    close: () => rm(cwd, { recursive: true }),
  };
}
