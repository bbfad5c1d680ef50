import { randomUUID } from "node:crypto";
import pg from "pg";

/** A database of its own on the server behind `url`; dropped at the end. */
export async function newDatabase(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `bench_${randomUUID().replaceAll("-", "")}`;
  const administer = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await administer(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.toString(), drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`) };
}
