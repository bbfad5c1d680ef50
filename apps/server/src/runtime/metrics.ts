import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** Figures for Prometheus. Test runs are left out. Labels never hold numbers, texts or ids. */
export interface Metrics {
  registry: Registry;
  webhooks: Counter<"kind" | "result">;
  webhookSeconds: Histogram<"kind">;
  refusals: Counter<"code">;
  runs: Counter<"trigger" | "status">;
  effects: Counter<"kind" | "state">;
  timers: Counter<string>;
  faults: Counter<"where">;
  /** Starts refused because the process was behind. */
  shed: Counter<"kind">;
  behind: Gauge;
  /** Runs that a guard ended, by the code of their reason. */
  guarded: Counter<"code">;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    webhooks: new Counter({
      name: "cordboard_webhooks_total",
      help: "Requests of the carrier.",
      labelNames: ["kind", "result"],
      registers,
    }),
    webhookSeconds: new Histogram({
      name: "cordboard_webhook_seconds",
      help: "From a carrier's request to our answer.",
      labelNames: ["kind"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
      registers,
    }),
    refusals: new Counter({
      name: "cordboard_webhooks_refused_total",
      help: "Requests that were not the carrier's, by code.",
      labelNames: ["code"],
      registers,
    }),
    runs: new Counter({
      name: "cordboard_runs_total",
      help: "Runs by how they began, and those that ended by how.",
      labelNames: ["trigger", "status"],
      registers,
    }),
    effects: new Counter({
      name: "cordboard_effects_total",
      help: "Effects by what became of them.",
      labelNames: ["kind", "state"],
      registers,
    }),
    timers: new Counter({ name: "cordboard_timers_total", help: "Timers that fired.", registers }),
    faults: new Counter({ name: "cordboard_faults_total", help: "Failures of Cordboard itself.", labelNames: ["where"], registers }),
    shed: new Counter({
      name: "cordboard_starts_shed_total",
      help: "Calls, texts and API requests that were put off because the process was behind.",
      labelNames: ["kind"],
      registers,
    }),
    behind: new Gauge({ name: "cordboard_behind", help: "1 while new starts are put off.", registers }),
    guarded: new Counter({
      name: "cordboard_runs_guarded_total",
      help: "Runs that a guard stopped: reply storms, runs that take the process down.",
      labelNames: ["code"],
      registers,
    }),
  };
}
