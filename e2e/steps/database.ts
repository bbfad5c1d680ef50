import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import pg from "pg";

/** A superuser's address of the PostgreSQL that `npm test` starts. */
export const POSTGRES = process.env["CORDBOARD_TEST_POSTGRES"] ?? "";
export const NO_POSTGRES = "it needs PostgreSQL: run by npm test, or set CORDBOARD_TEST_POSTGRES";

/** What a replica is started with, besides its ports. */
export const onDatabase = (url: string): Record<string, string> => ({ DATABASE_URL: url, CORDBOARD_MASTER_KEY: "5e".repeat(32) });

/** An empty database of its own, and the way to remove it. */
export async function newDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `e2e_${randomBytes(8).toString("hex")}`;
  await admin(`CREATE DATABASE ${name}`);
  return { url: Object.assign(new URL(POSTGRES), { pathname: `/${name}` }).href, drop: () => admin(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The cable to a database: can be cut, so that it looks stopped, and mended. */
export async function cableTo(url: string): Promise<{ url: string; cut: () => void; mend: () => void; close: () => void }> {
  const { hostname, port } = new URL(url);
  const ends = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one
        .on("error", () => undefined)
        .on("close", () => {
          ends.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const cut = (): void => {
    whole = false;
    for (const end of ends) end.destroy();
  };
  return {
    url: Object.assign(new URL(url), { port: String(typeof address === "object" ? address?.port : 0) }).href,
    cut,
    mend: () => void (whole = true),
    close: () => {
      cut();
      server.close();
    },
  };
}
