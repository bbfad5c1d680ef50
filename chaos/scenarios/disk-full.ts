import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../faults/random.ts";
import { STUBBORN } from "../load/as-carrier.ts";
import { startLoad } from "../load/generator.ts";
import { judge } from "../verdict.ts";
import { sleep } from "../world/processes.ts";
import { beyond, type Outcome, type Scenario } from "./scenario.ts";

const SIZE_MB = 96;
const FULL_MS = 8_000;
const MIX = { callers: 10, texters: 4, starters: 0, phonesPerSecond: 0, patience: STUBBORN };

/** Writes until nothing more fits; answers the file. */
function fillUp(folder: string): string {
  const file = join(folder, "filler");
  const fd = openSync(file, "w");
  try {
    for (let size = 1024 * 1024; size >= 512;) {
      try {
        writeSync(fd, Buffer.alloc(size));
      } catch {
        size /= 2;
      }
    }
  } finally {
    closeSync(fd);
  }
  return file;
}

export const diskFull: Scenario = {
  promise: "the disk is full for 8 s: nothing is accepted that is not stored, calls are held, and all goes on when there is room again",
  stores: ["sqlite"],
  run: async (world, at): Promise<Outcome> => {
    const folder = join(world.folder, "data-1");
    // The data folder moves to a small disk of its own.
    await world.replicas[0]?.stop();
    const copy = join(world.folder, "copy");
    spawnSync("cp", ["-a", folder, copy]);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE_MB}m`, "tmpfs", folder], { encoding: "utf8" });
    if (mounted.status !== 0) {
      console.log(`skipped: a small disk of its own needs the right to mount one (${mounted.stderr.trim()})`);
      return { figures: { skipped: "no right to mount a small disk" }, wrong: [] };
    }
    try {
      spawnSync("cp", ["-a", `${copy}/.`, folder]);
      await world.replicas[0]?.start();
      const load = startLoad(world, at, MIX, new Random(8), () => undefined);
      await sleep(3_000);
      const filler = fillUp(folder);
      const fullAt = Date.now();
      await sleep(FULL_MS);
      rmSync(filler);
      const freeAt = Date.now();
      await sleep(5_000);
      await load.stop();
      const { findings, figures, evidence } = await judge(world, at, { lookUp: true, calmSeconds: 15 });
      const meanwhile = evidence.attempts.filter(({ at: sent }) => sent > fullAt + 500 && sent < freeAt - 2_500);
      const held = meanwhile.filter(({ held }) => held).length;
      const refused = meanwhile.filter(({ status }) => status === 503).length;
      return {
        figures: {
          "held meanwhile": held,
          "refused with 503 meanwhile": refused,
          "calls, in all": load.counts.calls,
          "of them served": load.counts.served,
          ...figures,
        },
        wrong: [
          ...findings.map(({ rule, subject, what }) => `${rule}: ${subject}: ${what}`),
          ...(held + refused === 0 ? ["nobody noticed that the disk was full; make it smaller"] : []),
          ...beyond([["calls that were not served", load.counts.calls - load.counts.served, 0]]),
        ],
      };
    } finally {
      await world.replicas[0]?.kill();
      spawnSync("umount", [folder]);
    }
  },
};
