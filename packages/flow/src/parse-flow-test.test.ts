import { describe, expect, it } from "vitest";
import { parseFlowTest } from "./parse-flow-test.ts";

const start = { call: { from: "+14155550100", to: "+14155550199" } };
const test = (more: object) => ({ format: "cordboard/test@1", name: "greets", start, ...more });
const problems = (raw: unknown) => parseFlowTest(raw).problems?.map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("parseFlowTest", () => {
  it("fills in what may be left out", () => {
    expect(parseFlowTest(test({})).test).toMatchObject({ steps: [], phones: {}, http: [], expect: { path: [], variables: {} } });
  });

  it("says what is missing and what is one too many, with its place", () => {
    expect(problems({})).toEqual([
      "format: “format” is missing. Add it.",
      "name: “name” is missing. Add it.",
      "start: “start” is missing. Add it.",
    ]);
    expect(problems(test({ flwo: "x", expect: { paht: [] } }))).toEqual([
      "expect.paht: There is no “paht” here. Remove it.",
      "flwo: There is no “flwo” here. Remove it.",
    ]);
    expect(problems(test({ name: 7, steps: {} }))).toEqual([
      "name: “name” must be a text. Correct it.",
      "steps: “steps” must be a list, in [ ]. Correct it.",
    ]);
  });

  it("speaks of the step that was meant", () => {
    expect(problems(test({ steps: [{ press: "x" }, { hear: "a", fone: "b" }] }))).toEqual([
      "steps.0.press: “press”: keys are 0-9 * #.",
      "steps.1.fone: There is no “fone” here. Remove it.",
    ]);
    expect(problems(test({ steps: [{ expectCall: { to: "555" } }] }))).toEqual([
      "steps.0.expectCall.to: “to”: write numbers as +14155550100.",
    ]);
  });

  it("names the choices when nothing fits", () => {
    expect(problems(test({ start: { fax: {} } }))).toEqual(["start: One of “call”, “message”, “api” belongs here."]);
    expect(problems(test({ steps: [{ dance: true }] }))?.[0]).toMatch(/^steps\.0: One of “hear”, “press”, “say”/);
  });

  it("knows a status by its words", () => {
    expect(problems(test({ expect: { status: "done" } }))).toEqual([
      "expect.status: “status” must be “running” or “completed” or “failed” or “stopped”.",
    ]);
    expect(problems(null)).toEqual([": “The test” must be an object, in { }. Correct it."]);
  });
});
