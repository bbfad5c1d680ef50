/** Random flows, and random things that may happen to their runs, by seed: for simulations outside of this package. */
import type { FlowDocument } from "@cordboard/flow";
import fc from "fast-check";
import { type Act, acts } from "./random-events.ts";
import { flows } from "./random-flows.ts";

export { type Act, happening, type Happening, type Known } from "./random-events.ts";
export { components as toyComponents } from "./toys.ts";

const sample = <T>(arbitrary: fc.Arbitrary<T>, seed: number): T => {
  const [found] = fc.sample(arbitrary, { seed, numRuns: 1 });
  if (found === undefined) throw new Error("Nothing was generated.");
  return found;
};

export const randomFlow = (seed: number): FlowDocument => sample(flows, seed);
export const randomActs = (seed: number): Act[] => sample(acts, seed);
