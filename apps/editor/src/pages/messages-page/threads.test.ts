import { expect, test } from "vitest";
import type { Message } from "../../api/messages.ts";
import { byDay, threadsOf } from "./threads.ts";

const message = (text: string, over: Partial<Message>): Message => ({
  uuid: text,
  runId: "r",
  flowId: "f",
  direction: "in",
  from: "+1A",
  to: "+1N",
  text,
  media: [],
  stepSeq: null,
  channel: "sms",
  parts: { count: 1, encoding: "gsm7" },
  status: "delivered",
  errorCode: null,
  errorText: null,
  test: false,
  at: "2026-03-01T10:00:00.000Z",
  ...over,
});

test("a contact's texts both ways are one thread, newest thread first", () => {
  const threads = threadsOf([
    message("hello", { at: "2026-03-01T10:00:00.000Z" }),
    message("answer", { direction: "out", from: "+1N", to: "+1A", at: "2026-03-01T10:00:02.000Z", status: "failed" }),
    message("later", { from: "+1B", at: "2026-03-01T11:00:00.000Z" }),
  ]);
  expect(threads.map((thread) => [thread.contact, thread.last.text, thread.count, thread.failed])).toEqual([
    ["+1B", "later", 1, 0],
    ["+1A", "answer", 2, 1],
  ]);
});

test("the newest message leads whatever the order they come in", () => {
  const threads = threadsOf([message("new", { at: "2026-03-02T00:00:00.000Z" }), message("old", { at: "2026-03-01T00:00:00.000Z" })]);
  expect(threads[0]?.last.text).toBe("new");
});

test("messages of a day stand together, oldest day first", () => {
  const days = byDay([
    message("b", { at: "2026-03-05T12:00:00.000Z" }),
    message("a", { at: "2026-03-01T12:00:00.000Z" }),
    message("c", { at: "2026-03-05T12:01:00.000Z" }),
  ]);
  expect(days.map((day) => day.messages.map((m) => m.text))).toEqual([["a"], ["b", "c"]]);
});
