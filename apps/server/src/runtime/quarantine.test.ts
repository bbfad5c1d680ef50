import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunState } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqlite } from "../store/sqlite/sql.ts";
import { createSqliteRunStore } from "../store/sqlite/sqlite-run-store.ts";
import type { Attempts } from "../store/guards/attempts.ts";
import { flow } from "../test-world.ts";
import { cancelPending, createQuarantine } from "./quarantine.ts";
import type { Work, Written } from "./step-writer.ts";

describe("with real processes that die", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cordboard-poison-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const live = async (document: FlowDocument, keys: string[]): Promise<"died" | "ended"> => {
    const file = join(folder, "runs.db");
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL("../poison-process.ts", import.meta.url)), file, JSON.stringify(document), ...keys],
      {
        stdio: ["ignore", "ignore", "ignore"],
        env: { PATH: process.env["PATH"] },
      },
    );
    const [code] = (await once(child, "exit")) as [number | null];
    return code === 0 ? "ended" : "died";
  };
  /** By the key that each was started with. */
  const runs = async (): Promise<Record<string, RunState>> => {
    const sql = openSqlite(join(folder, "runs.db"));
    const store = createSqliteRunStore(sql);
    const { items } = await store.listRuns({ limit: 10 });
    await store.close();
    await sql.close();
    const keyOf = ({ trigger }: RunState): string => JSON.stringify(trigger.kind === "api" ? trigger.params["key"] : null);
    return Object.fromEntries(items.map((run) => [keyOf(run).replaceAll('"', ""), run]));
  };

  it("ends a run in which three careful processes died, and lets others be", { timeout: 60_000 }, async () => {
    // Both wait for a second; then one of them blows up.
    const isBomb = { left: "{{Start.http.params.key}}", op: "equals", right: "bomb" };
    const document = flow(
      {
        Pause: ["wait", { seconds: 1 }],
        Which: ["branch", { conditions: [{ name: "bomb", match: "all", tests: [isBomb] }] }],
        Bomb: ["hangup", {}],
        Fine: ["end", { result: "fine" }],
      },
      ["Start.api_request -> Pause", "Pause.done -> Which", "Which.bomb -> Bomb", "Which.no_match -> Fine"],
    );
    const ends = [await live(document, ["bomb", "good"])];
    while (ends.at(-1) === "died" && ends.length < 8) ends.push(await live(document, []));
    // The first death makes the next process careful; then three are counted.
    expect(ends).toEqual(["died", "died", "died", "died", "ended"]);
    const { bomb, good } = await runs();
    expect(bomb).toMatchObject({ status: "failed", reason: { code: "quarantined" } });
    expect(good).toMatchObject({ status: "completed", result: "fine" });
  });

  it("does the same with an event that would begin a run, and answers it in the end", { timeout: 60_000 }, async () => {
    const document = flow({ Bomb: ["hangup", {}] }, ["Start.api_request -> Bomb"]);
    const ends: string[] = [];
    while (ends.at(-1) !== "ended" && ends.length < 8) ends.push(await live(document, ["bomb"]));
    expect(ends).toEqual(["died", "died", "died", "died", "ended"]);
    const { bomb } = await runs();
    expect(bomb).toMatchObject({ status: "failed", reason: { code: "quarantined" } });
  });
});

describe("by itself", () => {
  let log: string[];
  let counts: Map<string, number>;
  let deaths: number;
  const attempts: Attempts = {
    unfinished: async () => [...counts.keys()],
    begin: async (subject) => {
      const begun = (counts.get(subject) ?? 0) + 1;
      counts.set(subject, begun);
      log.push(`begin ${subject}`);
      return begun;
    },
    end: async (subject) => {
      if (endFails) throw new Error("database is gone");
      counts.delete(subject);
      log.push(`end ${subject}`);
    },
  };
  let endFails = false;
  const condemned: string[] = [];
  const make = () =>
    createQuarantine({
      attempts,
      uncleanDeaths: async () => deaths,
      known: Promise.resolve(),
      host: { every: () => () => undefined },
      quarantined: ({ runId }) => condemned.push(runId),
      failed: () => undefined,
    });
  beforeEach(() => {
    [log, counts, deaths, endFails] = [[], new Map(), 0, false];
    condemned.length = 0;
  });
  const work = (runId: string): Work => ({ runId, event: { type: "timer", timerId: "t" }, guard: { kind: "timer", timerId: "t" } });
  const applied = (): Written => ({ kind: "stale" });
  const write = async ({ runId }: Work): Promise<Written> => {
    log.push(`write ${runId}`);
    await new Promise((done) => setTimeout(done, 5));
    log.push(`written ${runId}`);
    return applied();
  };

  it("costs nothing when nobody died", async () => {
    await make().pass(work("a"), write);
    expect(log).toEqual(["write a", "written a"]);
  });

  it("counts around each work when somebody died, and works on suspects one by one, beside the others", async () => {
    deaths = 1;
    counts = new Map([
      ["a", 1],
      ["b", 2],
    ]);
    const { pass } = make();
    await Promise.all(["a", "b", "c"].map((runId) => pass(work(runId), write)));
    expect(log.indexOf("written a")).toBeLessThan(log.indexOf("begin b"));
    expect(log.indexOf("write c")).toBeLessThan(log.indexOf("written a"));
    expect(counts.size).toBe(0);
    // They went well, so they are no suspects any more.
    log = [];
    await Promise.all(["a", "b"].map((runId) => pass(work(runId), write)));
    expect(log.indexOf("begin b")).toBeLessThan(log.indexOf("written a"));
  });

  it("ends the run the fourth time: its event and its guard are left out", async () => {
    deaths = 1;
    counts = new Map([["a", 3]]);
    const seen: Work[] = [];
    await make().pass(work("a"), async (given) => {
      seen.push(given);
      return asWritten({ kind: "applied" });
    });
    expect(seen).toEqual([{ runId: "a", event: { type: "stop", by: "Cordboard" }, endedAs: "quarantined" }]);
    expect(condemned).toEqual(["a"]);
  });

  it("doesn't take a write that failed for a death, nor an end that couldn't be written", async () => {
    deaths = 1;
    const { pass } = make();
    for (let i = 0; i < 5; i++) await expect(pass(work("a"), () => Promise.reject(new Error("disk full")))).rejects.toThrow("disk full");
    expect(counts.size).toBe(0);
    for (let i = 0; i < 5; i++) {
      await pass(work("a"), async () => {
        endFails = true;
        return applied();
      });
      endFails = false;
    }
    expect(condemned).toEqual([]);
  });

  it("cancels what the run still wanted to do, except to hang up", async () => {
    const pending = [
      { id: "text", effect: { kind: "send_message" } },
      { id: "end", effect: { kind: "hangup_call" } },
    ];
    const changed: string[] = [];
    await cancelPending(fakeStore(pending, changed), "run-1");
    expect(changed).toEqual(["text cancelled"]);
  });
});

/** Only what `cancelPending` asks for. */
function fakeStore(items: object[], changed: string[]): Parameters<typeof cancelPending>[0] {
  const store = {
    listEffects: async () => ({ items, next: null }),
    updateEffect: async (id: string, _from: string[], to: { state: string }) => changed.push(`${id} ${to.state}`) > 0,
  };
  return store as unknown as Parameters<typeof cancelPending>[0];
}
const asWritten = (value: object): Written => value as Written;
