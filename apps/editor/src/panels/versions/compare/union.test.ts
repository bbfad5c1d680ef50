// @vitest-environment node
import { expect, it } from "vitest";
import { cordKey } from "../../../document/index.ts";
import { flow, node } from "../../../document/fixture.ts";
import { groupsOf, unionOf } from "./union.ts";

const start = node("start", "start", "Start");
const speak = (id: string, name: string, text: string) => node(id, "play_audio", name, { prompt: [{ speak: text }] });
const before = flow(
  [start, speak("hello", "Hello", "Hi"), speak("bye", "Bye", "Bye")],
  ["start:incoming_call>hello", "hello:completed>bye"],
);
const after = flow(
  [start, speak("hello", "Hello", "Good morning"), speak("news", "News", "New")],
  ["start:incoming_call>news", "news:completed>hello"],
);

it("shows what is new, gone and changed on one board", () => {
  const union = unionOf(before, after);
  expect(Object.fromEntries(union.nodes)).toEqual({ hello: "changed", bye: "removed", news: "added" });
  expect(union.document.nodes.map(({ id }) => id)).toEqual(["start", "hello", "news", "bye"]);
  expect(union.cords.get(cordKey("start", "incoming_call"))).toBe("changed");
  expect(union.cords.get(cordKey("hello", "completed"))).toBe("removed");
  expect(union.document.layout["bye"]).toEqual(before.layout["bye"]);
});

it("tells the changes step by step, and nothing of what was only moved", () => {
  const groups = groupsOf(unionOf(before, after));
  expect(groups.map(({ title, mark }) => [title, mark])).toEqual([
    ["Start", "changed"],
    ["Hello", "changed"],
    ["News", "added"],
    ["Bye", "removed"],
  ]);
  const moved = { ...before, layout: { ...before.layout, hello: { x: 9, y: 9 } } };
  expect(groupsOf(unionOf(before, moved))).toEqual([]);
});
