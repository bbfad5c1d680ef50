import { registry } from "@cordboard/flow";
import { runtimes } from "@cordboard/components/runtime";
import { expect, it } from "vitest";
import { flow } from "../test-world.ts";
import { createCompiledFlows } from "./compiled-flows.ts";

/** Flows of `size` nodes by any hash; counts how often each is read. */
function catalog(size: number) {
  const nodes = Object.fromEntries(Array.from({ length: size - 1 }, (_, i) => [`Hang_Up_${i}`, ["hangup", {}] satisfies [string, object]]));
  const read: string[] = [];
  const snapshot = async (hash: string) => {
    read.push(hash);
    return hash === "gone" ? null : flow(nodes, []);
  };
  return { snapshot, read };
}

it("keeps as many machines as their states fit, the last used ones", async () => {
  const { snapshot, read } = catalog(10);
  const flows = createCompiledFlows({ snapshot }, { registry, runtimes }, 35);
  for (const hash of ["a", "b", "c", "a", "d", "a", "b"]) await flows.get(hash);
  expect(read).toEqual(["a", "b", "c", "d", "b"]);
});

it("compiles once for all who ask at the same time", async () => {
  const { snapshot, read } = catalog(3);
  const flows = createCompiledFlows({ snapshot }, { registry, runtimes });
  const [one, two] = await Promise.all([flows.get("a"), flows.get("a")]);
  expect(one).toBe(two);
  expect(read).toEqual(["a"]);
});

it("says what is missing, and looks again the next time", async () => {
  const { snapshot, read } = catalog(3);
  const flows = createCompiledFlows({ snapshot }, { registry, runtimes });
  await expect(flows.get("gone")).rejects.toMatchObject({ code: "flow_snapshot_missing" });
  await expect(flows.get("gone")).rejects.toMatchObject({ code: "flow_snapshot_missing" });
  expect(read).toEqual(["gone", "gone"]);
});
