// node packages/engine/bench/steps.ts
//
// Steps per second of processor time of the engine with the run as JSON in and out, beside a bare hand-written reducer over
// the same JSON (quality.md, "engine step"). Interleaved rounds, medians; only the ratio means anything on a shared machine.
// One step is one webhook: digits in, a prompt and the next question out.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RunEvent, RunState, Verb } from "@cordboard/contract";
import { advance } from "../src/advance.ts";
import { ToyRun, inboundCall, toyDeps, toyFlow } from "../src/toys.ts";

const [ROUNDS, ROUND_MS] = [7, 400];
const NODES = 5;

const PLAIN = "Thank you. Here is the next question for you.";

/** A call that goes round a menu for ever: a press leads over a prompt to the next question. */
function menu(template: boolean): ToyRun {
  const cords = Array.from({ length: NODES }, (_, i) => [`Ask${i}.got>Say${i}`, `Say${i}.done>Ask${(i + 1) % NODES}`]).flat();
  const document = toyFlow("Begin.call>Ask0", ...cords);
  document.nodes.forEach((node) => {
    const n = /^Say(\d)$/.exec(node.name)?.[1];
    if (n !== undefined) node.config = { text: template ? `You pressed {{ Ask${n}.digits }}. Here is the next question.` : PLAIN };
  });
  return new ToyRun(document, inboundCall);
}

const press = (run: RunState, at: number): RunEvent => ({
  type: "step",
  at,
  token: run.threads.main.wait?.token ?? "",
  request: "action",
  callUuid: "leg-a",
  event: { type: "input", inputType: "dtmf", digits: "1", speech: "", confidence: null },
});

function engineStep(template: boolean): () => number {
  const run = menu(template);
  const deps = toyDeps();
  let json = JSON.stringify(run.state);
  let { at } = run;
  return () => {
    const state = JSON.parse(json) as RunState;
    // The budget of steps is for real runs.
    state.steps = 3;
    json = JSON.stringify(advance(run.flow, state, press(state, (at += 1_000)), deps).run);
    return json.length;
  };
}

/** What the engine's step comes to when nothing is general: one question, one prompt, one answer. */
function reducerStep(): () => number {
  const run = menu(false);
  let json = JSON.stringify(run.state);
  let { at } = run;
  let ids = 0;
  return () => {
    const state = JSON.parse(json) as RunState;
    const event = press(state, (at += 1_000));
    json = JSON.stringify(reduce(state, event, () => `id${++ids}`));
    return json.length;
  };
}

function reduce(state: RunState, event: RunEvent, newId: () => string): RunState {
  const { main } = state.threads;
  if (event.type !== "step" || event.event?.type !== "input" || main.wait?.token !== event.token || !main.wait.step) return state;
  const n = Number(main.state.slice(3));
  const next = `Ask${(n + 1) % NODES}`;
  const { digits } = event.event;
  state.variables[`Ask${n}`] = { digits };
  const iso = new Date(event.at).toISOString();
  const token = newId();
  const verbs: Verb[] = [
    { element: "Speak", body: PLAIN },
    { element: "GetDigits", attributes: { action: `https://t/s/${token}/action` } },
    { element: "Redirect", body: `https://t/s/${token}/redirect` },
  ];
  if (verbs.length !== 3) throw new Error("unreachable");
  state.seq += 3;
  const step = { ...main.wait.step, seq: state.seq, node: { id: next, name: next, type: "ask" }, enteredAt: iso };
  main.state = next;
  main.wait = { ...main.wait, token, nodeId: next, step, until: event.at + 60_000, timerId: newId() };
  return state;
}

/** Of processor time, garbage collection included: other people's work on the machine doesn't count. */
function perSecond(step: () => number): number {
  const begun = process.cpuUsage();
  const spentMs = (): number => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
  let steps = 0;
  while (spentMs() < ROUND_MS) {
    for (let i = 0; i < 100; i++) step();
    steps += 100;
  }
  return (steps * 1000) / spentMs();
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const steps = { engine: engineStep(false), withTemplate: engineStep(true), reducer: reducerStep() };
for (const step of Object.values(steps)) perSecond(step);
const rounds = Array.from({ length: ROUNDS }, () => ({
  engine: perSecond(steps.engine),
  withTemplate: perSecond(steps.withTemplate),
  reducer: perSecond(steps.reducer),
}));
const ratio = (of: "engine" | "withTemplate"): number => Number(median(rounds.map((r) => r[of] / r.reducer)).toFixed(2));
const result = {
  what: "engine step (digits in, a prompt and the next question out), run as JSON in and out, beside a bare reducer over the same JSON",
  node: process.version,
  rounds: ROUNDS,
  runBytes: steps.engine(),
  stepsPerCpuSecond: Math.round(median(rounds.map((r) => r.engine))),
  stepsWithTemplatePerCpuSecond: Math.round(median(rounds.map((r) => r.withTemplate))),
  reducerStepsPerCpuSecond: Math.round(median(rounds.map((r) => r.reducer))),
  ratio: ratio("engine"),
  ratioWithTemplate: ratio("withTemplate"),
};
console.log(JSON.stringify(result, null, 2));
const folder = fileURLToPath(new URL("../../../bench/results/", import.meta.url));
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}engine.json`, `${JSON.stringify(result, null, 2)}\n`);
