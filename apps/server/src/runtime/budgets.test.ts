import { type JsonObject, LIMITS, type RunState } from "@cordboard/contract";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { CALLER, flow, startWorld, until, type World } from "../test-world.ts";

const DAY_MS = 86_400_000;
let world: World;
let now = 1_700_000_000_000;
/** What a stored run looks like when it is read. */
let aged: ((run: RunState) => void) | null = null;
beforeAll(async () => {
  world = await startWorld({
    clock: () => now,
    wrap: (store) => ({
      ...store,
      load: async (want) => {
        const loaded = await store.load(want);
        const change = aged;
        if (change) {
          for (const [id, entry] of loaded.runs) {
            const state = structuredClone(entry.state);
            change(state);
            loaded.runs.set(id, { ...entry, state });
          }
        }
        return loaded;
      },
    }),
  });
});
afterAll(() => world.close());
afterEach(() => {
  aged = null;
});

async function start(pin: ReturnType<World["publish"]>, params = {}): Promise<RunState> {
  const { runId } = await world.runtime.startRun({ pin, trigger: { kind: "api", params, to: CALLER } });
  return read(runId);
}
async function read(runId: string): Promise<RunState> {
  const run = await world.store.run(runId);
  if (!run) throw new Error("no such run");
  return run;
}
const PATIENT = flow({ Pause: ["wait", { seconds: 3_600 }], More: ["wait", { seconds: 3_600 }] }, [
  "Start.api_request -> Pause",
  "Pause.done -> More",
]);
/** The wait of the run is over. */
const goOn = async (run: RunState): Promise<RunState> => {
  now += 3_600_001;
  await world.runtime.advanceClock({ advanceMs: 0 });
  return read(run.id);
};

it("ends a circle without a wait within its first event, names the step, and leaves others alone", async () => {
  const circle = world.publish(
    flow({ Here: ["set_variables", { variables: [] }], There: ["set_variables", { variables: [] }] }, [
      "Start.api_request -> Here",
      "Here.done -> There",
      "There.done -> Here",
    ]),
  );
  const fine = world.publish(flow({ Done: ["end", { result: "ok" }] }, ["Start.api_request -> Done"]));
  const [ended, ...others] = await Promise.all([start(circle), ...Array.from({ length: 10 }, () => start(fine))]);
  expect(ended).toMatchObject({ status: "failed", steps: LIMITS.runEntriesWithoutWait, reason: { code: "loop_without_wait" } });
  expect(ended?.reason?.message).toMatch(/put a step that waits into the circle\. It was about to enter (Here|There)\.$/);
  expect(others.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => "completed"));
});

it("ends a run after its 50,000th step, naming the next one", async () => {
  const run = await start(world.publish(PATIENT));
  aged = (state) => void (state.steps = LIMITS.runSteps);
  expect((await goOn(run)).reason).toEqual({
    code: "too_many_steps",
    message: expect.stringMatching(/begin another one\. It was about to enter More\.$/),
  });
});

it("ends a run whose variables grow beyond 1 MB, naming the step", async () => {
  const names = Array.from({ length: 20 }, (_, i) => `Keep_${i}`);
  const keep = (name: string): [string, JsonObject] => [
    "set_variables",
    { variables: [{ name, type: "text", value: "{{Start.http.params.big}}" }] },
  ];
  const nodes = Object.fromEntries(names.map((name) => [name, keep(name.toLowerCase())]));
  const grow = flow({ ...nodes, Pause: ["wait", { seconds: 60 }] }, [
    `Start.api_request -> ${names[0]}`,
    `${names.at(-1)}.done -> Pause`,
    ...names.slice(1).map((name, i) => `${names[i]}.done -> ${name}`),
  ]);
  const run = await start(world.publish(grow), { big: "x".repeat(LIMITS.templateOutputBytes - 10) });
  expect(run).toMatchObject({ status: "failed", reason: { code: "context_too_large" } });
  expect(run.reason?.message).toMatch(/keep less of what comes in\. It was at Pause\.$/);
});

it("ends a run that is older than 400 days: with its next step, or by itself while it waits", async () => {
  const pin = world.publish(PATIENT);
  const run = await start(pin);
  const day = run.startedAt;
  aged = (state) => void (state.startedAt = day - (LIMITS.runAgeDays + 1) * DAY_MS);
  expect((await goOn(run)).reason).toEqual({
    code: "run_too_old",
    message: expect.stringMatching(/let it end sooner\. It was about to enter More\.$/),
  });

  aged = null;
  const long = world.publish(flow({ Pause: ["wait", { seconds: LIMITS.runAgeDays * 86_400 }] }, ["Start.api_request -> Pause"]));
  const waiting = await start(long);
  // Its timer is lost, and so nobody would ever come for it.
  await world.store.dropTimer(waiting.id, waiting.threads.main.wait?.timerId ?? "");
  now += LIMITS.runAgeDays * DAY_MS - 1_000;
  await world.runtime.advanceClock({ advanceMs: 0 });
  expect((await read(waiting.id)).status).toBe("running");
  now += 2_000;
  await world.runtime.advanceClock({ advanceMs: 0 });
  const old = await until(async () => {
    const found = await read(waiting.id);
    return found.status !== "running" && found;
  });
  expect(old).toMatchObject({ status: "failed", reason: { code: "run_too_old", message: expect.stringContaining("let it end sooner") } });
});
