// @vitest-environment node
import { describe, expect, it } from "vitest";
import { readTestText } from "./json-places.ts";

const TEXT = `{
  "format": "cordboard/test@1",
  "name": "greets",
  "start": { "call": { "from": "+14155550100", "to": "+14155550199" } },
  "steps": [
    { "hear": "hello" },
    { "press": "x" }
  ],
  "expect": { "paht": [] }
}`;
const read = (text: string, taken: string[] = []) => readTestText(text, new Set(taken));
const lines = (text: string, taken: string[] = []) => read(text, taken).problems.map(({ line, message }) => `${line} ${message}`);

describe("a test's text", () => {
  it("has its problems where they stand", () => {
    expect(lines(TEXT)).toEqual(["7 “press”: keys are 0-9 * #.", "9 There is no “paht” here. Remove it."]);
    expect(TEXT.slice(read(TEXT).problems[0]?.offset).startsWith('"press"')).toBe(true);
    expect(read(TEXT).test).toMatchObject({ name: "greets" });
  });

  it("names what is missing at the thing it is missing from", () => {
    expect(lines(TEXT.replace('"from": "+14155550100", ', "").replace('"x"', '"1"').replace('"paht": []', ""))).toEqual([
      "4 “from” is missing. Add it.",
    ]);
  });

  it("is nothing while it is no JSON", () => {
    expect(read(TEXT.replace('{ "hear": "hello" },', '{ "hear": "hello" }'))).toMatchObject({
      test: null,
      problems: [{ line: 7, message: "A comma is missing before this." }],
    });
    expect(read("")).toMatchObject({ test: null, problems: [{ line: 1 }] });
    expect(lines("[]")).toEqual(["1 A test is an object, in { }."]);
  });

  it("wants a name of its own", () => {
    expect(lines(TEXT.replace('"x"', '"1"').replace('"paht": []', ""), ["greets"])).toEqual([
      "3 Another test has this name. Choose another.",
    ]);
  });
});
