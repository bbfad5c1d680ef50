import { describe, expect, it } from "vitest";
import { FrontendReader } from "./postgres-frames.ts";

const message = (type: string, body = ""): Buffer => {
  const text = Buffer.from(body, "latin1");
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(text.length + 4, 1);
  return Buffer.concat([head, text]);
};
const startUp = (): Buffer => {
  const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), Buffer.from("user\0cordboard\0\0", "latin1")]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
};
const query = (sql: string): Buffer => message("Q", `${sql}\0`);
const parse = (name: string, sql: string): Buffer => message("P", `${name}\0${sql}\0\0\0`);
const run = (name: string): Buffer =>
  Buffer.concat([message("B", `\0${name}\0${"x".repeat(1000)}`), message("E", "\0\0\0\0\0"), message("S")]);

/** Which of the messages, sent one after another on a connection, end a transaction that writes. */
function ends(...messages: Buffer[]): number[] {
  const reader = new FrontendReader();
  reader.push(startUp());
  return messages.flatMap((one, i) => (reader.push(one) ? [i] : []));
}

describe("what a client says to PostgreSQL", () => {
  it("a transaction ends with its COMMIT", () => {
    expect(ends(query("BEGIN"), query("INSERT INTO t VALUES (1)"), query("SELECT 1"), query("COMMIT"), query("SELECT 1"))).toEqual([3]);
    expect(ends(query("BEGIN"), parse("", "UPDATE t SET x = 1"), run(""), query("commit"))).toEqual([3]);
  });

  it("a statement of its own ends with its Sync, each time it is run", () => {
    expect(ends(parse("w", "WITH a AS (SELECT 1) INSERT INTO t SELECT 1"), run("w"), run("w"))).toEqual([1, 2]);
    expect(ends(query("DELETE FROM t"))).toEqual([0]);
  });

  it("what only reads ends nothing", () => {
    expect(ends(parse("r", "SELECT * FROM t FOR UPDATE SKIP LOCKED"), run("r"), query("SELECT 1"))).toEqual([]);
    expect(ends(query("BEGIN"), query("SELECT 1"), query("COMMIT"))).toEqual([]);
  });

  it("sees it in whatever pieces it comes", () => {
    const bytes = Buffer.concat([
      startUp(),
      parse("w", `INSERT ${"x".repeat(500)}`),
      run("w"),
      query("BEGIN"),
      query("DELETE FROM t"),
      query("COMMIT"),
    ]);
    for (const size of [1, 2, 3, 7, 31]) {
      const reader = new FrontendReader();
      let seen = 0;
      for (let i = 0; i < bytes.length; i += size) if (reader.push(bytes.subarray(i, i + size))) seen++;
      expect([size, seen]).toEqual([size, 2]);
    }
  });
});
