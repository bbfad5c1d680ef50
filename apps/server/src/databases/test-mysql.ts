import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/*
 * MariaDB on tape: what a real one answered to each packet of ours, played back in the same order. To record it anew:
 *
 *   CORDBOARD_TEST_MYSQL=mysql://user:password@127.0.0.1:3306/empty_database npx vitest run apps/server/src/databases/mysql.test.ts
 */
const TAPE = new URL("./test-mysql.tape.json", import.meta.url);

/** By the name of a test: per connection, per packet of ours (the first before any), what the server said, in base64. */
type Tape = Record<string, string[][]>;

const RECORD = process.env["CORDBOARD_TEST_MYSQL"];
const tape = RECORD ? {} : (JSON.parse(readFileSync(TAPE, "utf8")) as Tape);

export interface TapedServer {
  /** With the address of the player, or of the recorder in front of the real server. */
  url: string;
  /** What was asked in words: `query …`, `prepare …`, `execute`. */
  heard: string[];
  close: () => Promise<void>;
}

/** `breaksAt`: the connection ends when it is asked this. */
export async function tapedMysql(name: string, breaksAt?: string): Promise<TapedServer> {
  const heard: string[] = [];
  const connections: string[][] = RECORD ? [] : (tape[name] ?? []);
  let next = 0;
  const server = createServer((client) => {
    const turns = RECORD ? (connections[next++] = [""]) : (connections[next++] ?? []);
    const answer = RECORD
      ? record(client, new URL(RECORD), turns)
      : (turn: number) => client.write(Buffer.from(turns[turn] ?? "", "base64"));
    let turn = 0;
    if (!RECORD) answer(0);
    packets(client, (packet) => {
      const words = spoken(packet);
      if (words !== null) heard.push(words);
      if (words !== null && breaksAt !== undefined && words.startsWith(breaksAt)) return void client.destroy();
      turn += 1;
      if (RECORD) turns[turn] ??= "";
      answer(turn, packet);
    });
    client.on("error", () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = new URL(RECORD ?? "mysql://flow:secret@127.0.0.1/flow");
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  url.searchParams.set("sslmode", "disable");
  return { url: url.href, heard, close: () => closeAndKeep(server, name, connections) };
}

/** Hands on what either side says, and keeps the server's part. */
function record(client: Socket, { hostname, port }: URL, turns: string[]): (turn: number, packet?: Buffer) => void {
  const real = connect(Number(port || 3306), hostname);
  real.on("data", (chunk: Buffer) => {
    const kept = Buffer.from(turns.at(-1) ?? "", "base64");
    turns[turns.length - 1] = Buffer.concat([kept, chunk]).toString("base64");
    client.write(chunk);
  });
  real.on("close", () => client.destroy());
  client.on("close", () => real.destroy());
  return (_turn, packet) => void real.write(packet ?? Buffer.alloc(0));
}

/** Packets begin with their length in three bytes and a number. */
function packets(socket: Socket, each: (packet: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUIntLE(0, 3)) {
      const length = 4 + rest.readUIntLE(0, 3);
      const packet = rest.subarray(0, length);
      rest = rest.subarray(length);
      each(packet);
    }
  });
}

/** Commands are numbered anew, so that a sign-in, which goes on from the server's greeting, is none. */
function spoken(packet: Buffer): string | null {
  if (packet[3] !== 0) return null;
  const text = packet.subarray(5).toString();
  switch (packet[4]) {
    case 0x03:
      return `query ${text.replace(/^[^A-Z]*/, "")}`;
    case 0x16:
      return `prepare ${text}`;
    case 0x17:
      return "execute";
    default:
      return null;
  }
}

async function closeAndKeep(server: Server, name: string, connections: string[][]): Promise<void> {
  await new Promise((done) => server.close(done));
  if (!RECORD) return;
  tape[name] = connections;
  writeFileSync(TAPE, `${JSON.stringify(tape, null, 2)}\n`);
}
