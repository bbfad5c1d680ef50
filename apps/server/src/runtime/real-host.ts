import { randomFillSync } from "node:crypto";
import type { Host } from "./host.ts";
import { createId, createRunIds } from "./ids.ts";

/** Fetched in one go: asked for 16 bytes at a time the system costs more than the id that is made of them. */
const POOL_BYTES = 4_096;

function createRandomBytes(): (n: number) => Buffer {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return (n) => {
    if (used + n > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    used += n;
    return pool.subarray(used - n, used);
  };
}

/** The machine itself. The only file of the runtime that may touch its clock, timers, randomness and network. */
export function createRealHost(): Host {
  const randomBytes = createRandomBytes();
  return {
    now: () => performance.now(),
    wallClock: () => Date.now(),
    after: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    every: (ms, call) => {
      const timer = setInterval(call, ms);
      timer.unref();
      return () => clearInterval(timer);
    },
    soon: (call) => void setImmediate(call),
    random: Math.random,
    newId: () => createId(randomBytes, Date.now()),
    newRunId: createRunIds(randomBytes),
    fetch: (input, init) => fetch(input, init),
  };
}
