// @vitest-environment node
import { expect, it } from "vitest";
import { flow, node } from "../../document/fixture.ts";
import { readFlowText } from "./flow-text.ts";

const good = JSON.stringify(
  flow([node("start", "start", "Start"), node("bye", "play_audio", "Bye", { prompt: [{ speak: "" }] })]),
  null,
  2,
);
const lineOf = (text: string, words: string) => text.slice(0, text.indexOf(words)).split("\n").length;

it("reads a flow and marks what check() says where it stands", () => {
  const { document, problems } = readFlowText(good);
  expect(document?.nodes).toHaveLength(2);
  expect(problems.find(({ level }) => level === "error")).toMatchObject({ line: lineOf(good, '"speak": ""') });
});

it("says what a mistake of JSON is, and where", () => {
  const broken = good.replace('"type": "play_audio",', '"type": "play_audio"');
  const { document, problems } = readFlowText(broken);
  expect(document).toBeNull();
  expect(problems).toMatchObject([{ level: "error", message: "A comma is missing before this." }]);
});

it("names an unknown key at its place", () => {
  const { document, problems } = readFlowText(good.replace('"type": "play_audio"', '"type": "play_audio",\n"colour": "red"'));
  expect(document).toBeNull();
  expect(problems[0]?.message).toContain("“colour”");
});

it.each([
  ["nonsense", "Lorem ipsum dolor sit amet", "JSON"],
  ["another kind of JSON", "[1, 2, 3]", "not a flow document"],
  ["a flow of a newer format", good.replace("cordboard/flow@1", "cordboard/flow@7"), "newer"],
  ["10 MB", `{"a":"${"x".repeat(11 * 1024 * 1024)}"}`, "at most 5"],
])("says plainly that it is %s", (_what, text, words) => {
  const { document, problems } = readFlowText(text);
  expect(document).toBeNull();
  expect(problems[0]?.message).toContain(words);
});
