// @vitest-environment node
import { expect, it } from "vitest";
import { initialsOf } from "./people.tsx";

it("a name is shortened to the letters it begins with", () => {
  expect(["Ann Baker", "ann", "Ann von der Au", "CORDBOARD_API_KEY", "Łukasz Żak", "李 雷", "+1", "", " - "].map(initialsOf)).toEqual([
    "AB",
    "A",
    "AA",
    "CK",
    "ŁŻ",
    "李雷",
    "1",
    "?",
    "?",
  ]);
});
