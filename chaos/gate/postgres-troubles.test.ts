import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printTable } from "../report.ts";
import { judge } from "../verdict.ts";
import { Troubled } from "./troubled.ts";

const bin = process.env["CORDBOARD_POSTGRES_BIN"];

/** The figures of reliability-security.md 4, column Gate, as far as they are about what breaks under two replicas on PostgreSQL. */
describe.skipIf(!bin)("two replicas on PostgreSQL in trouble", () => {
  let troubled: Troubled;

  beforeAll(async () => {
    troubled = await Troubled.start({ store: "postgres", replicas: 2, postgresBin: bin });
  });
  afterAll(() => troubled?.world.close());

  it("30 kills, half of them when an effect was done and not yet known, 30 hard stops of PostgreSQL, 10 cuts after COMMIT", async () => {
    await troubled.suffer({ kill: 15, kill_after_effect: 15, database_stop: 30, cut_after_commit: 10 });
    const { kills, killsInEffect, databaseStops } = troubled.tally;
    expect(kills).toBeGreaterThanOrEqual(30);
    expect(killsInEffect).toBeGreaterThanOrEqual(15);
    expect(databaseStops).toBeGreaterThanOrEqual(30);
    expect(troubled.tally.cuts).toBeGreaterThanOrEqual(10);
  });

  it("and of all that, nothing is lost, doubled, stuck or in an illegal order", async () => {
    const { findings, figures } = await judge(troubled.world, troubled.at, { lookUp: true, calmSeconds: 8 });
    printTable({ ...figures, kills: troubled.tally.kills });
    expect(findings).toEqual([]);
  });
});
