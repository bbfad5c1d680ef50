import type { SqlWriter } from "../sql.ts";

/**
 * Small things that an installation knows of itself and its replicas share: who the first owner is, whose master key it is,
 * where the simulator runs. `at`: when it was last said, ms since the epoch.
 */
export interface Fact {
  value: string;
  at: number;
}

export async function fact(sql: SqlWriter, name: string): Promise<Fact | null> {
  return (await sql.get<Fact>("SELECT value, at FROM facts WHERE name = ?", [name])) ?? null;
}

/** The first to say it is believed; answers what stands. */
export async function sayOnce(sql: SqlWriter, name: string, value: string, at: number): Promise<string> {
  await sql.run("INSERT INTO facts (name, value, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [name, value, at]);
  return (await fact(sql, name))?.value ?? value;
}

export async function say(sql: SqlWriter, name: string, value: string, at: number): Promise<void> {
  await sql.run(
    "INSERT INTO facts (name, value, at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
    [name, value, at],
  );
}

export async function forget(sql: SqlWriter, name: string): Promise<void> {
  await sql.run("DELETE FROM facts WHERE name = ?", [name]);
}
