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
import type { Deaths } from "../store/guards/deaths.ts";
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

  it("ends a run in which three processes died, and lets others be", async () => {
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
    expect(ends).toEqual(["died", "died", "died", "ended"]);
    const { bomb, good } = await runs();
    expect(bomb).toMatchObject({ status: "failed", reason: { code: "quarantined" } });
    expect(good).toMatchObject({ status: "completed", result: "fine" });
  });

  it("does the same with an event that would begin a run, and answers it in the end", async () => {
    const document = flow({ Bomb: ["hangup", {}] }, ["Start.api_request -> Bomb"]);
    const ends: string[] = [];
    while (ends.at(-1) !== "ended" && ends.length < 8) ends.push(await live(document, ["bomb"]));
    expect(ends).toEqual(["died", "died", "died", "ended"]);
    const { bomb } = await runs();
    expect(bomb).toMatchObject({ status: "failed", reason: { code: "quarantined" } });
  });
});

describe("by itself", () => {
  let counts: Map<string, number>;
  let left: string[];
  let away: boolean;
  let looks: (() => void)[];
  const condemned: string[] = [];
  const deaths: Deaths = {
    add: async (subject) => {
      if (away) throw new Error("database is gone");
      counts.set(subject, (counts.get(subject) ?? 0) + 1);
    },
    condemned: async (many) => [...counts].filter(([, n]) => n >= many).map(([subject]) => subject),
    forget: async (subject) => void counts.delete(subject),
  };
  const make = () =>
    createQuarantine({
      deaths,
      marks: { left: () => left, forget: () => void left.splice(0) },
      host: {
        every: (_ms, look) => {
          looks.push(look);
          return () => undefined;
        },
      },
      quarantined: ({ runId }) => condemned.push(runId),
      failed: () => undefined,
    });
  beforeEach(() => {
    [counts, left, away, looks] = [new Map(), [], false, []];
    condemned.length = 0;
  });
  const work = (runId: string): Work => ({ runId, event: { type: "timer", timerId: "t" }, guard: { kind: "timer", timerId: "t" } });
  const passed = async (quarantine: ReturnType<typeof make>, runId: string): Promise<Work[]> => {
    const seen: Work[] = [];
    await quarantine.pass(work(runId), async (given) => {
      seen.push(given);
      return asWritten({ kind: "applied" });
    });
    return seen;
  };
  const SENTENCED = [{ runId: "a", event: { type: "stop", by: "Cordboard" }, endedAs: "quarantined" }];

  it("counts the deaths it finds, and ends the run after the third: its event and its guard are left out", async () => {
    counts = new Map([["a", 2]]);
    left = ["a", "b"];
    const quarantine = make();
    expect(await passed(quarantine, "b")).toEqual([work("b")]);
    expect(await passed(quarantine, "a")).toEqual(SENTENCED);
    expect(condemned).toEqual(["a"]);
    expect(left).toEqual([]);
    expect(counts).toEqual(new Map([["b", 1]]));
  });

  it("hears of the deaths of other replicas", async () => {
    const quarantine = make();
    expect(await passed(quarantine, "a")).toEqual([work("a")]);
    counts.set("a", 3);
    for (const look of looks) look();
    await new Promise((done) => setTimeout(done));
    expect(await passed(quarantine, "a")).toEqual(SENTENCED);
  });

  it("keeps what it found until it could be counted", async () => {
    [left, away] = [["a"], true];
    const quarantine = make();
    expect(await passed(quarantine, "a")).toEqual([work("a")]);
    expect(left).toEqual(["a"]);
    away = false;
    for (const look of looks) look();
    await new Promise((done) => setTimeout(done));
    expect([left, counts.get("a")]).toEqual([[], 1]);
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
