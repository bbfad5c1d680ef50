import { z } from "zod";
import { jsonObject, time } from "./common.ts";

export const health = z.strictObject({ status: z.literal("ok") });
export const ready = z.strictObject({ status: z.enum(["ready", "not_ready"]), checks: z.record(z.string(), z.boolean()) });
export const system = z
  .strictObject({
    name: z.literal("Cordboard"),
    version: z.string(),
    carrier: z.enum(["simulator", "plivo"]),
    publicUrl: z.string(),
    accountId: z.string(),
    simulator: z.boolean(),
    testClock: z.boolean(),
    now: time,
  })
  .meta({ id: "System" });
export type System = z.output<typeof system>;
export const testClock = z
  .union([
    z.strictObject({
      advanceMs: z
        .int()
        .min(0)
        .max(500 * 24 * 3_600_000),
    }),
    z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  ])
  .meta({ id: "TestClock" });
export const testClockAnswer = z.strictObject({ now: time, fired: z.int() });
export const anyObject = jsonObject;
