import { type AnyManifest, defineManifest, type ExitSpec } from "@cordboard/contract";
import { z } from "zod";
import { FLOW_FORMAT, type FlowDocument, type FlowEdge, type FlowNode } from "./document.ts";
import { makeRegistry } from "./registry.ts";

/** Small components with one trait each, so that these tests don't move with the real ones. */
const start = defineManifest({
  type: "start",
  version: 1,
  title: "Start",
  summary: "Begins a run.",
  group: "start",
  icon: "circle-play",
  entry: true,
  config: z.strictObject({}),
  defaults: () => ({}),
  exits: (): ExitSpec[] => [
    { id: "call", label: "Call", trigger: "call" },
    { id: "message", label: "Message", trigger: "message" },
    { id: "flow", label: "Flow", trigger: "flow", optional: true },
    { id: "on_error", label: "When a step fails", handles: "on_error", optional: true },
    { id: "on_hangup", label: "After a hang-up", handles: "on_hangup", optional: true },
  ],
  variables: () => [
    { name: "call.from", type: "phone", title: "Who calls", sample: "+14155550100" },
    { name: "http.params", type: "json", title: "Payload", open: true },
    { name: "call.headers", type: "json", title: "Headers" },
    { name: "call.recorded", type: "boolean", title: "Recorded" },
    { name: "call.words", type: "list", title: "Words" },
  ],
  face: () => [],
  requires: () => ["order"],
});

/** Speaks; goes on at once. */
const say = defineManifest({
  type: "say",
  version: 1,
  title: "Say",
  summary: "Speaks.",
  group: "input",
  icon: "volume-2",
  needsCall: true,
  config: z.strictObject({
    text: z
      .string()
      .min(1)
      .meta({ title: "Text", form: { widget: "prompt" } }),
    times: z.number().min(1).max(5).default(1).meta({ title: "Times" }),
  }),
  defaults: () => ({ text: "" }),
  exits: () => [{ id: "done", label: "Done" }],
  variables: () => [],
  face: (c) => [c.text],
  suggestName: (c) => `Say ${c.text}`,
});

/** Waits for a key; an exit per choice. */
const ask = defineManifest({
  type: "ask",
  version: 1,
  title: "Ask",
  summary: "Asks for a key.",
  group: "input",
  icon: "keyboard",
  needsCall: true,
  waits: true,
  config: z.strictObject({
    text: z.string().default("").meta({ title: "Text" }),
    choices: z
      .array(z.strictObject({ name: z.string().min(1).meta({ title: "Name" }), key: z.string().max(1).default("").meta({ title: "Key" }) }))
      .default([])
      .meta({ title: "Choices" }),
  }),
  defaults: () => ({ choices: [] }),
  exits: (c): ExitSpec[] => [
    ...c.choices.map(({ name }) => ({ id: name, label: name })),
    { id: "silent", label: "Nothing pressed", optional: true },
  ],
  variables: () => [{ name: "digits", type: "text", title: "Keys pressed", sample: "3", callerChosen: true }],
  face: () => [],
  check: (c) => {
    if (c.choices.length > 0) return [];
    return [{ level: "warning", code: "no_choices", message: "Nothing can be chosen yet. Add a choice.", field: "choices" }];
  },
});

/** Talks to the world; needs no call. Secrets may stand in its headers. */
const fetchIt = defineManifest({
  type: "fetch",
  version: 1,
  title: "Fetch",
  summary: "Asks a server.",
  group: "integration",
  icon: "globe",
  waits: true,
  acts: (c) => c.url.includes("notify"),
  config: z.strictObject({
    url: z.string().default("https://example.com").meta({ title: "Address" }),
    headers: z
      .record(z.string(), z.string())
      .default({})
      .meta({ title: "Headers", form: { secretSafe: true } }),
    code: z
      .string()
      .optional()
      .meta({ title: "Code", form: { literal: true } }),
  }),
  defaults: () => ({}),
  exits: (): ExitSpec[] => [
    { id: "ok", label: "Answered", optional: true },
    { id: "failed", label: "Failed", handler: "on_error", optional: true },
  ],
  variables: () => [{ name: "response", type: "json", title: "The answer", open: true }],
  face: () => [],
});

/** Places a call: whoever answers is talked to from then on. */
const dial = defineManifest({
  type: "dial",
  version: 1,
  title: "Dial",
  summary: "Places a call.",
  group: "call",
  icon: "phone",
  waits: true,
  config: z.strictObject({
    to: z
      .string()
      .default("+14155550100")
      .meta({ title: "To", form: { widget: "phone" } }),
    from: z
      .string()
      .optional()
      .meta({ title: "From", form: { widget: "phone", sender: "voice" } }),
    callerMayChoose: z.boolean().default(false),
  }),
  defaults: () => ({}),
  destinations: ({ callerMayChoose }) => ({ fields: ["to"], callerMayChoose }),
  exits: (): ExitSpec[] => [{ id: "answered", label: "Answered", optional: true, startsCall: true }],
  variables: () => [],
  face: () => [],
});

/** Sets a flow variable; goes on at once. */
const note = defineManifest({
  type: "note",
  version: 1,
  title: "Note",
  summary: "Remembers.",
  group: "logic",
  icon: "pencil",
  config: z.strictObject({ name: z.string().default("tier"), value: z.string().default("") }),
  defaults: () => ({}),
  exits: () => [{ id: "done", label: "Done", optional: true }],
  variables: (c) => [{ name: c.name, type: "text", title: "Remembered", flowVariable: true, copies: "value" }],
  face: () => [],
});

/** Two paths at once; the first keeps the call. */
const split = defineManifest({
  type: "split",
  version: 1,
  title: "Split",
  summary: "Does two things at once.",
  group: "logic",
  icon: "split",
  waits: true,
  config: z.strictObject({ join: z.enum(["all", "any"]).default("all") }),
  defaults: () => ({}),
  exits: (c): ExitSpec[] => [
    { id: "left", label: "Left", fork: "with_call" },
    { id: "right", label: "Right", fork: "without_call" },
    { id: "joined", label: "Joined", joins: c.join, optional: true },
  ],
  variables: () => [],
  face: () => [],
});

/** Counts its visits. */
const count = defineManifest({
  type: "count",
  version: 1,
  title: "Count",
  summary: "Counts.",
  group: "logic",
  icon: "tally-5",
  bounded: true,
  config: z.strictObject({}),
  defaults: () => ({}),
  exits: (): ExitSpec[] => [
    { id: "again", label: "Again" },
    { id: "enough", label: "Enough", optional: true },
  ],
  variables: () => [],
  face: () => [],
});

/** Runs another flow. */
const sub = defineManifest({
  type: "sub",
  version: 1,
  title: "Sub",
  summary: "Runs a flow.",
  group: "logic",
  icon: "workflow",
  waits: true,
  config: z.strictObject({
    flow: z.string(),
    inputs: z.array(z.string()).default([]),
    results: z.array(z.string()).nullable().default(null),
  }),
  defaults: () => ({ flow: "" }),
  exits: (): ExitSpec[] => [{ id: "done", label: "Done", optional: true }],
  variables: () => [],
  face: () => [],
  subFlow: (c) => ({
    flow: c.flow,
    version: null,
    field: "flow",
    inputs: { field: "inputs", names: c.inputs },
    results: c.results && { field: "results", names: c.results, item: (name) => name },
  }),
});

/** Ends a path with a result. */
const finish = defineManifest({
  type: "finish",
  version: 1,
  title: "Finish",
  summary: "Ends.",
  group: "logic",
  icon: "flag",
  config: z.strictObject({ result: z.string() }),
  defaults: () => ({ result: "done" }),
  exits: (): ExitSpec[] => [],
  variables: () => [],
  face: () => [],
  ends: (c) => c.result,
});

const manifests: AnyManifest[] = [sub, finish, start, say, ask, fetchIt, dial, note, split, count];
export const toys = makeRegistry(manifests);

export const node = (id: string, type: string, config: FlowNode["config"] = {}, name = id): FlowNode => ({ id, type, name, config });

/** `"start.call menu"`: from node, exit, to node. */
export function cord(text: string): FlowEdge {
  const [, from = "", exit = "", to = ""] = /^(\S+?)\.(\S+) (\S+)$/.exec(text) ?? [];
  return { from, exit, to };
}

export function flowOf(nodes: FlowNode[], cords: string[], more: Partial<FlowDocument> = {}): FlowDocument {
  return {
    format: FLOW_FORMAT,
    name: "Toy",
    description: "",
    language: "en-US",
    nodes: [node("start", "start", {}, "Start"), ...nodes],
    edges: cords.map(cord),
    variables: [],
    notes: [],
    tests: [],
    layout: {},
    ...more,
  };
}
