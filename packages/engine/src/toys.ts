import {
  type AnyManifest,
  type Advance,
  type JsonObject,
  defineManifest,
  type RunEvent,
  type RunState,
  type Runtimes,
  type Trigger,
} from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import { z } from "zod";
import { advance } from "./advance.ts";
import { type CompiledFlow, compileFlow } from "./compile.ts";
import { newRun } from "./new-run.ts";
import type { EngineDeps } from "./turn.ts";
import { OURS, THEIRS, whimManifests, whimRuntimes } from "./whims.ts";

/** Toy components: the engine is tested without any real one, so it cannot learn a real type's name. */
const any = z.record(z.string(), z.json());
const base = { version: 1, title: "Toy", summary: "", icon: "box", config: any, defaults: () => ({}), variables: () => [], face: () => [] };

const manifests: AnyManifest[] = [
  defineManifest({
    ...base,
    type: "begin",
    group: "start",
    entry: true,
    exits: () => [
      { id: "call", label: "Call", trigger: "call" },
      { id: "message", label: "Message", trigger: "message" },
      { id: "api", label: "API", trigger: "api" },
      { id: "on_hangup", label: "On hang-up", handles: "on_hangup" },
      { id: "on_error", label: "On error", handles: "on_error" },
    ],
  }),
  defineManifest({ ...base, type: "say", group: "input", needsCall: true, exits: () => [{ id: "done", label: "Done" }] }),
  defineManifest({
    ...base,
    type: "ask",
    group: "input",
    needsCall: true,
    variables: () => [{ name: "digits", type: "text", title: "Keys", callerChosen: true }],
    exits: () => [
      { id: "*", label: "Star" },
      { id: "got", label: "Got" },
      { id: "none", label: "Nothing" },
      { id: "hung_up", label: "Hung up", handler: "on_hangup", optional: true },
    ],
  }),
  defineManifest({
    ...base,
    type: "secret",
    group: "input",
    needsCall: true,
    variables: () => [{ name: "pin", type: "text", title: "PIN", sensitive: true }],
    exits: () => [{ id: "got", label: "Got" }],
  }),
  defineManifest({
    ...base,
    type: "send",
    group: "message",
    destinations: ({ free }) => ({ fields: ["to"], callerMayChoose: free === true }),
    exits: () => [
      { id: "sent", label: "Sent" },
      { id: "failed", label: "Failed", handler: "on_error" },
    ],
  }),
  defineManifest({
    ...base,
    type: "dial",
    group: "call",
    exits: () => [
      { id: "answered", label: "Answered" },
      { id: "failed", label: "Failed", handler: "on_error" },
    ],
  }),
  defineManifest({ ...base, type: "pass", group: "logic", exits: () => [{ id: "next", label: "Next" }] }),
  defineManifest({ ...base, type: "pause", group: "logic", exits: () => [{ id: "next", label: "Next" }] }),
  defineManifest({
    ...base,
    type: "split",
    group: "logic",
    exits: () => [
      { id: "left", label: "Left", fork: "with_call" },
      { id: "right", label: "Right", fork: "without_call" },
      { id: "joined", label: "Joined", joins: "all" },
    ],
  }),
  defineManifest({
    ...base,
    type: "turns",
    group: "logic",
    bounded: true,
    exits: () => [
      { id: "each", label: "Each" },
      { id: "done", label: "Done" },
    ],
  }),
  defineManifest({
    ...base,
    type: "sub",
    group: "logic",
    exits: () => [
      { id: "done", label: "Done" },
      { id: "failed", label: "Failed", handler: "on_error" },
    ],
  }),
  defineManifest({ ...base, type: "finish", group: "logic", exits: () => [] }),
  defineManifest({ ...base, type: "boom", group: "logic", exits: () => [{ id: "next", label: "Next" }] }),
  defineManifest({ ...base, type: "hang", group: "call", needsCall: true, exits: () => [] }),
];

const runtimes: Runtimes = {
  begin: {
    enter: (_config, ctx) => ({ do: "exit", exit: ctx.trigger.kind, outputs: { kind: ctx.trigger.kind } }),
    goodbye: () => [{ element: "Speak", body: "Goodbye." }],
  },
  say: {
    enter: (config: { text?: string }) => ({
      do: "exit",
      exit: "done",
      verbs: [{ element: "Speak", body: String(config.text ?? "Hello") }],
    }),
  },
  ask: {
    enter: (_config, ctx) => ({
      do: "await",
      wait: { for: "carrier", what: "digits", deadlineSeconds: 60 },
      verbs: [{ element: "GetDigits", attributes: { action: ctx.urls.action } }],
    }),
    resume: (_config, event) => {
      if (event.type === "input") return { do: "exit", exit: event.digits === "*" ? "*" : "got", outputs: { digits: event.digits } };
      return event.type === "silence" ? { do: "exit", exit: "none" } : { do: "ignore" };
    },
  },
  secret: {
    enter: (_config, ctx) => ({
      do: "await",
      wait: { for: "carrier", what: "digits", deadlineSeconds: 60 },
      verbs: [{ element: "GetDigits", attributes: { action: ctx.urls.action, log: false } }],
    }),
    resume: (_config, event) => (event.type === "input" ? { do: "exit", exit: "got", outputs: { pin: event.digits } } : { do: "ignore" }),
  },
  send: {
    enter: (_config, ctx) => ({
      do: "await",
      wait: { for: "world", what: "message_receipt", deadlineSeconds: 30 },
      effects: [
        {
          id: ctx.newId(),
          kind: "send_message",
          channel: "sms",
          from: "+14155550100",
          to: "+14155550101",
          text: "Hi",
          media: [],
          expirySeconds: 10_800,
          log: "true",
        },
      ],
    }),
    resume: (_config, event) => {
      if (event.type !== "effect") return { do: "ignore" };
      return event.result.ok ? { do: "exit", exit: "sent" } : { do: "exit", exit: "failed", error: event.result.error };
    },
  },
  dial: {
    enter: (_config, ctx) => ({
      do: "await",
      wait: { for: "world", what: "call", deadlineSeconds: 120 },
      effects: [
        {
          id: ctx.newId(),
          kind: "place_call",
          from: "+14155550100",
          to: "+14155550101",
          ringSeconds: 45,
          timeLimitSeconds: 14_400,
          machineDetection: "off",
          machineSync: false,
          sendDigits: "",
          record: false,
        },
      ],
    }),
    resume: (_config, event) => {
      if (event.type !== "call_progress") return { do: "ignore" };
      if (event.progress === "answered") return { do: "exit", exit: "answered", leg: event.leg.callUuid };
      return event.progress === "ended" ? { do: "exit", exit: "failed", error: { code: "dial_failed", message: "No." } } : { do: "ignore" };
    },
  },
  pass: { enter: () => ({ do: "exit", exit: "next" }) },
  pause: {
    enter: () => ({ do: "await", wait: { for: "world", what: "time", deadlineSeconds: 10 } }),
    resume: (_config, event) => (event.type === "timer" ? { do: "exit", exit: "next" } : { do: "ignore" }),
  },
  split: {
    enter: () => ({
      do: "await",
      wait: { for: "world", what: "branches", deadlineSeconds: 60, memory: 2 },
      branches: [
        { exit: "left", keepsCall: true },
        { exit: "right", keepsCall: false },
      ],
    }),
    resume: (config: { any?: boolean }, event, _ctx, open) => {
      if (event.type === "timer") return { do: "exit", exit: "joined", outputs: { late: true } };
      if (event.type !== "branch") return { do: "ignore" };
      const { result, outputs, reason } = event;
      const told = { [event.exit]: { result, outputs, reason } };
      if (config.any || open === 1) return { do: "exit", exit: "joined", outputs: told };
      return { do: "stay", memory: 1, outputs: told };
    },
  },
  turns: {
    enter: (_config, { kept }) => {
      const made = typeof kept === "number" ? kept : 0;
      return made < 2 ? { do: "exit", exit: "each", keep: made + 1, outputs: { made } } : { do: "exit", exit: "done" };
    },
  },
  sub: {
    enter: (_config, ctx) => {
      const [id, runId] = [ctx.newId(), ctx.newId()];
      const what = { flow: "Other", version: null, inputs: {}, waits: true, takesCall: true, takesVariables: false };
      return {
        do: "await",
        wait: { for: "world", what: "flow", deadlineSeconds: 600 },
        effects: [{ id, kind: "start_run", runId, ...what }],
      };
    },
    resume: (_config, event) => {
      if (event.type === "flow_ended") return { do: "exit", exit: "done" };
      if (event.type !== "effect" || event.result.ok) return { do: "ignore" };
      return { do: "exit", exit: "failed", error: event.result.error };
    },
  },
  finish: { enter: () => ({ do: "end", result: "fine", outputs: { value: 42 } }) },
  boom: {
    enter: () => {
      throw new Error("boom");
    },
  },
  hang: { enter: () => ({ do: "end", hangup: true, verbs: [{ element: "Hangup" }] }) },
};

/** Every component that the engine's tests know. */
export const components = {
  registry: new Map([...manifests, ...whimManifests].map((m) => [m.type, m])),
  runtimes: { ...runtimes, ...whimRuntimes },
};

/** `toyFlow("Start.call>Hello", "Hello.done>Ask")`: nodes come from the cords; `Name:type` once says the type, else the name's first word does. */
export function toyFlow(...cords: string[]): FlowDocument {
  const nodes = new Map<string, { id: string; type: string; name: string; config: JsonObject }>();
  const node = (text: string): string => {
    const [name = "", type = name.replace(/\d+$/, "").toLowerCase()] = text.split(":");
    if (!nodes.has(name)) nodes.set(name, { id: name, type, name, config: {} });
    return name;
  };
  const edges = cords.map((cord) => {
    const [left = "", right = ""] = cord.split(">");
    const [from = "", exit = ""] = left.split(".");
    return { from: node(from), exit, to: node(right) };
  });
  node("Begin");
  return {
    format: "cordboard/flow@1",
    name: "Toy",
    description: "",
    language: "en-US",
    nodes: [...nodes.values()],
    edges,
    variables: [],
    notes: [],
    tests: [],
    layout: {},
  };
}

/** The same flow with these configs, by node name. */
export function withConfigs(document: FlowDocument, configs: Record<string, JsonObject>): FlowDocument {
  return { ...document, nodes: document.nodes.map((node) => ({ ...node, config: configs[node.name] ?? node.config })) };
}

export function toyDeps(): EngineDeps & { faults: unknown[] } {
  let n = 0;
  const faults: unknown[] = [];
  return {
    newId: () => `id${++n}`,
    random: () => 0.5,
    urls: {
      step: (token, request) => `https://t/s/${token}/${request}`,
      document: (token, name) => `https://t/s/${token}/document/${name}`,
      media: (id) => id,
      recording: (id) => `https://t/recordings/${id}`,
    },
    onFault: (error) => faults.push(error),
    faults,
  };
}

export const inboundCall: Trigger = {
  kind: "call",
  call: {
    callUuid: "leg-a",
    from: "+14155550101",
    to: "+14155550199",
    status: "ringing",
    sipHeaders: {},
    startedAt: "2026-01-01T00:00:00.000Z",
  },
};
export const inboundText: Trigger = {
  kind: "message",
  message: {
    uuid: "text-0",
    from: THEIRS,
    to: OURS,
    text: "Hi",
    type: "sms",
    media: [],
    units: 1,
    intent: "",
    receivedAt: "2026-01-01T00:00:00.000Z",
  },
};
export const apiRequest: Trigger = { kind: "api", params: {} };

/** A run that is written to JSON and read back between any two events, as the store does. */
export class ToyRun {
  readonly flow: CompiledFlow;
  readonly deps = toyDeps();
  state: RunState;
  at = Date.parse("2026-01-01T00:00:00.000Z");
  last: Advance | null = null;
  readonly history: Advance[] = [];

  constructor(document: FlowDocument, trigger: Trigger) {
    this.flow = compileFlow(document, components);
    this.state = newRun({ id: "run1", flowId: "flow1", flowName: "Toy", version: 1, hash: "h", test: false, trigger, at: this.at });
    this.send({ type: "started", trigger });
  }

  send(event: DistributiveOmit<RunEvent, "at">): Advance {
    this.at += 1_000;
    const next = advance(this.flow, JSON.parse(JSON.stringify(this.state)) as RunState, { ...event, at: this.at }, this.deps);
    this.state = JSON.parse(JSON.stringify(next.run)) as RunState;
    this.history.push(next);
    this.last = next;
    return next;
  }

  /** Element names of the last answer, `Redirect` targets included as their request kind. */
  get heard(): string[] {
    const reply = this.last?.reply;
    return reply?.kind === "voice" ? reply.verbs.map((v) => v.element) : [];
  }

  get wait() {
    const { wait } = this.state.threads.main;
    if (!wait) throw new Error("The run waits for nothing.");
    return wait;
  }

  /** The effects so far, oldest first. */
  get effects() {
    return this.history.flatMap((a) => a.effects.map((e) => e.effect));
  }

  redirect(token = this.wait.token, callUuid = "leg-a"): Advance {
    return this.send({ type: "step", token, request: "redirect", callUuid, event: { type: "silence" } });
  }

  press(digits: string): Advance {
    const event = { type: "input", inputType: "dtmf", digits, speech: "", confidence: null } as const;
    return this.send({ type: "step", token: this.wait.token, request: "action", callUuid: "leg-a", event });
  }

  hangUp(callUuid = "leg-a", source = "Caller"): Advance {
    return this.send({
      type: "leg",
      callUuid,
      ended: true,
      change: { status: "completed", hangup: { code: 4000, cause: "Normal Hangup", source } },
    });
  }

  /** Node names in the order they were entered. */
  get path(): string[] {
    const steps = new Map(
      this.history.flatMap((a) => a.journal.flatMap((j) => (j.kind === "step" ? [[j.step.seq, j.step.node.name] as const] : []))),
    );
    return [...steps.values()];
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
