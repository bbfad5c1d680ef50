import { manifests } from "@cordboard/components/manifest";
import type { AnyManifest } from "@cordboard/contract";
import { expect, it } from "vitest";
import { z } from "zod";
import { runFlowTest } from "../flow-test/run-flow-test.ts";
import { type ExampleFlow, exampleFlows } from "./example-flow.ts";
import { exampleNodes, readReadme } from "./readme.ts";

/*
 * Each example of a help page is pasted into flows in which the checker finds nothing to mend and every exit leads somewhere.
 * They are run by the real engine against the real simulator: when nobody does anything, and when the caller hangs up.
 */
const all: readonly AnyManifest[] = manifests;
const asNode = z.strictObject({ id: z.string(), type: z.string(), name: z.string(), config: z.record(z.string(), z.json()) });
const examples = all.flatMap(({ type, waits }) =>
  exampleNodes(readReadme(type) ?? "").map((raw) => {
    const node = asNode.parse(raw);
    return { title: `${node.name} of ${type}`, node, waits: waits === true, flows: exampleFlows(node) };
  }),
);

const PARTIES = { from: "+14155550100", to: "+14155550199" };
/** A flow that another one runs needs that one: run_flow has tests of its own. */
const START: Record<Exclude<ExampleFlow["trigger"], "flow">, object> = {
  call: { call: PARTIES },
  message: { message: { ...PARTIES, text: "Hello" } },
  api: { api: { ...PARTIES, params: {} } },
};
const HANG_UP = { hangup: true, phone: PARTIES.from };
/** Longer than any wait, and than a caller holds. */
const LONG = { wait: "401d" };
const HOLDS = { wait: "10m" };

const plays = examples.flatMap(({ title, node, waits, flows }) =>
  flows.flatMap((flow) => {
    const { trigger } = flow;
    if (trigger === "flow") return [];
    const start = START[trigger];
    const begun = `${title}, begun by ${trigger}, runs to its end when`;
    const silent = trigger === "call" ? [HOLDS, HANG_UP, LONG] : [LONG];
    return [
      { title: `${begun} nobody does anything`, node, flow, start, steps: silent },
      ...(waits && trigger === "call"
        ? [{ title: `${begun} the caller hangs up at once`, node, flow, start, steps: [HANG_UP, LONG] }]
        : []),
    ];
  }),
);

it("there is an example for every component", () => {
  expect([...new Set(examples.map(({ node }) => node.type))].toSorted()).toEqual(all.map(({ type }) => type).toSorted());
});

it.each(examples)("$title can be pasted into a flow and has nothing to mend there", ({ flows }) => {
  expect(flows.length).toBeGreaterThan(0);
});

it.each(plays)("$title", async ({ node, flow, start, steps }) => {
  // A caller who hangs up when the call is over already is no failure: what counts is what stands in the journal.
  const { journal, path } = await runFlowTest(flow.document, { format: "cordboard/test@1", name: "example", start, steps });
  expect(path.map((step) => step.split(":")[0])).toContain(node.name);
  expect(journal.findLast((entry) => entry.kind === "run")).toMatchObject({ run: { status: "completed" } });
});
