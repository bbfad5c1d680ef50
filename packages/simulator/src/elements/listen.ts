import type { Input, InputKind } from "../calls/input-line.ts";
import { Interrupted, childController } from "../time/interrupted.ts";
import type { Stage } from "./stage.ts";

/**
 * What was pressed or said before the element began: thrown away, or kept as a telephone line does. A kept finish key
 * is always dropped: it belonged to an entry that was complete without it, and must not end this one at once.
 */
export function prepareToListen({ world, leg }: Stage, finishOnKey: string): void {
  if (!world.choices.keepEarlyInput) leg.input.clear();
  if (finishOnKey.length === 1) leg.input.skipLeading(finishOnKey);
}

/** The next input, or null when none of these kinds came in time. */
export async function nextWithin(stage: Stage, kinds: readonly InputKind[], ms: number): Promise<Input | null> {
  const { controller, release } = childController(stage.signal);
  const cancel = stage.world.time.after(ms, () => controller.abort(new Interrupted("done")));
  try {
    return await stage.leg.input.next(kinds, controller.signal);
  } catch (error) {
    if (error instanceof Interrupted && error.reason === "done") return null;
    throw error;
  } finally {
    cancel();
    release();
  }
}
