import { expect, test } from "vitest";
import type { SimMessage } from "../api/sim.ts";
import { threadOf } from "./thread.ts";

const message = (messageUuid: string, from: string, to: string, at: string): SimMessage => ({
  messageUuid,
  from,
  to,
  at,
  direction: "inbound",
  text: messageUuid,
  media: [],
  state: "delivered",
});
const all = [
  message("reply", "+1B", "+1A", "2026-01-01T10:00:02.000Z"),
  message("ask", "+1A", "+1B", "2026-01-01T10:00:01.000Z"),
  message("other number", "+1A", "+1C", "2026-01-01T10:00:03.000Z"),
  message("other phone", "+1X", "+1B", "2026-01-01T10:00:04.000Z"),
];

test("a thread is one phone and one number, in order of time", () => {
  expect(threadOf(all, "+1A", "+1B").map((m) => m.text)).toEqual(["ask", "reply"]);
});

test("a draft has no number of its own: everything of the phone is its thread", () => {
  expect(threadOf(all, "+1A", null).map((m) => m.text)).toEqual(["ask", "reply", "other number"]);
});
