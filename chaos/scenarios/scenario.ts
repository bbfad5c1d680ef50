import type { Prepared } from "../load/flows.ts";
import type { Figure } from "../report.ts";
import type { World, WorldOptions } from "../world/world.ts";

/** One promise, shown on its own: what is done, what was measured, and what of it is not as promised. */
export interface Scenario {
  /** One line for people. */
  promise: string;
  stores: readonly WorldOptions["store"][];
  run: (world: World, at: Prepared) => Promise<Outcome>;
}

export interface Outcome {
  figures: Record<string, Figure>;
  /** Empty: the promise holds. */
  wrong: string[];
}

/** Bounds on figures, by name of the figure; a figure that is missing is wrong. */
export function beyond(bounds: readonly [name: string, value: number | undefined, most: number][]): string[] {
  return bounds.flatMap(([name, value, most]) =>
    value !== undefined && value <= most ? [] : [`${name} is ${value ?? "missing"}, and may be ${most} at most`],
  );
}
