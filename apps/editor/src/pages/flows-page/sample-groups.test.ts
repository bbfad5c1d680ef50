// @vitest-environment node
import { type FlowDocument } from "@cordboard/flow";
import { expect, it } from "vitest";
import { groupSamples } from "./sample-groups.ts";

const beginning = (id: string, ...exits: string[]): { id: string; document: FlowDocument } => ({
  id,
  document: {
    format: "cordboard/flow@1",
    name: id,
    description: "",
    language: "en-US",
    nodes: [
      { id: "start", type: "start", name: "Start", config: {} },
      { id: "end", type: "end", name: "End", config: {} },
    ],
    edges: exits.map((exit) => ({ from: "start", exit, to: "end" })),
    variables: [],
    notes: [],
    tests: [],
    layout: {},
  },
});
const shown = (...samples: ReturnType<typeof beginning>[]): unknown =>
  groupSamples(samples).map((group) => [group.title, group.samples.map(({ id }) => id)]);

it("puts samples where somebody who knows how theirs begins looks for them", () => {
  const samples = [
    beginning("autoresponder", "incoming_message"),
    beginning("receptionist", "incoming_call"),
    beginning("masking", "incoming_message", "incoming_call"),
    beginning("survey", "incoming_message", "api_request"),
    beginning("part", "run_by_flow"),
  ];
  expect(shown(...samples)).toEqual([
    ["Somebody calls you", ["receptionist", "masking"]],
    ["Somebody texts you", ["autoresponder"]],
    ["Your program starts it", ["survey", "part"]],
  ]);
});

it("leaves out what nothing belongs to", () => {
  expect(shown(beginning("receptionist", "incoming_call", "on_hangup"))).toEqual([["Somebody calls you", ["receptionist"]]]);
});
