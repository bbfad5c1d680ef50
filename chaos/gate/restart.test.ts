import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printTable, spread } from "../report.ts";
import { fill, restarts } from "../scenarios/restart.ts";
import { Troubled } from "./troubled.ts";

/** What people feel of a crash; measured with nothing beside it. */
describe("one process with the embedded store", () => {
  let troubled: Troubled;

  beforeAll(async () => {
    troubled = await Troubled.start({ store: "sqlite", replicas: 1, postgresBin: undefined });
  });
  afterAll(() => troubled?.world.close());

  it("with 1,000 runs in flight, a killed process gives its first right answer within 3 s", async () => {
    await fill(troubled.world, troubled.at, 800, 200);
    const took = spread(await restarts(troubled.world, troubled.at, 7));
    printTable({ "restart to first right answer, ms": took });
    expect(took?.["p50"]).toBeLessThanOrEqual(3_000);
  });
});
