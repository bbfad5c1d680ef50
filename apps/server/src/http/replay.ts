import { randomUUID } from "node:crypto";
import type { Mocks, Replay } from "@cordboard/api";
import { runtimes } from "@cordboard/components/runtime";
import { type RunEvent, type RunState, type Step, type StepEvent, LIMITS } from "@cordboard/contract";
import { type CompiledFlow, type EngineDeps, advance, compileFlow, newRun, waitFor } from "@cordboard/engine";
import { type FlowDocument, registry } from "@cordboard/flow";
import type { RunStore } from "../store/run-store.ts";

export interface ReplayRequest {
  runs: Pick<RunStore, "recordedEvents" | "steps">;
  run: RunState;
  source: "draft" | number;
  document: FlowDocument;
  hash: string;
  mocks: Mocks;
}

/**
 * Runs what happened to a run against another text of its flow, with nothing stored and nothing sent. Tokens, effects and
 * timers have other ids this time, so each recorded event goes to whatever waits for its kind: a carrier's request to the
 * open wait, an effect's result to an effect of the same node. A mock speaks for every effect of its node.
 */
export async function replay(request: ReplayRequest): Promise<Replay> {
  const { runs, run, source, document, hash, mocks } = request;
  const recorded = await runs.recordedEvents(run.id);
  const flow = compileFlow(document, { registry, runtimes });
  const stage = createStage(flow, run, mocks);
  for (const event of recorded) stage.play(event);
  const steps = stage.steps();
  return {
    source,
    hash,
    status: stage.run().status,
    reason: stage.run().reason,
    steps,
    variables: stage.run().variables,
    differences: differences(await runs.steps(run.id), steps),
    unusedEvents: stage.unused(),
  };
}

interface OpenEffect {
  id: string;
  node: string;
}

function createStage(flow: CompiledFlow, original: RunState, mocks: Mocks) {
  const { id, flowId, flowName, version, hash, trigger, startedAt } = original;
  let run = newRun({ id, flowId, flowName, version, hash, test: true, trigger, at: startedAt });
  const steps = new Map<number, Step>();
  const open: OpenEffect[] = [];
  const nameOf = (nodeId: string): string => flow.nodes.get(nodeId)?.node.name ?? nodeId;
  let unused = 0;

  const take = (event: RunEvent): void => {
    const result = advance(flow, run, event, DEPS);
    run = result.run;
    for (const entry of result.journal) {
      if (entry.kind === "step") steps.set(entry.step.seq, entry.step);
      if (entry.kind === "event" && entry.event.ignored) unused += 1;
    }
    for (const { effect, nodeId } of result.effects) open.push({ id: effect.id, node: nameOf(nodeId) });
  };

  /** Effects with a mock are answered at once, by the mock; those it leads to as well. */
  const answerMocked = (at: number): void => {
    for (let turns = 0; turns < LIMITS.runEntriesWithoutWait; turns += 1) {
      const index = open.findIndex(({ node }) => Object.hasOwn(mocks, node));
      const effect = open[index];
      const mock = effect && mocks[effect.node];
      if (!effect || !mock) return;
      open.splice(index, 1);
      const result = mock.ok
        ? mock
        : { ok: false as const, uncertain: false, error: mock.error, ...(mock.data ? { data: mock.data } : {}) };
      take({ at, type: "effect", effectId: effect.id, event: { type: "effect", effectId: effect.id, result } });
    }
  };

  return {
    run: () => run,
    steps: () => [...steps.values()].sort((a, b) => a.seq - b.seq),
    unused: () => unused,
    play: (event: RunEvent): void => {
      const fitting = fit(event, run, { original, open, mocks, nameOf });
      if (fitting) take(fitting);
      else unused += 1;
      answerMocked(event.at);
    },
  };
}

interface Fitting {
  original: RunState;
  open: OpenEffect[];
  mocks: Mocks;
  nameOf: (nodeId: string) => string;
}

/** The recorded event under the ids of this time. Null: nothing is there to hear it. */
function fit(event: RunEvent, run: RunState, { original, open, mocks, nameOf }: Fitting): RunEvent | null {
  const wait = waitFor(run, event.type === "step" ? event.callUuid : null);
  switch (event.type) {
    case "step":
      return wait ? { ...event, token: wait.token } : null;
    case "timer":
      return wait ? { ...event, timerId: wait.timerId } : null;
    case "effect": {
      const nodeId = original.effects[event.effectId]?.nodeId;
      const node = nodeId === undefined ? undefined : nameOf(nodeId);
      if (node !== undefined && Object.hasOwn(mocks, node)) return null;
      const known = open.find((effect) => effect.node === node);
      return known ? { ...event, effectId: known.id, event: withEffectId(event.event, known.id) } : null;
    }
    default:
      return event;
  }
}

const withEffectId = (event: StepEvent, effectId: string): StepEvent => ("effectId" in event ? { ...event, effectId } : event);

/** Addresses are never fetched here; they only have to be well-formed. */
const DEPS: EngineDeps = {
  newId: randomUUID,
  random: () => 0.5,
  urls: {
    step: (token, request) => `https://replay.invalid/${token}/${request}`,
    document: (token, name) => `https://replay.invalid/${token}/${name}`,
    media: (idOrUrl) => idOrUrl,
    recording: (id) => `https://replay.invalid/recordings/${id}`,
  },
};

/** Steps are compared one by one: the node visited and the exit taken. */
function differences(recorded: Step[], replayed: Step[]): Replay["differences"] {
  const way = (step: Step | undefined): string | null => (step ? `${step.node.name}:${step.exit ?? ""}` : null);
  const length = Math.max(recorded.length, replayed.length);
  return Array.from({ length }, (_, i) => ({ step: i + 1, recorded: way(recorded[i]), replayed: way(replayed[i]) })).filter(
    (pair) => pair.recorded !== pair.replayed,
  );
}
