import type { Attempt } from "@cordboard/carrier";
import { readPayload, startSettings } from "@cordboard/components/manifest";
import { type HandedOver, LIMITS, type RunEffect, type RunState, STEP_CODES, type StepCode, type Trigger } from "@cordboard/contract";
import type { ClaimedEffect, RunStore } from "../store/run-store.ts";
import type { CompiledFlows } from "./compiled-flows.ts";
import type { createPassTexts } from "./pass-texts.ts";
import type { FlowPin, SubFlows } from "./ports.ts";
import type { Work, Written } from "./step-writer.ts";

/*
 * What runs do to other runs. Each is one event under a key of its own, so however often it is tried (a process that died, a
 * receipt that was lost) the other run takes it once:
 *
 *   start_run   flow-start:<effect>  ─► the new run's first commit, which also takes the call
 *   report_run  flow-end:<run>       ─► flow_ended, told to the run that waits; that commit takes the call back
 *   stop_run    flow-stop:<effect>   ─► stop
 *   pass_on     passed:<effect>      ─► the end of a call
 *   pass_texts  texts:<run>:<text>   ─► each text, told to whoever listens or the beginning of a run (pass-texts.ts)
 */
type Performed = { [Kind in RunEffect["kind"]]: Extract<RunEffect, { kind: Kind }> };
type Start = Performed["start_run"];

export interface RunEffectOptions {
  store: Pick<RunStore, "run" | "effect" | "listEffects">;
  flows: CompiledFlows;
  subFlows: SubFlows;
  write: (work: Work) => Promise<Written>;
  passTexts: ReturnType<typeof createPassTexts>;
}

const done: Attempt = { kind: "done", result: { ok: true, data: {} } };
const AGAIN_MS = 250;

export function createRunEffects({
  store,
  flows,
  subFlows,
  write,
  passTexts,
}: RunEffectOptions): (stored: ClaimedEffect, effect: RunEffect) => Promise<Attempt> {
  const tell = async (key: string, work: Pick<Work, "runId" | "event">): Promise<Written> =>
    write({ ...work, inbox: { key, digest: key, callUuid: null, xml: false } });

  const start = async (stored: ClaimedEffect, effect: Start): Promise<Attempt> => {
    const parent = await store.run(stored.runId);
    // Nobody waits for it any more; it must not begin behind its parent's back.
    if (!parent || parent.status !== "running" || parent.effects[effect.id]?.open === false) return failed("sub_flow_stopped");
    const depth = parent.trigger.kind === "flow" ? parent.trigger.by.depth + 1 : 1;
    if (depth >= LIMITS.subFlowDepth) return failed("sub_flow_too_deep");
    const pin = await subFlows.pin({ flowId: parent.flowId, version: parent.version, nodeId: stored.nodeId }, effect);
    if (!pin) return failed("sub_flow_missing");
    const refused = await refusal(pin, effect);
    if (refused) return refused;
    const trigger = triggerOf(parent, effect, depth);
    const handed = handedTo(parent, effect);
    const work: Work = {
      runId: effect.runId,
      event: { type: "started", trigger, ...(handed && { handed }) },
      birth: {
        pin,
        trigger,
        test: parent.test,
        parentRunId: parent.id,
        ...(effect.takesVariables && { variables: parent.variables }),
        ...(parent.batchId !== null && { batchId: parent.batchId }),
      },
    };
    await tell(`flow-start:${effect.id}`, work);
    return { kind: "done", result: { ok: true, data: { runId: effect.runId } } };
  };

  const refusal = async (pin: FlowPin, { inputs }: Start): Promise<Attempt | null> => {
    const { entry } = await flows.get(pin.hash);
    const exit = entry.manifest.exits(entry.config).find((one) => one.trigger === "flow");
    if (!exit || !entry.wired.has(exit.id)) return failed("sub_flow_not_callable");
    const { missing, wrong } = readPayload(startSettings(entry.node.config).payload, inputs);
    if (missing.length > 0) return failed("sub_flow_input_missing", missing.join(", "));
    return wrong.length > 0 ? failed("sub_flow_input_invalid", wrong.map(({ name }) => name).join(", ")) : null;
  };

  /** The other run may be on its way: what was to begin it is still being tried. */
  const unlessBegins = async (runId: string, from: string): Promise<Attempt> => {
    const { items } = await store.listEffects({ runId: from, kind: "start_run", limit: 100 });
    const begins = items.some(
      ({ effect, state }) => "runId" in effect && effect.runId === runId && (state === "pending" || state === "begun"),
    );
    const error = { code: "sub_flow_missing", message: "The other run has not begun yet." } as const;
    return begins ? { kind: "retry", afterMs: AGAIN_MS, error } : done;
  };

  return async (stored, effect) => {
    switch (effect.kind) {
      case "start_run":
        return start(stored, effect);
      case "report_run": {
        const { runId, effectId, end } = effect;
        await tell(`flow-end:${end.runId}`, { runId, event: { type: "effect", effectId, event: { type: "flow_ended", effectId, end } } });
        return done;
      }
      case "stop_run": {
        const { id, runId, giveBack } = effect;
        const told = await tell(`flow-stop:${id}`, { runId, event: { type: "stop", by: "the flow that ran this one", giveBack } });
        return told.kind === "unknown_run" ? unlessBegins(runId, stored.runId) : done;
      }
      case "pass_on": {
        const { id, runId, callUuid, change } = effect;
        const told = await tell(`passed:${id}`, { runId, event: { type: "leg", callUuid, change, ended: true, passedOn: true } });
        return told.kind === "unknown_run" ? unlessBegins(runId, stored.runId) : done;
      }
      case "pass_texts":
        return passTexts(stored, effect);
    }
  };
}

function failed(code: StepCode, what = ""): Attempt {
  const message = what === "" ? STEP_CODES[code] : `${STEP_CODES[code]} (${what})`;
  return { kind: "done", result: { ok: false, uncertain: false, error: { code, message } } };
}

function triggerOf(parent: RunState, effect: Start, depth: number): Trigger {
  const { trigger, number, contact } = parent;
  return {
    kind: "flow",
    inputs: effect.takesVariables ? inputsOf(trigger) : effect.inputs,
    by: { runId: parent.id, effectId: effect.id, flowName: parent.flowName, waits: effect.waits, depth },
    origin: trigger.kind === "flow" ? trigger.origin : trigger,
    number,
    contact: contact.number,
  };
}

/** A run that goes on elsewhere was told what it was told. */
const inputsOf = (trigger: Trigger): Start["inputs"] =>
  trigger.kind === "api" ? trigger.params : trigger.kind === "flow" ? trigger.inputs : {};

/** The calls as they are now: one may have ended since the step was taken. */
function handedTo({ lent, legs, vault, entered = [] }: RunState, { id, verbs = [], busy = false }: Start): HandedOver | null {
  const given = legs.filter(({ callUuid }) => lent?.[callUuid]?.effectId === id);
  if (given.length === 0 && vault.length === 0 && entered.length === 0) return null;
  return { legs: given, verbs, busy, secrets: vault, entered };
}
