import { expect, test } from "vitest";
import type { Flow } from "../../api/flows.ts";
import { hindrance } from "../../app/hindrance.ts";
import { flowChoices } from "./flow-choices.ts";

const flow = (name: string, over: Partial<Flow> & { wired?: string[] } = {}): Flow => ({
  id: name,
  name,
  folder: "",
  draft: {
    revision: 1,
    document: {
      format: "cordboard/flow@1",
      name,
      description: "",
      language: "en-US",
      nodes: [{ id: "s", type: "start", name: "Start", config: {} }],
      edges: (over.wired ?? ["incoming_call"]).map((exit) => ({ from: "s", exit, to: "x" })),
      variables: [],
      notes: [],
      tests: [],
      layout: {},
    },
  },
  published: { version: 1, hash: "", at: "", by: "", message: "" },
  issues: [],
  numbers: [],
  changed: false,
  createdAt: "",
  updatedAt: "",
  ...over,
});

test("flows that can answer come first, those that can't say why", () => {
  const flows = [flow("Draft only", { published: null }), flow("Texts", { wired: ["incoming_message"] }), flow("Front desk")];
  expect(flowChoices(flows, "voice").map((choice) => [choice.label, choice.hint])).toEqual([
    ["No flow", undefined],
    ["Front desk", undefined],
    ["Draft only", "not published"],
    ["Texts", "takes no calls"],
  ]);
  expect(hindrance(flow("Front desk"), "message")?.short).toBe("takes no texts");
});

test("a draft that was edited since says nothing about the published version", () => {
  expect(hindrance(flow("Edited", { wired: [], changed: true }), "voice")).toBeNull();
});
