import { Histogram, type Registry, collectDefaultMetrics } from "prom-client";

export interface HttpMetrics {
  contentType: string;
  text: () => Promise<string>;
  /** One answered request of a route of the table. */
  observe: (route: string, status: number, seconds: number) => void;
}

/** The API's own figures and those of the process, beside the runtime's. */
export function addHttpMetrics(registry: Registry): HttpMetrics {
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "cordboard_http_request_duration_seconds",
    help: "Time to answer a request of the API.",
    labelNames: ["route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe: (route, status, seconds) => duration.observe({ route, status }, seconds),
  };
}
