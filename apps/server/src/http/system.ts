import type { JsonObject } from "@cordboard/contract";
import type { Deps } from "./deps.ts";
import { Direct, type Some, iso } from "./handler.ts";
import type { ApiMetrics } from "./metrics.ts";
import { describeApi } from "./openapi.ts";
import { refuse } from "./problem.ts";
import { docsPage } from "./docs.ts";

type Names = "healthz" | "readyz" | "metrics" | "system" | "openapi" | "docs" | "testClock";

export function systemHandlers(deps: Deps, metrics: ApiMetrics): Some<Names> {
  const { settings, catalog, runs, runtime } = deps;
  let description: JsonObject | null = null;
  return {
    healthz: async () => ({ status: "ok" }),
    readyz: async () => {
      const [catalogReady, runsReady] = await Promise.all([answers(() => catalog.ready()), answers(() => runs.ready())]);
      const ready = catalogReady && runsReady;
      const body = { status: ready ? ("ready" as const) : ("not_ready" as const), checks: { catalog: catalogReady, runs: runsReady } };
      return ready ? body : new Direct(503, { "content-type": "application/json; charset=utf-8" }, JSON.stringify(body));
    },
    metrics: async () => new Direct(200, { "content-type": metrics.contentType }, await metrics.text()),
    system: async () => ({
      name: "Cordboard",
      version: settings.version,
      carrier: settings.carrier,
      publicUrl: settings.publicUrl,
      accountId: settings.accountId,
      simulator: deps.simulator !== null,
      testClock: settings.testMode,
      now: iso(await runs.now()),
    }),
    openapi: async () => (description ??= describeApi(settings)),
    docs: async () => new Direct(200, { "content-type": "text/html; charset=utf-8" }, docsPage()),
    testClock: async ({ body }) => {
      if (!settings.testMode) throw refuse("test_clock_off", "Start Cordboard with CORDBOARD_TEST=1 to move its clock.");
      const { now, fired } = await runtime.advanceClock(
        body.now === undefined ? { advanceMs: body.advanceMs ?? 0 } : { now: Date.parse(body.now) },
      );
      return { now: iso(now), fired };
    },
  };
}

async function answers(check: () => Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}
