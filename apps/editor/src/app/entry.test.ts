import type { FlowDocument } from "@cordboard/flow";
import { expect, test } from "vitest";
import { answers, payloadOf } from "./entry.ts";

const flow = (config: FlowDocument["nodes"][number]["config"], ...exits: string[]): FlowDocument => ({
  format: "cordboard/flow@1",
  name: "",
  description: "",
  language: "en-US",
  nodes: [{ id: "s", type: "start", name: "Start", config }],
  edges: exits.map((exit) => ({ from: "s", exit, to: "x" })),
  variables: [],
  notes: [],
  tests: [],
  layout: {},
});

test("a flow answers what its start has a cord for", () => {
  const wired = flow({}, "incoming_call", "api_request");
  expect([answers(wired, "call"), answers(wired, "message"), answers(wired, "api")]).toEqual([true, false, true]);
});

test("the payload is what the start declares; a half-written start declares nothing", () => {
  expect(payloadOf(flow({ payload: [{ name: "agent", type: "phone", required: true, example: "+14155550111" }] }))).toMatchObject([
    { name: "agent", required: true, default: "" },
  ]);
  expect(payloadOf(flow({ payload: "soon" }))).toEqual([]);
});
