import { LIMITS } from "@cordboard/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { errorOf, flow, startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** A chain of `count` nodes with the Start. */
function chain(count: number) {
  const names = Array.from({ length: count - 1 }, (_, i) => `Set_${i}`);
  return flow(
    "Long",
    Object.fromEntries(names.map((name) => [name, ["set_variables", { variables: [{ name: "a", type: "text", value: "1" }] }]])),
    [`Start.api_request -> ${names[0]}`, ...names.slice(1).map((name, i) => `${names[i]}.done -> ${name}`)],
  );
}

it("publishes and runs a flow of the largest size, and refuses a larger one with the way out", async () => {
  const made = await server.api("createFlow", { body: { name: "Long", document: chain(LIMITS.flowNodes) } });
  const { version } = await server.api("publishFlow", { params: { id: made.id }, body: { revision: made.draft.revision } });
  expect(version).toBe(1);
  const started = await server.ask("POST", `/api/flows/${made.id}/runs`, { body: {} });
  const run = await server.api("getRun", { params: { id: String(started.json["runId"]) } });
  expect(run.reason?.code).toBe("loop_without_wait");
  expect(run.steps).toBe(LIMITS.runEntriesWithoutWait);

  const refused = await server.ask("POST", "/api/flows", { body: { name: "Longer", document: chain(LIMITS.flowNodes + 1) } });
  expect(refused.status).toBe(400);
  expect(JSON.stringify(errorOf(refused))).toContain("Split it into several flows.");
});
