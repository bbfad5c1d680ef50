// @vitest-environment jsdom
import { expect, test } from "vitest";
import { receptionist } from "../document/fixture.ts";
import { drawFlow } from "./draw-flow.ts";
import { fileName } from "./save-file.ts";
import { withoutMarks } from "./without-marks.ts";

const colours = (token: string): string => `#${token.length.toString(16).padStart(3, "0")}`;
const parsed = (svg: string) => new DOMParser().parseFromString(svg, "image/svg+xml");

test("every step, exit and cord is in the drawing, and it is XML", () => {
  const document = { ...receptionist(), name: "Front & <back>" };
  const { svg, width, height } = drawFlow(document, colours);
  const xml = parsed(svg);
  expect(xml.querySelector("parsererror")).toBeNull();
  expect(xml.querySelector("title")?.textContent).toBe("Front & <back>");
  const words = [...xml.querySelectorAll("text")].map((text) => text.textContent);
  expect(words).toEqual(expect.arrayContaining(["Start", "Menu", "Call_Sales", "Say_Choice", "1 sales"]));
  expect(xml.querySelectorAll("path")).toHaveLength(document.edges.length);
  expect([width, height].every((side) => Number.isInteger(side) && side > 200)).toBe(true);
});

test("long words are cut, notes wrapped, and what XML can't hold is left out", () => {
  const document = {
    ...receptionist(),
    name: "A\u0000B\ud800",
    notes: [
      { id: "a", x: 0, y: 400, width: 120, height: 80, text: "one two three four five six" },
      { id: "b", x: 0, y: 500, width: 300, height: 80, text: "w".repeat(500), frame: true as const },
    ],
  };
  const xml = parsed(drawFlow(document, colours).svg);
  expect(xml.querySelector("title")?.textContent).toBe("AB");
  const words = [...xml.querySelectorAll("text")].map((text) => text.textContent ?? "");
  expect(words).toEqual(expect.arrayContaining(["one two three", "four five six"]));
  expect(words.every((line) => line.length < 60)).toBe(true);
});

test("a note is drawn without the marks of its Markdown; what only looks like one stays", () => {
  expect(withoutMarks("# Hours\n- **Mo–Fr** 9–17, *see* [the list](https://example.com)\n2 * 3 * 4, snake_case, `code`")).toBe(
    "Hours\n• Mo–Fr 9–17, see the list\n2 * 3 * 4, snake_case, code",
  );
});

test("a file is named after its flow", () => {
  expect(fileName("Déjà vu, Inc.", "png")).toBe("deja-vu-inc.png");
  expect(fileName("受付", "svg")).toBe("flow.svg");
});
