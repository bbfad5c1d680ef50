import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { createActor, createMachine, fromPromise, initialTransition, transition } from "xstate";
import { compileFlow, machineJson } from "./compile.ts";
import { ToyRun, apiRequest, toyFlow } from "./toys.ts";

/**
 * Why compiled machines hold no invoke, after, always or raise: each of these was measured against xstate 5.33
 * (docs/decisions/001-xstate-only-by-its-pure-function.md). Should one of these tests fail after an upgrade, the reason has gone, not the rule.
 */
describe("xstate traps", () => {
  it("F2: a promise in flight starts a second time after a restore", async () => {
    let starts = 0;
    const machine = createMachine({
      initial: "working",
      states: { working: { invoke: { src: fromPromise(() => (starts++, new Promise(() => {}))), onDone: "done" } }, done: {} },
    });
    const first = createActor(machine).start();
    const snapshot = first.getPersistedSnapshot();
    const second = createActor(machine, { snapshot }).start();
    expect(starts).toBe(2);
    first.stop();
    second.stop();
  });

  it("F3: an `after` timer is lost after a restore", async () => {
    const machine = createMachine({ initial: "waiting", states: { waiting: { after: { 30: "done" } }, done: {} } });
    const first = createActor(machine).start();
    const snapshot = first.getPersistedSnapshot();
    first.stop();
    const second = createActor(machine, { snapshot }).start();
    await new Promise((resolve) => setTimeout(resolve, 90));
    expect(second.getSnapshot().value).toBe("waiting");
    second.stop();
  });

  it("F4: states joined by `always` never come to rest, also in the pure function", async () => {
    // In a thread of its own, because it blocks the one it runs in.
    const script = `
      import { createMachine, initialTransition } from "xstate";
      import { parentPort } from "node:worker_threads";
      parentPort.postMessage("begun");
      initialTransition(createMachine({ initial: "a", states: { a: { always: "b" }, b: { always: "a" } } }));
      parentPort.postMessage("at rest");
    `;
    const worker = new Worker(
      new URL(`data:text/javascript,${encodeURIComponent(script.replace('"xstate"', JSON.stringify(import.meta.resolve("xstate"))))}`),
    );
    const heard: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      worker.on("error", reject);
      worker.on("message", (word) => {
        heard.push(word);
        setTimeout(resolve, 300);
      });
    });
    await worker.terminate();
    expect(heard).toEqual(["begun"]);
  });

  it("F4: a guard that throws puts the pure function's caller in danger", () => {
    const machine = createMachine({
      initial: "a",
      states: {
        a: {
          on: {
            GO: {
              target: "b",
              guard: () => {
                throw new Error("guard");
              },
            },
          },
        },
        b: {},
      },
    });
    const [snapshot] = initialTransition(machine);
    expect(() => transition(machine, snapshot, { type: "GO" })).toThrow();
  });
});

describe("compiled machines", () => {
  it("hold none of the constructs that trap", () => {
    const run = new ToyRun(toyFlow("Begin.api>Pass1", "Pass1.next>Pass2", "Begin.on_error>Pass1"), apiRequest);
    const text = JSON.stringify(machineJson(run.flow));
    for (const word of ["invoke", "after", "always", "raise", "entry", 'exit":', "guard", "cond"]) expect(text).not.toContain(`"${word}`);
    expect(JSON.parse(text)).toMatchObject({ initial: "$start", states: { Pass1: { on: { "exit.next": { target: "Pass2" } } } } });
  });

  it("stop a cycle of logic nodes by budget, not by luck: the process stays up", () => {
    const run = new ToyRun(toyFlow("Begin.api>Pass1", "Pass1.next>Pass1"), apiRequest);
    expect(run.state.reason?.code).toBe("loop_without_wait");
  });

  it("refuse a flow with a component nobody knows, by the node's name", () => {
    const document = toyFlow("Begin.api>Strange:does_not_exist");
    expect(() => compileFlow(document, { registry: new Map(), runtimes: {} })).toThrow(/Begin|Strange/);
  });
});
