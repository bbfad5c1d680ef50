import type { JsonObject } from "@cordboard/contract";
import { hasTemplate, TEST_FORMAT, type FlowDocument, type FlowNode } from "@cordboard/flow";
import { isEntry, viewOf } from "../../document/index.ts";

export type StartKind = "call" | "message" | "api";

const CONTACT = "+14155550100";
const OURS = "+14155550199";
/** Words of a prompt that are enough to know it by. */
const PHRASE_CHARACTERS = 48;
/** Steps looked at for a template; more would only repeat the flow. */
const FAR = 8;

const NAMES: Record<StartKind, string> = { call: "a caller", message: "a text", api: "an API request" };

/** The ways this flow can begin: the exits of its entry that have a cord. */
export function startKinds(document: FlowDocument): StartKind[] {
  const entry = document.nodes.find(isEntry);
  if (!entry) return [];
  return (["call", "message", "api"] as const).filter((kind) => cordOf(document, entry, startExit(entry, kind)) !== undefined);
}

/** A first test of that start, which follows the flow as far as it is plain what a person would do. */
export function newTest(document: FlowDocument, kind: StartKind): JsonObject {
  const entry = document.nodes.find(isEntry);
  const { steps, path } = entry ? follow(document, entry, startExit(entry, kind)) : { steps: [], path: [] };
  return {
    format: TEST_FORMAT,
    name: freeName(document, nameFor(kind, path)),
    start: startOf(entry, kind),
    steps,
    expect: { path },
  };
}

/** What a test is called by where it leads. */
export function nameFor(kind: StartKind, path: readonly string[]): string {
  const [name, choice] = path.at(-1)?.split(":") ?? [];
  const does = choice !== undefined ? ` chooses ${choice}` : name !== undefined ? ` reaches ${name}` : "";
  return `${NAMES[kind]}${does}`;
}

function startOf(entry: FlowNode | undefined, kind: StartKind): JsonObject {
  if (kind === "call") return { call: { from: CONTACT, to: OURS } };
  if (kind === "message") return { message: { from: CONTACT, to: OURS, text: "Hello" } };
  const fields = list(entry?.config["payload"]).flatMap(({ name, example, default: preset }) => {
    const value = typeof example === "string" && example !== "" ? example : preset;
    return typeof name === "string" && name !== "" ? [[name, typeof value === "string" ? value : ""] as const] : [];
  });
  return { api: { to: CONTACT, from: OURS, params: Object.fromEntries(fields) } };
}

function follow(document: FlowDocument, entry: FlowNode, startId: string | undefined): { steps: JsonObject[]; path: string[] } {
  const steps: JsonObject[] = [];
  const path: string[] = [];
  let node = cordOf(document, entry, startId);
  for (let far = 0; node && far < FAR; far++) {
    const heard = phraseOf(node);
    if (heard !== null) steps.push({ hear: heard });
    const view = viewOf(node);
    const here = node;
    const wired = view.exits.filter((exit) => cordOf(document, here, exit.id) !== undefined);
    const keyed = wired.find((exit) => exit.key !== undefined);
    if (keyed?.key !== undefined) {
      path.push(`${node.name}:${keyed.id}`);
      return { steps: [...steps, { press: keyed.key }], path };
    }
    const [only, ...others] = view.exits.filter((exit) => exit.optional !== true && exit.handler === undefined);
    path.push(node.name);
    // Where several ways lead on, or somebody must act, the author knows what comes next.
    if (!only || others.length > 0 || view.manifest?.waits === true) break;
    node = cordOf(document, node, only.id);
    if (path.some((name) => name === node?.name)) break;
  }
  return { steps, path };
}

const startExit = (entry: FlowNode, kind: StartKind): string | undefined => viewOf(entry).exits.find((exit) => exit.trigger === kind)?.id;

function cordOf(document: FlowDocument, node: FlowNode, exit: string | undefined): FlowNode | undefined {
  const edge = document.edges.find((candidate) => candidate.from === node.id && candidate.exit === exit);
  return edge && document.nodes.find((candidate) => candidate.id === edge.to);
}

/** The first words a caller surely hears at a node; null where there are none, or they depend on the run. */
function phraseOf({ config }: FlowNode): string | null {
  const [first] = list(config["prompt"]);
  const spoken = first?.["speak"];
  if (typeof spoken !== "string" || spoken.trim() === "" || hasTemplate(spoken)) return null;
  const sentence = spoken.trim().split(/(?<=[.!?])\s/)[0] ?? "";
  if (sentence.length <= PHRASE_CHARACTERS) return sentence;
  return sentence.slice(0, sentence.lastIndexOf(" ", PHRASE_CHARACTERS)) || sentence;
}

/** A name no other test of the flow has: reports tell tests apart by it. */
export function freeName(document: FlowDocument, wanted: string): string {
  const taken = new Set(document.tests.map((test) => test["name"]));
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted} (${n})`;
    if (!taken.has(name)) return name;
  }
}

const list = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.filter((item): item is JsonObject => typeof item === "object" && item !== null && !Array.isArray(item)) : [];
