import { Gauge, Histogram, type Registry, collectDefaultMetrics } from "prom-client";
import type { RunStore } from "../store/run-store.ts";

export interface ApiMetrics {
  contentType: string;
  text: () => Promise<string>;
  /** One answered request of a route of the table. */
  observe: (route: string, status: number, seconds: number) => void;
}

/** The API's own figures, those of the process, and what the store counts when asked; beside the runtime's. */
export function addApiMetrics(registry: Registry, runs: Pick<RunStore, "countRuns" | "countEffects">): ApiMetrics {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "cordboard_http_request_duration_seconds",
    help: "Time to answer a request of the API.",
    labelNames: ["route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const gauge = (name: string, help: string, read: () => Promise<number>): Gauge<string> =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  gauge("cordboard_runs_running", "Runs that are not over.", () => runs.countRuns("running"));
  gauge("cordboard_effects_uncertain", "Effects that the carrier left in doubt.", () => runs.countEffects("uncertain"));
  gauge("cordboard_effects_pending", "Effects that wait to be performed.", () => runs.countEffects("pending"));
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe: (route, status, seconds) => duration.observe({ route, status }, seconds),
  };
}
