import { expect, test } from "vitest";
import { describeRun } from "./describe.ts";
import { apiRequest, toyFlow, ToyRun } from "./toys.ts";
import { wipeVault } from "./vault.ts";

test("a result that repeats a secret is masked while the run is shown, and for good when it is over", () => {
  const run = structuredClone(new ToyRun(toyFlow("Begin.api>Say"), apiRequest).state);
  Object.assign(run, { vault: ["482913"], result: "entered 482913" });
  expect(describeRun(run).result).toBe("entered •••••");
  wipeVault(run);
  expect([run.result, run.vault]).toEqual(["entered •••••", []]);
});
