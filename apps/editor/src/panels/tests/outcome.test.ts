// @vitest-environment node
import { parseFlowTest } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { comparePath, headline, markOf, why, type Case } from "./outcome.ts";
import { readable } from "./words.ts";

const { test } = parseFlowTest({
  format: "cordboard/test@1",
  name: "x",
  start: { call: { from: "+14155550100", to: "+14155550199" } },
  phones: { "+14155550142": { busy: true } },
  steps: [{ hear: "press 3" }, { press: "3" }, { hangup: true }],
  expect: { status: "completed" },
});
if (!test) throw new Error("not a test");
const words = readable(test);

const report = (failedStep: Case["failedStep"], message = "It did not."): Case => ({
  name: "x",
  ok: failedStep === null,
  failedStep,
  message: failedStep === null ? null : message,
  runId: null,
  path: ["Start:incoming_call", "Menu:sales"],
});
const marks = (result: Case | null) =>
  Object.fromEntries([...words.given, ...words.steps, ...words.expected].map((line) => [line.key, markOf(line, words, result)]));

describe("what came of each line", () => {
  it("is all well, or nothing before the first run", () => {
    expect(new Set(Object.values(marks(null)))).toEqual(new Set(["none"]));
    expect(marks(report(null))).toMatchObject({ "1": "passed", "3": "passed", "expect.status": "passed", start: "none" });
  });

  it("stops at the step that failed", () => {
    expect(marks(report(2))).toMatchObject({ "1": "passed", "2": "failed", "3": "unreached", "expect.status": "none", start: "none" });
    expect(headline(words, report(2))).toBe("Failed at step 2 of 3: Press 3");
  });

  it("has all steps behind it when an expectation failed", () => {
    expect(marks(report("expect.status"))).toMatchObject({ "1": "passed", "3": "passed", "expect.status": "failed" });
    expect(headline(words, report("expect.status"))).toBe("Failed: The run completes");
    expect(marks(report("phones +14155550142"))).toMatchObject({ "3": "passed", "phones +14155550142": "failed" });
    expect(headline(words, report("expect.path Menu:help"))).toBe("Failed: the run took another path");
  });

  it("knows nothing of the steps when the flow has errors", () => {
    expect(marks(report("flow"))).toMatchObject({ "1": "none", "3": "none" });
    expect(headline(words, report("flow"))).toBe("The flow has errors");
    expect(headline(null, report("steps.0"))).toBe("Failed");
  });

  it("leaves the path out of the reason: it stands beside it", () => {
    expect(why(report(1, "Nobody heard “press 3”. It went Start:incoming_call → Menu:sales"))).toBe("Nobody heard “press 3”.");
    expect(why(report("expect.path A", "The run never went by A; it went Start → Menu:sales."))).toBe("The run never went by A.");
    expect(why({ ...report("start", "No run began."), path: [] })).toBe("No run began.");
  });
});

describe("comparePath", () => {
  const rows = (expected: string[], taken: string[] | null) => comparePath(expected, taken).map(({ entry, kind }) => `${kind} ${entry}`);

  it("shows the expected one until the test has run", () => {
    expect(rows(["Menu:sales"], null)).toEqual(["open Menu:sales"]);
  });

  it("marks what was expected among what was taken; a name alone stands for any exit", () => {
    expect(rows(["Menu", "Bye"], ["Start:incoming_call", "Menu:sales", "Ring:busy", "Bye"])).toEqual([
      "other Start:incoming_call",
      "met Menu:sales",
      "other Ring:busy",
      "met Bye",
    ]);
  });

  it("puts what was not taken beside where the run left that step", () => {
    expect(rows(["Menu:help", "Bye"], ["Start:incoming_call", "Menu:sales", "Bye"])).toEqual([
      "other Start:incoming_call",
      "other Menu:sales",
      "missing Menu:help",
      "met Bye",
    ]);
    expect(rows(["Gone"], ["Start:incoming_call"])).toEqual(["missing Gone", "other Start:incoming_call"]);
  });

  it("does not count one visit twice", () => {
    expect(rows(["Menu", "Menu"], ["Menu:a", "Bye"])).toEqual(["met Menu:a", "missing Menu", "other Bye"]);
  });
});
