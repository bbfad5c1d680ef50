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
  .strictObject({
    advanceMs: z
      .int()
      .min(0)
      .max(500 * 24 * 3_600_000)
      .optional(),
    now: z.iso.datetime({ offset: true }).optional(),
  })
  .refine((body) => (body.advanceMs === undefined) !== (body.now === undefined), "Give either advanceMs or now")
  .meta({ id: "TestClock" });
export const testClockAnswer = z.strictObject({ now: time, fired: z.int() });
export const anyObject = jsonObject;
/** Whatever the simulator understands. */
export const simQuery = z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional();
