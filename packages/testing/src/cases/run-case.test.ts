import { defineManifest, type JsonObject, type Outcome, type Runtime } from "@cordboard/contract";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { CaseFile } from "./case-file.ts";
import { runCase } from "./run-case.ts";

/* The runner is what makes component cases worth something: each thing it must notice is done wrongly here once. */
const toy = defineManifest({
  type: "toy",
  version: 1,
  title: "Toy",
  summary: "",
  group: "logic",
  icon: "box",
  config: z.strictObject({ list: z.array(z.string()).default([]) }),
  defaults: (): JsonObject => ({}),
  exits: () => [{ id: "done", label: "Done" }],
  variables: () => [],
  face: () => ["Toy"],
});
type Config = z.infer<typeof toy.config>;

const waiting: Outcome<"done"> = { do: "await", wait: { for: "world", what: "time", deadlineSeconds: 5, memory: { round: 1 } } };
const timer = { event: { type: "timer" }, expect: {} } as const;
const run = (runtime: Runtime<Config, "done">, events: CaseFile["events"] = []) => runCase(toy, runtime, { config: {}, enter: {}, events });

describe("the case runner", () => {
  it("tells what was decided, and lets time pass", () => {
    const { actual, exit } = run(
      { enter: () => waiting, resume: (_config, _event, ctx, memory) => ({ do: "exit", exit: "done", outputs: { now: ctx.now, memory } }) },
      [{ ...timer, afterSeconds: 5 }],
    );
    expect(actual.enter).toEqual({ do: "await", wait: { for: "world", what: "time", deadlineSeconds: 5, memory: { round: 1 } } });
    expect(actual.events?.[0]?.expect).toEqual({
      do: "exit",
      exit: "done",
      outputs: { now: Date.parse("2026-03-02T14:30:05Z"), memory: { round: 1 } },
    });
    expect(exit).toBe("done");
  });

  it("gives each wait its own URLs, and keeps them while a step stays in its wait", () => {
    const speak = (url: string): Outcome<"done"> => ({ ...waiting, verbs: [{ element: "Play", body: url }] });
    const { actual } = run({ enter: (_config, ctx) => speak(ctx.urls.action), resume: (_config, _event, ctx) => speak(ctx.urls.action) }, [
      timer,
    ]);
    expect([actual.enter, actual.events?.[0]?.expect].map((outcome) => outcome?.["xml"])).toEqual([
      ["<Play>https://cordboard.test/carrier/voice/s/token-1/action</Play>"],
      ["<Play>https://cordboard.test/carrier/voice/s/token-2/action</Play>"],
    ]);
  });

  it("remembers what a step that stays wants remembered", () => {
    let told: unknown;
    run(
      {
        enter: () => waiting,
        resume: (_config, _event, _ctx, memory) => {
          told = memory;
          return { do: "stay", memory: { round: 2 } };
        },
      },
      [timer, timer],
    );
    expect(told).toEqual({ round: 2 });
  });

  it.each<[string, Runtime<Config, "done">, CaseFile["events"], RegExp]>([
    ["an event after the end", { enter: () => ({ do: "exit", exit: "done" }) }, [timer], /events\.0: the step is over/],
    ["a step that cannot resume", { enter: () => waiting }, [timer], /has no resume/],
    [
      "a runtime that changes its config",
      {
        enter: (config) => {
          config.list.push("more");
          return waiting;
        },
      },
      [],
      /not extensible/,
    ],
    [
      "memory that would not survive a store",
      { enter: () => ({ do: "await", wait: { for: "world", what: "x", deadlineSeconds: 1, memory: Number.NaN } }) },
      [],
      /memory is not plain data/,
    ],
    [
      "verbs that the carrier refuses",
      { enter: () => ({ do: "exit", exit: "done", verbs: [{ element: "Play", body: "no address" }] }) },
      [],
      /carrier would refuse/,
    ],
  ])("refuses %s", (_name, runtime, events, message) => {
    expect(() => run(runtime, events)).toThrow(message);
  });
});
