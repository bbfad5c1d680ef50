import type { Json } from "@cordboard/contract";
import type { Chance } from "./chance.ts";

/** One parser under fire. Inputs are JSON, so that one that fails can be kept. */
export interface FuzzTarget<Input extends Json = Json> {
  name: string;
  /** Part of the usual number of inputs that a test run judges, where each is a lot of work. */
  share?: number;
  /** The next input; the same chance makes the same input. */
  make: (chance: Chance) => Input;
  /** Hands the input to the parser. Refusing it by code is right; anything thrown from here is a failure. */
  judge: (input: Input) => void;
}

/** A target whose input type only itself knows. The cast lives here, once: an input goes to the target that made it. */
export function anyTarget<Input extends Json>(target: FuzzTarget<Input>): FuzzTarget {
  return target as unknown as FuzzTarget;
}

/** Says what is wrong unless it holds. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
