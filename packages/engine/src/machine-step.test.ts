import fc from "fast-check";
import { expect, it } from "vitest";
import { transition } from "xstate";
import { compileFlow, exitEvent, handlerEvent } from "./compile.ts";
import { nextState } from "./machine-step.ts";
import { flows } from "./random-flows.ts";
import { components } from "./toys.ts";

it("leads where xstate's own transition leads, from every state by every event, the first time and from memory", () => {
  fc.assert(
    fc.property(flows, (document) => {
      const flow = compileFlow(document, components);
      const exits = new Set(document.edges.map((edge) => edge.exit));
      const events = [...exits, "nothing"].map(exitEvent).concat(handlerEvent("on_error"), handlerEvent("on_hangup"), "end");
      for (const state of flow.nodes.keys()) {
        for (const type of events) {
          const before = flow.machine.resolveState({ value: state, context: {} });
          const [after] = transition(flow.machine, before, { type });
          const expected = before.can({ type }) ? after.value : null;
          expect([nextState(flow, state, type), nextState(flow, state, type)]).toEqual([expected, expected]);
        }
      }
    }),
    { numRuns: 60 },
  );
});
