import {
  type AnyManifest,
  defineManifest,
  type Effect,
  type Outcome,
  type Runtimes,
  type StepContext,
  type VariableSpec,
} from "@cordboard/contract";
import { z } from "zod";

/*
 * Components that do what their config says, whether it makes sense or not: the engine must stay in order with every
 * component that keeps to the types. For tests only.
 */
export const DECISIONS = [
  "exit_a",
  "exit_b",
  "exit_failed",
  "exit_hung_up",
  "exit_bare",
  "speak",
  "speak_and_text",
  "text_and_exit",
  "to_the_answered_leg",
  "await_carrier",
  "await_world",
  "await_at_once",
  "await_text",
  "await_call",
  "await_message",
  "branch_out",
  "keep",
  "end",
  "hang_up",
  "schedule",
  "ignore",
  "ignore_with_outputs",
  "stay",
  "stay_longer",
  "stay_and_call",
  "throw",
] as const;
export type Decision = (typeof DECISIONS)[number];

/** What `enter` may answer. */
export const ENTERED = DECISIONS.filter((d) => !d.startsWith("ignore") && !d.startsWith("stay") && d !== "to_the_answered_leg");
export const TOLD = [
  "input",
  "silence",
  "effect",
  "call_progress",
  "timer",
  "hangup",
  "dial_leg",
  "message_status",
  "branch",
  "message",
  "room",
  "room_left",
  "stream",
  "command",
] as const;

export interface Whim {
  enter: Decision;
  told?: Partial<Record<string, Decision>>;
  text?: string;
}

const any = z.record(z.string(), z.json());
const base = {
  version: 1,
  title: "Whim",
  summary: "",
  icon: "box",
  config: any,
  defaults: () => ({}),
  variables: () => [],
  face: () => [],
};
const exits = () => [
  { id: "a", label: "A" },
  { id: "b", label: "B" },
  { id: "bare", label: "Bare" },
  { id: "failed", label: "Failed", handler: "on_error" as const },
  { id: "hung_up", label: "Hung up", handler: "on_hangup" as const, optional: true },
];

const variables = (): VariableSpec[] => [{ name: "digits", type: "text", title: "Keys", sensitive: true }];

export const whimManifests: AnyManifest[] = [
  defineManifest({ ...base, type: "voice", group: "call", needsCall: true, exits, variables }),
  defineManifest({ ...base, type: "logic", group: "logic", exits, variables }),
  defineManifest({ ...base, type: "letters", group: "message", hears: true, exits, variables }),
];

const whim = {
  enter: (config: Whim, ctx: StepContext) => decide(config.enter, config, ctx, null),
  resume: (config: Whim, event: { type: string; leg?: { callUuid: string } }, ctx: StepContext) =>
    decide(config.told?.[event.type] ?? "ignore", config, ctx, event.leg?.callUuid ?? null),
};

export const whimRuntimes: Runtimes = { voice: whim, logic: whim, letters: whim };

/** Decisions that hand a prompt on, and those that ask for effects: the engine must keep the two apart. */
export const SPEAKING: ReadonlySet<string> = new Set<Decision>(["speak", "speak_and_text"]);
export const ACTING: ReadonlySet<string> = new Set<Decision>(["speak_and_text", "text_and_exit", "await_text", "await_call", "branch_out"]);

function decide(decision: Decision, { text = "Hello." }: Whim, ctx: StepContext, legOfEvent: string | null): Outcome {
  const speak = { element: "Speak", body: text } as const;
  const sms = (): Effect => ({ ...SMS, media: [], id: ctx.newId() });
  const call = (): Effect => ({ ...CALL, id: ctx.newId() });
  const world = { for: "world", what: "time", deadlineSeconds: 10, memory: { since: ctx.now } } as const;
  const outputs = { digits: "482913", text };
  switch (decision) {
    case "exit_a":
    case "exit_b":
    case "exit_hung_up":
    case "exit_bare":
      return { do: "exit", exit: decision.slice(5), outputs };
    case "exit_failed":
      return { do: "exit", exit: "failed", error: { code: "no", message: "No." } };
    case "speak":
      return { do: "exit", exit: "a", verbs: [speak] };
    case "speak_and_text":
      return { do: "exit", exit: "a", verbs: [speak], effects: [sms()] };
    case "text_and_exit":
      return { do: "exit", exit: "b", effects: [sms()], vars: { count: ctx.random() } };
    case "to_the_answered_leg":
      return { do: "exit", exit: "a", ...(legOfEvent !== null && { leg: legOfEvent }), verbs: [speak] };
    case "await_carrier":
      return { do: "await", verbs: [speak, question(ctx)], wait: { for: "carrier", what: "digits", deadlineSeconds: 60 } };
    case "await_world":
      return { do: "await", wait: { ...world, holdVerbs: [speak] } };
    case "await_at_once":
      return { do: "await", verbs: [speak], wait: { ...world, deadlineSeconds: -1 } };
    case "await_text":
      return { do: "await", wait: world, effects: [sms()], outputs };
    case "await_call":
      return { do: "await", wait: world, effects: [call(), call()] };
    case "await_message":
      return { do: "await", wait: { ...world, hears: [{ number: null, contact: THEIRS }] } };
    case "branch_out":
      return {
        do: "await",
        verbs: [speak],
        wait: world,
        branches: [
          { exit: "a", keepsCall: true },
          { exit: "b", keepsCall: false },
        ],
      };
    case "keep":
      return ctx.kept === 2 ? { do: "exit", exit: "b" } : { do: "exit", exit: "a", keep: Number(ctx.kept) + 1 };
    case "end":
      return { do: "end", result: "done", outputs: { text } };
    case "hang_up":
      return { do: "end", hangup: true, verbs: [{ element: "Hangup" }] };
    case "schedule":
      return { do: "exit", exit: "a", verbs: [{ element: "Hangup", attributes: { schedule: 60 } }] };
    case "ignore":
      return { do: "ignore" };
    case "ignore_with_outputs":
      return { do: "ignore", outputs };
    case "stay":
      return { do: "stay", memory: { text } };
    case "stay_longer":
      return { do: "stay", deadlineSeconds: 30, outputs };
    case "stay_and_call":
      return { do: "stay", deadlineSeconds: 30, effects: [call()] };
    case "throw":
      throw new Error("A component threw.");
  }
}

const question = (ctx: StepContext) => ({ element: "GetDigits", attributes: { action: ctx.urls.action } }) as const;
export const [OURS, THEIRS] = ["+14155550199", "+14155550101"] as const;
const SMS = { kind: "send_message", channel: "sms", from: OURS, to: THEIRS, text: "Hi", expirySeconds: 60, log: "true" } as const;
const CALL = {
  kind: "place_call",
  from: OURS,
  to: THEIRS,
  ringSeconds: 45,
  timeLimitSeconds: 60,
  machineDetection: "off",
  machineSync: false,
  sendDigits: "",
  record: false,
} as const;
