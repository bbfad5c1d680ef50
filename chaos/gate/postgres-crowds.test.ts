import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printTable, spread } from "../report.ts";
import { type Away, ANSWER_MS, goAway, whileAway } from "../scenarios/outage.ts";
import { takeovers } from "../scenarios/takeover.ts";
import { STUBBORN } from "../load/as-carrier.ts";
import { judge } from "../verdict.ts";
import { isAcknowledged } from "../world/record.ts";
import { Troubled } from "./troubled.ts";

const bin = process.env["CORDBOARD_POSTGRES_BIN"];

/** The figures of reliability-security.md 4, column Gate, as far as they are about crowds, races and outages at two replicas on PostgreSQL. */
describe.skipIf(!bin)("two replicas on PostgreSQL in a crowd", () => {
  let troubled: Troubled;
  let away: Away;

  beforeAll(async () => {
    troubled = await Troubled.start({ store: "postgres", replicas: 2, postgresBin: bin });
  });
  afterAll(() => troubled?.world.close());

  it("10,000 webhooks of which four in five are repeats, at both replicas at once", async () => {
    await troubled.repeatEverything(10_000);
  });

  it("200 calls that are put down while a key is on its way", async () => {
    await troubled.race(200);
  });

  it("what a dead replica was doing is taken over within 10 s", async () => {
    const times = await takeovers(troubled.world, troubled.at, 4);
    printTable({ "takeover, ms": spread(times) });
    expect(Math.max(...times)).toBeLessThanOrEqual(10_000);
  });

  it("PostgreSQL is away for 20 s under live calls: every call is served", async () => {
    away = await goAway(
      troubled.world,
      troubled.at,
      { callers: 20, texters: 2, starters: 0, phonesPerSecond: 0, patience: STUBBORN },
      20_000,
      2,
    );
    expect(away.served).toBe(away.calls);
    expect(away.calls).toBeGreaterThan(20);
  });

  it("and of all that, nothing is lost, doubled, stuck or in an illegal order", async () => {
    const { findings, figures, evidence } = await judge(troubled.world, troubled.at, {
      lookUp: true,
      calmSeconds: 8,
      latestTimerMs: 40_000,
    });
    const { answers, healedMs } = whileAway(away, evidence.attempts);
    printTable({
      ...figures,
      "answers to calls without a database, ms": answers,
      "healed after, ms": Math.round(healedMs),
    });
    expect(findings).toEqual([]);
    expect(evidence.attempts.filter(isAcknowledged).length).toBeGreaterThan(10_000);
    expect(answers?.["p99"]).toBeLessThanOrEqual(ANSWER_MS);
    expect(healedMs).toBeLessThanOrEqual(5_000);
  });
});
