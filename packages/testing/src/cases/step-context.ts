import type { Leg, StepContext, Trigger } from "@cordboard/contract";
import type { Universe } from "../universe.ts";
import type { CaseFile } from "./case-file.ts";

const CALLER = "+14155550100";
const OURS = "+14155550199";

/** The call that a step talks to unless the case says otherwise. */
export const LEG: Leg = {
  callUuid: "call-1",
  role: "inbound",
  from: CALLER,
  to: OURS,
  status: "in-progress",
  startedAt: "2026-03-02T14:29:50.000Z",
  answeredAt: "2026-03-02T14:29:55.000Z",
  endedAt: null,
  hangup: null,
};

const TRIGGER: Trigger = {
  kind: "call",
  call: { callUuid: LEG.callUuid, from: CALLER, to: OURS, status: "ringing", sipHeaders: {}, startedAt: LEG.startedAt },
};

/** What a step sees in a case. */
export function stepContext({ context = {} }: Pick<CaseFile, "context">, universe: Universe, leg: Leg | null): StepContext {
  const token = universe.newToken();
  const language = context.flow?.language ?? "en-US";
  return {
    node: { id: "node", name: "Node", ...context.node },
    run: { id: "run-1", ...context.run },
    flow: { id: "flow", name: "Flow", language },
    now: universe.now(),
    newId: universe.newId,
    random: universe.random,
    trigger: context.trigger ?? TRIGGER,
    number: context.number === undefined ? OURS : context.number,
    contact: context.contact === undefined ? CALLER : context.contact,
    leg,
    recordings: context.recordings ?? [],
    language: context.language ?? language,
    wired: new Set(context.wired),
    kept: deepFreeze(structuredClone(context.kept ?? null)),
    own: deepFreeze(structuredClone(context.own ?? {})),
    callLimits: () => ({ maxSeconds: null, maxPrice: null, pricePerMinute: null, ...context.callLimits }),
    urls: {
      action: universe.urls.step(token, "action"),
      redirect: universe.urls.step(token, "redirect"),
      callback: universe.urls.step(token, "callback"),
      document: (name) => universe.urls.document(token, name),
      media: universe.urls.media,
      recording: (id) => universe.urls.recording(id, universe.now()),
    },
  };
}

/** So that a runtime that changes its inputs throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
