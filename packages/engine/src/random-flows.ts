import type { Json } from "@cordboard/contract";
import type { FlowDocument, FlowNode } from "@cordboard/flow";
import fc from "fast-check";
import { type Decision, DECISIONS, ENTERED, TOLD } from "./whims.ts";

const NODES = 6;
/** Most texts are plain; some hold a template, and some one that can't be filled in. */
const TEXTS = ["Hello.", "Hi {{ contact.number }}", "It was {{ N1.digits }}", "{{ contact | no_such_filter }}"];
const often = <T>(usual: readonly T[], all: readonly T[], weight = 4) =>
  fc.oneof({ weight, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...all) });
const GO_ON: readonly Decision[] = ["exit_a", "exit_b", "speak", "speak_and_text", "stay", "stay_longer", "stay_and_call"];
const told = fc.record({
  ...Object.fromEntries(TOLD.map((type) => [type, often(GO_ON, DECISIONS, 2)])),
  call_progress: often(["to_the_answered_leg"], DECISIONS, 2),
  hangup: often(["ignore", "exit_a", "exit_hung_up"], DECISIONS, 2),
});
const whims = fc.record({
  enter: often(
    [
      "await_carrier",
      "await_carrier",
      "await_world",
      "await_text",
      "await_call",
      "await_call",
      "await_message",
      "branch_out",
      "keep",
      "speak",
      "speak",
    ],
    ENTERED,
  ),
  told,
  text: often(["Hello."], TEXTS),
});

const node = fc.record({ type: fc.constantFrom("voice", "voice", "logic", "letters"), config: whims });
const target = fc.integer({ min: 0, max: NODES + 1 });

/** A flow of six nodes and any cords between them; some exits stay bare. */
export const flows: fc.Arbitrary<FlowDocument> = fc
  .record({
    nodes: fc.array(node, { minLength: NODES, maxLength: NODES }),
    begin: fc.record({ call: fc.integer({ min: 0, max: NODES - 1 }), on_hangup: target, on_error: target }),
    cords: fc.array(fc.record({ a: target, b: target, failed: target, hung_up: target }), { minLength: NODES, maxLength: NODES }),
  })
  .map(({ nodes, begin, cords }) => {
    const edges: FlowDocument["edges"] = [];
    const cord = (from: string, exit: string, to: number): void => {
      if (to < NODES) edges.push({ from, exit, to: `n${to}` });
    };
    cord("Begin", "call", begin.call);
    // The first node needs no call, so that runs without one have somewhere to go.
    cord("Begin", "api", 0);
    cord("Begin", "message", 0);
    cord("Begin", "on_hangup", begin.on_hangup);
    cord("Begin", "on_error", begin.on_error);
    cords.forEach((exits, i) => Object.entries(exits).forEach(([exit, to]) => cord(`n${i}`, exit, to)));
    const placed: FlowNode[] = nodes.map(({ type, config }, i) => ({
      id: `n${i}`,
      type: i === 0 ? "logic" : type,
      name: `N${i}`,
      config: { ...config } as Record<string, Json>,
    }));
    return {
      format: "cordboard/flow@1",
      name: "Whims",
      description: "",
      language: "en-US",
      nodes: [{ id: "Begin", type: "begin", name: "Begin", config: {} }, ...placed],
      edges,
      variables: [{ name: "count", type: "number", value: "0" }],
      notes: [],
      tests: [],
      layout: {},
    };
  });
