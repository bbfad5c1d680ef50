import { describe, expect, test } from "vitest";
import { viewOf } from "../document/index.ts";
import { flow, node, receptionist } from "../document/fixture.ts";
import { outlineRows, type OutlineRow } from "./rows.ts";

const written = (rows: readonly OutlineRow[]): string[] =>
  rows.map(({ level, via, node: step, again, open }) =>
    [
      "  ".repeat(level - 1) + (via ? `${via.exit.label}: ` : ""),
      step?.name ?? "nowhere",
      again ? " (above)" : open === false ? " …" : "",
    ].join(""),
  );
const rowsOf = (document: Parameters<typeof outlineRows>[0], ...closed: string[]) =>
  written(outlineRows(document, viewOf, new Set(closed)));

const speak = (id: string) => node(id, "play_audio", id.toUpperCase(), { prompt: [{ speak: id }] });

describe("the outline of a flow", () => {
  const talk = flow(
    [node("start", "start", "Start"), speak("a"), speak("b"), speak("c"), speak("d"), speak("e")],
    ["start:incoming_call>a", "a:completed>b", "b:completed>a", "d:completed>e", "e:completed>d"],
  );

  test("goes through it from the start, ways back lead up, what hangs on nothing comes last", () =>
    expect(rowsOf(talk)).toEqual([
      "Start",
      "  Incoming call: A",
      "    Completed: B",
      "      Completed: A (above)",
      "  Incoming message: nowhere",
      "  API request: nowhere",
      "C",
      "  Completed: nowhere",
      "D",
      "  Completed: E",
      "    Completed: D (above)",
    ]));

  test("leaves out what is folded, and doesn't make a root of it", () =>
    expect(rowsOf(talk, "a", "d")).toEqual([
      "Start",
      "  Incoming call: A …",
      "  Incoming message: nowhere",
      "  API request: nowhere",
      "C",
      "  Completed: nowhere",
      "D …",
    ]));

  test("says how many stand beside each other", () => {
    const rows = outlineRows(receptionist(), viewOf, new Set());
    const first = rows.filter(({ level }) => level === 2);
    expect(first.map(({ place, of }) => `${place}/${of}`)).toEqual(["1/3", "2/3", "3/3"]);
  });

  test("of a chain of 5,000 steps is made without recursion", () => {
    const steps = Array.from({ length: 5_000 }, (_, n) => speak(`s${n}`));
    const cords = steps.slice(1).map((_, n) => `s${n}:completed>s${n + 1}`);
    expect(
      outlineRows(flow([node("start", "start", "Start"), ...steps], ["start:incoming_call>s0", ...cords]), viewOf, new Set()),
    ).toHaveLength(5_004);
  });
});
