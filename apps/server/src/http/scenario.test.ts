import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { ApiError } from "@cordboard/api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flow, startTestServer, type TestServer, until } from "./test-server.ts";

let server: TestServer;
let web: Server;
let flowId: string;
beforeAll(async () => {
  web = createServer((_request, response) => response.end("gold")).listen(0, "127.0.0.1");
  await once(web, "listening");
  const address = web.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  server = await startTestServer({ EGRESS_ALLOW: "127.0.0.1" });
  const document = flow(
    "Tier",
    {
      Get: ["http_request", { url }],
      Miss: ["http_request", { url: "http://127.0.0.1:1/", retries: 0 }],
      Say: ["play_audio", { prompt: [{ speak: "You are {{ Get.response }}." }] }],
    },
    ["Start.incoming_call -> Get", "Start.api_request -> Get", "Get.success -> Miss", "Miss.failed -> Say"],
  );
  flowId = (await server.api("createFlow", { body: { name: "Tier", document } })).id;
});
afterAll(async () => {
  await server.close();
  web.closeAllConnections();
  await new Promise((done) => web.close(done));
});
const ended = (id: string) =>
  until(async () => {
    const run = await server.api("getRun", { params: { id } });
    return run.status === "running" ? null : run;
  });

it("tells how a test run began, and what web servers answered it", async () => {
  const { runId } = await server.api("tryFlow", { params: { id: flowId }, body: { as: "call", source: "draft", from: "+14155550101" } });
  const run = await ended(runId);
  expect(await server.api("runScenario", { params: { id: runId } })).toEqual({
    now: run.startedAt,
    start: { call: { from: "+14155550101", to: run.number } },
    startAt: null,
    mocks: {
      Get: { ok: true, data: expect.objectContaining({ status: 200, body: "gold" }) },
      Miss: { ok: false, error: { code: "http_unreachable", message: expect.any(String) } },
    },
  });
});

it("names the step that it began at", async () => {
  const { runId } = await server.api("tryFlow", { params: { id: flowId }, body: { as: "api", source: "draft", startNode: "Miss" } });
  await ended(runId);
  expect(await server.api("runScenario", { params: { id: runId } })).toMatchObject({ start: { api: { params: {} } }, startAt: "Miss" });
});

it("is only for tests: what happened to a caller is nobody's test", async () => {
  await server.api("publishFlow", { params: { id: flowId }, body: { revision: 1 } });
  const started = await server.api("startRuns", { params: { id: flowId }, body: {} });
  const runId = "runId" in started ? started.runId : "";
  const refused: unknown = await server.api("runScenario", { params: { id: runId } }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ code: "run_not_a_test", status: 409 });
});
