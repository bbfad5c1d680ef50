import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printTable } from "../report.ts";
import { judge } from "../verdict.ts";
import { Troubled } from "./troubled.ts";

/** The figures of reliability-security.md 4, column Gate, as far as they are about one process with its own store. */
describe("one process with the embedded store", () => {
  let troubled: Troubled;

  beforeAll(async () => {
    troubled = await Troubled.start({ store: "sqlite", replicas: 1, postgresBin: undefined });
  });
  afterAll(() => troubled?.world.close());

  it("20 kills, three in four when an effect was done and not yet known, 10 effects whose answer was cut off", async () => {
    await troubled.suffer({ kill: 5, kill_after_effect: 15, carrier_cut: 10 });
    expect(troubled.tally.kills).toBeGreaterThanOrEqual(20);
    expect(troubled.tally.killsInEffect).toBeGreaterThanOrEqual(15);
  });

  it("500 repeated webhooks, and 50 calls that are put down while a key is on its way", async () => {
    await troubled.repeatEverything(500);
    await troubled.race(50);
  });

  it("and of all that, nothing is lost, doubled, stuck or in an illegal order", async () => {
    const { findings, figures } = await judge(troubled.world, troubled.at, { lookUp: true, calmSeconds: 8 });
    printTable({ ...figures, kills: troubled.tally.kills });
    expect(findings).toEqual([]);
  });
});
