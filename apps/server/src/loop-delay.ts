import { monitorEventLoopDelay } from "node:perf_hooks";

/** How often the event loop is asked whether it still turns. */
const RESOLUTION_MS = 10;

/** Measures how long the event loop stands still. `read`: the worst since the last reading, in ms. */
export function createLoopDelay(): { read: () => number; stop: () => void } {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return {
    read: () => {
      const worst = histogram.count > 0 ? histogram.max / 1e6 - RESOLUTION_MS : 0;
      histogram.reset();
      return Math.max(0, worst);
    },
    stop: () => void histogram.disable(),
  };
}
