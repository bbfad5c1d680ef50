import { createConnection, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CutProxy } from "./cut-proxy.ts";
import { atEffectAnswer, atEffectRequest, cutAfterBytes, cutAfterMark } from "./traps.ts";

let server: Server;
let heard = "";
let proxy: CutProxy;
const sockets = new Set<Socket>();

/** Answers each piece with `answer to <piece>`. */
beforeEach(async () => {
  heard = "";
  server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    socket.on("data", (chunk) => {
      heard += chunk.toString("latin1");
      socket.write(`answer to ${chunk.toString("latin1")}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  proxy = await CutProxy.start({ host: "127.0.0.1", port }, () => (chunk) => chunk.includes("COMMIT"));
});
afterEach(async () => {
  await proxy.stop();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

/** Says something over a connection of its own; answers what came back before it ended, or within `ms`. */
function say(words: string, ms = 300): Promise<{ got: string; ended: boolean }> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port: proxy.port });
    sockets.add(socket);
    let got = "";
    const done = (ended: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ got, ended });
    };
    const timer = setTimeout(() => done(false), ms);
    socket.on("data", (chunk) => (got += chunk.toString("latin1")));
    socket.on("error", () => done(true)).on("close", () => done(true));
    socket.write(words);
  });
}

describe("a wire that can be cut", () => {
  it("passes everything on, late if it is told to", async () => {
    expect(await say("hello")).toEqual({ got: "answer to hello", ended: false });
    proxy.delayMs = 100;
    expect((await say("slow", 50)).got).toBe("");
    expect((await say("slow", 500)).got).toBe("answer to slow");
  });

  it.each([
    ["blackhole", ""],
    ["half_open", "hello"],
  ] as const)("%s: no answer and no end", async (mode, reached) => {
    proxy.mode = mode;
    expect(await say("hello")).toEqual({ got: "", ended: false });
    expect(heard).toBe(reached);
  });

  it("refuse: nobody is let in", async () => {
    proxy.mode = "refuse";
    expect(await say("hello")).toEqual({ got: "", ended: true });
  });

  it("cuts after so many bytes, once", async () => {
    proxy.arm(cutAfterBytes(5));
    expect(await say("hello")).toEqual({ got: "", ended: true });
    expect((await say("hello")).got).toBe("answer to hello");
    expect(proxy.cuts).toBe(1);
  });

  it("cuts after COMMIT: the database has it, the answer is lost", async () => {
    proxy.arm(cutAfterMark());
    expect((await say("BEGIN")).ended).toBe(false);
    expect(await say("COMMIT")).toEqual({ got: "", ended: true });
    expect(heard).toContain("COMMIT");
  });

  it("an effect's answer is cut after it was done, its request before", async () => {
    const post = "POST /v1/Account/MA/Message/ HTTP/1.1\r\n\r\n";
    let calls = 0;
    proxy.arm(atEffectAnswer(() => calls++));
    expect((await say("GET /v1/Account/MA/Message/ HTTP/1.1\r\n\r\n")).ended).toBe(false);
    expect(await say(post)).toEqual({ got: "", ended: true });
    expect([calls, heard.includes(post)]).toEqual([1, true]);
    heard = "";
    proxy.arm(atEffectRequest(() => calls++));
    expect(await say(post)).toEqual({ got: "", ended: true });
    expect([calls, heard]).toEqual([2, ""]);
  });

  it("a trap that is taken back does nothing", async () => {
    const disarm = proxy.arm(cutAfterBytes(0));
    expect(disarm()).toBe(true);
    expect((await say("hello")).got).toBe("answer to hello");
    expect(disarm()).toBe(false);
  });
});
