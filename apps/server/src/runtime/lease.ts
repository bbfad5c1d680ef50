import type { Host } from "./host.ts";

/** A claim is given back this long before its lease is over: a request that is about to go out still needs a moment. */
const MARGIN_MS = 500;

/**
 * How long this process may believe in a lease that it asks for now. Both clocks are looked at: the monotonic one may
 * stand still with the machine, the other may be set while it runs. Whatever is in doubt counts as over.
 */
export function beginLease(host: Pick<Host, "now" | "wallClock">, leaseMs: number): { holds: () => boolean } {
  const [began, wallBegan] = [host.now(), host.wallClock()];
  const left = leaseMs - MARGIN_MS;
  return { holds: () => host.now() - began < left && Math.abs(host.wallClock() - wallBegan) < left };
}
