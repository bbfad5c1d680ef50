import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const note = z.object({ url: z.url(), pid: z.number().int().positive(), host: z.string().default(hostname()) });
/** Where a simulator runs. `host`: name of the machine that `pid` is of. */
export type SimulatorNote = z.infer<typeof note>;

/** Where a running simulator is noted: for the server after this one, and for the other replicas. */
export interface SimulatorNotes {
  read: () => Promise<SimulatorNote | null>;
  write: (note: SimulatorNote) => Promise<void>;
  remove: () => Promise<void>;
  /** While `work` goes on no other replica starts or ends it. */
  exclusively: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Several replicas may use one simulator; it then stays where the first has started it. */
  shared: boolean;
  /** Says that this replica uses it, for a while. */
  use: () => Promise<void>;
  /** This replica uses it no more; answers whether another one still does. */
  leave: () => Promise<boolean>;
  /** Does another replica use it now? */
  usedByOthers: () => Promise<boolean>;
}

/** What was noted, if this program understands it. */
export function noted(text: string | null): SimulatorNote | null {
  try {
    return note.parse(JSON.parse(text ?? ""));
  } catch {
    return null;
  }
}

/** In the data folder of a server that is alone. */
export function folderNotes(folder: string): SimulatorNotes {
  const file = join(folder, "simulator.json");
  const text = (): string | null => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return null;
    }
  };
  return {
    read: async () => noted(text()),
    write: async (found) => writeFileSync(file, JSON.stringify(found)),
    remove: async () => rmSync(file, { force: true }),
    exclusively: (work) => work(),
    shared: false,
    use: async () => undefined,
    leave: async () => false,
    usedByOthers: async () => false,
  };
}
