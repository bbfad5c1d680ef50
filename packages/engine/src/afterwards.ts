import type { StepEvent } from "@cordboard/contract";
import { addEffectOf } from "./effects.ts";
import { objectOr } from "./object-or.ts";
import { fillIn, runtimeOf, stepContext } from "./scope.ts";
import type { Turn } from "./turn.ts";
import { keepSecret } from "./vault.ts";

/** There is no wait, so no token is drawn for it: its URLs would lead nowhere. */
const NO_WAIT = "over";

/**
 * Tells a node that has left what became of something it had set going. It can only add to its variables and post events,
 * so the path is never changed by it. A node whose texts can't be filled in any more learns nothing. False: nobody was there to
 * be told.
 */
export function afterwards(turn: Turn, nodeId: string, event: StepEvent): boolean {
  const { run, flow } = turn;
  const compiled = flow.nodes.get(nodeId);
  if (!compiled) return false;
  const told = runtimeOf(compiled, turn).afterwards;
  if (!told) return false;
  const config = fillIn(turn, compiled);
  if (!config.ok) return false;
  const { outputs, effects = [] } = told(config.value, event, stepContext(turn, compiled, NO_WAIT));
  for (const effect of effects) addEffectOf(turn, effect, nodeId);
  if (!outputs) return true;
  keepSecret(
    run,
    compiled.sensitive.map((name) => outputs[name]),
  );
  const { name } = compiled.node;
  run.variables[name] = { ...objectOr(run.variables[name]), ...outputs };
  turn.grew = true;
  return true;
}
