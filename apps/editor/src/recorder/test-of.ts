import type { Context, Scenario } from "@cordboard/api";
import type { JsonObject } from "@cordboard/contract";
import { TEST_FORMAT, type FlowDocument, type TestStep } from "@cordboard/flow";
import type { Run, Step } from "../api/runs.ts";
import type { SimMessage } from "../api/sim.ts";
import { isEntry } from "../document/index.ts";
import { freeName, nameFor, type StartKind } from "../panels/tests/new-test.ts";
import { actsOfCall, actsOfTexts, type Act, type SpokenCall } from "./acts.ts";

/** All that is known of a run which somebody played by hand. */
export interface Recording {
  run: Run;
  scenario: Scenario;
  steps: readonly Step[];
  variables: Context["variables"];
  calls: readonly SpokenCall[];
  messages: readonly SimMessage[];
  /** Outside phones that act by a script, by number. */
  scripts: Readonly<Record<string, JsonObject>>;
}

/** Pauses up to here are nobody's intention; a step of a test waits by itself. */
const PAUSE_MS = 45_000;

/** The run as a flow test: the same beginning, the same acts in the same order, and the same way through the flow. */
export function testOf(recording: Recording, document: FlowDocument): JsonObject {
  const { run, scenario, scripts } = recording;
  const calls = recording.calls.map((call) => ({ call, phone: call.direction === "inbound" ? call.from : call.to }));
  const caller = calls.find(({ call }) => call.direction === "inbound")?.call;
  const acts = [
    ...calls.flatMap(({ call, phone }) => actsOfCall(call, call === caller ? null : phone, phone in scripts)),
    ...actsOfTexts(recording.messages, run.contact),
  ].toSorted((a, b) => a.at - b.at);
  const phones = Object.fromEntries(calls.flatMap(({ phone }) => (scripts[phone] ? [[phone, scripts[phone]]] : [])));
  const path = recording.steps
    .filter(({ thread, node }) => thread === "main" && !isEntryOf(document, node.id))
    .map(({ node, exit }) => (exit === null ? node.name : `${node.name}:${exit}`));
  return clean({
    format: TEST_FORMAT,
    name: freeName(document, nameFor(kindOf(scenario), path)),
    now: scenario.now,
    start: clean(scenario.start),
    ...(scenario.startAt !== null && { startAt: scenario.startAt, variables: givenTo(recording, document) }),
    ...(Object.keys(phones).length > 0 && { phones }),
    ...(Object.keys(scenario.mocks).length > 0 && { mocks: scenario.mocks }),
    steps: joined(acts),
    expect: { path, ...(run.status !== "stopped" && { status: run.status }) },
  });
}

/** Keys pressed one after the other are one step; a long silence is one too. */
function joined(acts: readonly Act[]): TestStep[] {
  const steps: TestStep[] = [];
  let last: number | null = null;
  for (const { at, step } of acts) {
    const pause = last === null ? 0 : at - last;
    last = at;
    const before = steps.at(-1);
    if (pause > PAUSE_MS) steps.push({ wait: `${Math.round(pause / 1_000)}s` }, step);
    else if (before && "press" in before && "press" in step && before.phone === step.phone) {
      steps[steps.length - 1] = { ...before, press: before.press + step.press };
    } else steps.push(step);
  }
  return steps;
}

/** What the run had of nodes that it never visited: that was given to it. */
function givenTo({ variables, steps }: Recording, document: FlowDocument): JsonObject {
  const visited = new Set(steps.map(({ node }) => node.name));
  const entry = document.nodes.find(isEntry)?.name;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !visited.has(name) && name !== entry));
}

function isEntryOf({ nodes }: FlowDocument, id: string): boolean {
  const node = nodes.find((candidate) => candidate.id === id);
  return node !== undefined && isEntry(node);
}

const kindOf = ({ start }: Scenario): StartKind => ("call" in start ? "call" : "message" in start ? "message" : "api");

/** As JSON has it: without what is undefined. */
function clean(value: object): JsonObject {
  const plain: JsonObject = JSON.parse(JSON.stringify(value));
  return plain;
}
