import { expect, test } from "vitest";
import { LiveFeed, type SocketLike } from "./live-feed.ts";

interface Message {
  type: string;
  topic?: string;
}

class FakeSocket implements SocketLike {
  sent: string[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const waits: { ms: number; run: () => void; cancelled: boolean }[] = [];
  const feed = new LiveFeed<Message>({
    topicsOf: (message) => (message.topic === undefined ? null : [message.topic]),
    frame: (kind, topic) => `${kind} ${topic}`,
    connect: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    delay: (ms, run) => {
      const wait = { ms, run, cancelled: false };
      waits.push(wait);
      return () => {
        wait.cancelled = true;
      };
    },
  });
  const heard: Message[] = [];
  let resumed = 0;
  const listener = { message: (m: Message) => heard.push(m), resumed: () => void resumed++ };
  return { feed, sockets, waits, heard, listener, resumedCount: () => resumed };
}

test("subscribes when the socket opens and hands a topic's messages to its listeners only", () => {
  const { feed, sockets, heard, listener } = setUp();
  feed.subscribe("run:1", listener);
  sockets[0]?.onopen?.();
  expect(sockets[0]?.sent).toEqual(["subscribe run:1"]);
  sockets[0]?.say({ type: "step", topic: "run:1" });
  sockets[0]?.say({ type: "step", topic: "run:2" });
  sockets[0]?.say("not json");
  sockets[0]?.say({ no: "type" });
  sockets[0]?.say({ type: "for everybody" });
  expect(heard).toEqual([{ type: "step", topic: "run:1" }, { type: "for everybody" }]);
});

test("a second listener of the same topic shares the subscription; a while after the last one the socket closes", () => {
  const { feed, sockets, waits, listener } = setUp();
  const other = { message: () => {}, resumed: () => {} };
  const leave1 = feed.subscribe("runs", listener);
  sockets[0]?.onopen?.();
  const leave2 = feed.subscribe("runs", other);
  expect(sockets[0]?.sent).toHaveLength(1);
  leave1();
  expect(sockets[0]?.closed).toBe(false);
  leave2();
  leave2();
  expect(sockets[0]?.sent.at(-1)).toBe("unsubscribe runs");
  expect(waits).toHaveLength(1);
  waits[0]?.run();
  expect(sockets[0]?.closed).toBe(true);
  expect(feed.state).toBe("idle");
});

test("after a loss it waits longer each time, subscribes again and tells listeners to refetch", () => {
  const { feed, sockets, waits, listener, resumedCount } = setUp();
  feed.subscribe("runs", listener);
  sockets[0]?.onopen?.();
  expect(resumedCount()).toBe(0);
  sockets[0]?.onclose?.();
  expect(feed.state).toBe("waiting");
  waits[0]?.run();
  sockets[1]?.onclose?.();
  expect(waits[1]?.ms).toBeGreaterThan(waits[0]?.ms ?? 0);
  waits[1]?.run();
  sockets[2]?.onopen?.();
  expect(sockets[2]?.sent).toEqual(["subscribe runs"]);
  expect(resumedCount()).toBe(1);
});

test("a page that follows at once takes the socket over", () => {
  const { feed, sockets, waits, listener } = setUp();
  feed.subscribe("runs", listener)();
  feed.subscribe("run:1", listener);
  expect(waits[0]?.cancelled).toBe(true);
  expect(sockets).toHaveLength(1);
});

test("leaving while it waits calls the retry off", () => {
  const { feed, sockets, waits, listener } = setUp();
  const leave = feed.subscribe("runs", listener);
  sockets[0]?.onclose?.();
  leave();
  waits[1]?.run();
  expect(waits[0]?.cancelled).toBe(true);
  expect(sockets).toHaveLength(1);
});

test("what an abandoned socket still says is not heard", () => {
  const { feed, sockets, waits, heard, listener } = setUp();
  feed.subscribe("runs", listener);
  sockets[0]?.onopen?.();
  sockets[0]?.onclose?.();
  waits[0]?.run();
  sockets[0]?.say({ type: "run", topic: "runs" });
  expect(heard).toEqual([]);
});
