import type { LegStatus } from "@cordboard/contract";
import { expect, test } from "vitest";
import { HANGUP_CAUSES } from "@cordboard/plivo";
import { outcomeOf, outcomeOfCode, outcomeOfName } from "./call-outcome.ts";

const leg = (code: number | null, status: LegStatus, machine = false) =>
  outcomeOf({ status, machine, hangup: code === null ? null : { code, cause: "", source: "" } });

/** components.md, "How outcomes are read". */
test.each<[number | null, LegStatus, string]>([
  [3010, "busy", "busy"],
  [3100, "failed", "busy"],
  [null, "busy", "busy"],
  [3020, "busy", "rejected"],
  [3110, "failed", "rejected"],
  [3130, "failed", "rejected"],
  [3000, "failed", "no_answer"],
  [6010, "no-answer", "no_answer"],
  [0, "timeout", "no_answer"],
  [9100, "completed", "voicemail"],
  [3050, "failed", "failed"],
  [1000, "cancel", "failed"],
  [4000, "completed", "failed"],
])("cause %s with status %s is %s", (code, status, expected) => {
  expect(leg(code, status)).toBe(expected);
});

test("a machine is voicemail whatever ended it", () => {
  expect(leg(4000, "completed", true)).toBe("voicemail");
});

test("a cause is read alike by its code and by the name that the carrier's list gives it", () => {
  const byName = Object.entries(HANGUP_CAUSES).filter(([, name]) => outcomeOfName(name) !== null);
  expect(byName).toHaveLength(7);
  for (const [code, name] of byName) expect([name, outcomeOfCode(Number(code))]).toEqual([name, outcomeOfName(name)]);
});
