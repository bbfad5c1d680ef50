import { createHash } from "node:crypto";
import type { ExitOf, Runtime } from "@cordboard/contract";
import type { randomSplit as manifest, RandomSplitConfig } from "./manifest.ts";

/**
 * The draw is a hash of who draws and where, so that a replay, a retry and (sticky by contact) the next call take the same
 * way, and two splits in a row are independent of each other.
 */
export const randomSplit: Runtime<RandomSplitConfig, ExitOf<typeof manifest>> = {
  enter({ shares, sticky }, ctx) {
    const who = sticky === "contact" && ctx.contact !== null ? ["contact", ctx.contact] : ["run", ctx.run.id];
    const drawn = shareAt(shares, fraction(JSON.stringify([ctx.flow.id, ctx.node.id, ...who])));
    return { do: "exit", exit: drawn, outputs: { bucket: drawn } };
  },
};

/** 0 ≤ x < 1, evenly over all texts. */
export const fraction = (text: string): number => createHash("sha256").update(text).digest().readUIntBE(0, 6) / 2 ** 48;

/** The share in which a point between 0 and 1 falls. What rounding leaves over at the end belongs to the last one that has any. */
export function shareAt(shares: RandomSplitConfig["shares"], point: number): string {
  const sum = shares.reduce((all, { percent }) => all + percent, 0);
  let left = point * sum;
  const found = shares.find(({ percent }) => (left -= percent) < 0);
  return (found ?? shares.findLast(({ percent }) => percent > 0) ?? shares[0])?.name ?? "";
}
