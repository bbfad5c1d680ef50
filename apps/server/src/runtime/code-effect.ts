import type { Attempt } from "@cordboard/carrier";
import type { CodeEffect } from "@cordboard/contract";
import type { ServicePorts } from "./services.ts";

/** Runs a step's code once. It can do nothing to the world, so it is never in doubt. */
export async function performCode(effect: CodeEffect, { code }: Pick<ServicePorts, "code">): Promise<Attempt> {
  const ran = await code.run(effect);
  if (ran.ok) return { kind: "done", result: { ok: true, data: { exit: ran.exit, outputs: ran.outputs, log: ran.log } } };
  return { kind: "done", result: { ok: false, uncertain: false, error: ran.error, data: { log: ran.log } } };
}
