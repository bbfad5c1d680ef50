import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { type DatabaseServer, readDatabaseServer } from "./database-server.ts";
import { createDatabases } from "./databases.ts";

const QUESTION = { sql: "SELECT 1", values: [], mayChange: false, timeoutSeconds: 1, maxRows: 1, maxBytes: 1_024 };

it.each<[string, Partial<DatabaseServer> | null]>([
  [
    "postgres://ann:p%40ss@db.example.com/crm",
    { kind: "postgresql", user: "ann", password: "p@ss", port: 5432, database: "crm", tls: "prefer" },
  ],
  ["postgresql://ann@db.example.com:6432?sslmode=verify-full", { port: 6432, database: "ann", password: "", tls: "verify" }],
  ["mysql://ann:x@[2001:db8::1]/crm?ssl-mode=REQUIRED", { kind: "mysql", host: "[2001:db8::1]", port: 3306, tls: "require" }],
  [" mariadb://ann:x@db/crm?sslmode=disable\n", { kind: "mysql", tls: "off" }],
  ["postgres://db.example.com/crm", null],
  ["postgres://ann:100%@db.example.com/crm", null],
  ["postgres://ann:x@db.example.com/crm?sslmode=perhaps", null],
  ["https://ann:x@db.example.com", null],
  ["ann:x@db.example.com", null],
])("reads %s", (secret, server) => {
  const read = readDatabaseServer(secret);
  if (server === null) expect(read).toBeNull();
  else expect(read).toMatchObject(server);
});

it("lets ten queries into a database at once, and others elsewhere", () => {
  const databases = createDatabases();
  const server = readDatabaseServer("postgres://ann:x@db.example.com/crm");
  const other = readDatabaseServer("postgres://ann:x@db.example.com/shop");
  if (!server || !other) throw new Error("unreadable");
  const leaves = Array.from({ length: 10 }, () => databases.enter(server));
  expect(databases.enter(server)).toBeNull();
  expect(databases.enter(other)).not.toBeNull();
  leaves[0]?.();
  leaves[0]?.();
  expect(databases.enter(server)).not.toBeNull();
  expect(databases.enter(server)).toBeNull();
});

it.each(["postgres", "mysql"])("gives up a %s server that says nothing", async (scheme) => {
  const silent = createServer((socket) => socket.on("error", () => undefined).resume());
  await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
  const { port } = silent.address() as AddressInfo;
  const server = readDatabaseServer(`${scheme}://ann:x@db.example.com:${port}/crm`);
  if (!server) throw new Error("unreadable");
  await expect(createDatabases().ask(server, "127.0.0.1", QUESTION)).rejects.toMatchObject({ code: "query_timeout", done: "no" });
  await new Promise((done) => silent.close(done));
});
