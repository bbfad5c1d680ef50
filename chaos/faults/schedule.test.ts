import { expect, it } from "vitest";
import { schedule } from "./schedule.ts";

const TWENTY = { seed: 1, minutes: 20, store: "postgres", replicas: 2 } as const;

it("is the same for the same seed, and another one for another", () => {
  expect(schedule(TWENTY)).toEqual(schedule(TWENTY));
  expect(schedule({ ...TWENTY, seed: 2 })).not.toEqual(schedule(TWENTY));
});

it("holds in 20 minutes at least 300 kills, 100 database stops and 200 cuts", () => {
  const acts = schedule(TWENTY);
  const count = (...kinds: string[]): number => acts.filter(({ kind }) => kinds.includes(kind)).length;
  expect(count("kill", "kill_after_effect", "kill_before_effect")).toBeGreaterThanOrEqual(330);
  expect(count("database_stop")).toBeGreaterThanOrEqual(110);
  expect(count("carrier_cut", "cut_all", "cut_after_bytes", "cut_after_commit", "half_open", "blackhole")).toBeGreaterThanOrEqual(220);
  expect(new Set(acts.map(({ replica }) => replica))).toEqual(new Set([0, 1]));
});

it("asks for nothing of a database that is a file", () => {
  const kinds = new Set<string>(schedule({ ...TWENTY, store: "sqlite", replicas: 1 }).map(({ kind }) => kind));
  expect([kinds.has("kill"), kinds.has("database_stop"), kinds.has("cut_after_commit")]).toEqual([true, false, false]);
});
