import { randomBytes, randomUUID } from "node:crypto";
import type { Host } from "./host.ts";
import { createRunIds } from "./ids.ts";

/** The machine itself. The only file of the runtime that may touch its clock, timers, randomness and network. */
export function createRealHost(): Host {
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
    newId: () => randomUUID(),
    newRunId: createRunIds((n) => randomBytes(n)),
    fetch: (input, init) => fetch(input, init),
  };
}
