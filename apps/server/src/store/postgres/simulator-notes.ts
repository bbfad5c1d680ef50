import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { noted, type SimulatorNotes } from "../../simulator-notes.ts";
import { fact, forget, say } from "../catalog/facts.ts";
import type { PostgresDatabase } from "./database.ts";

const WHERE = "simulator";
/** `simulator_user:<replica>` is `<host> <pid>`; said again with each ping. */
const USER = "simulator_user:";
/** A replica that has not said so for this long is gone. A few pings. */
const USES_MS = 45_000;

/** In the database: replicas on one machine share the simulator that the first of them has started. */
export function sharedNotes({ sql, underLock }: Pick<PostgresDatabase, "sql" | "underLock">, now: () => number): SimulatorNotes {
  const me = `${USER}${randomUUID()}`;
  const usedByOthers = async (): Promise<boolean> => {
    const since = now() - USES_MS;
    const others = await sql.all<{ value: string }>("SELECT value FROM facts WHERE name LIKE ? AND name <> ? AND at > ?", [
      `${USER}%`,
      me,
      since,
    ]);
    return others.some(({ value }) => mayLive(value));
  };
  return {
    read: async () => noted((await fact(sql, WHERE))?.value ?? null),
    write: (note) => say(sql, WHERE, JSON.stringify(note), now()),
    remove: () => forget(sql, WHERE),
    exclusively: (work) => underLock("simulator", work),
    shared: true,
    use: async () => {
      await say(sql, me, `${hostname()} ${process.pid}`, now());
      await sql.run("DELETE FROM facts WHERE name LIKE ? AND at <= ?", [`${USER}%`, now() - USES_MS]);
    },
    leave: async () => {
      await forget(sql, me);
      return usedByOthers();
    },
    usedByOthers,
  };
}

/** Of one on this machine it is known at once whether it was killed. */
function mayLive(user: string): boolean {
  const [host, pid] = user.split(" ");
  if (host !== hostname()) return true;
  try {
    return process.kill(Number(pid), 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
