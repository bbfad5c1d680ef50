import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { ApiError } from "@cordboard/api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flow, startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
let web: Server;
let url: string;
const asked: Pick<IncomingMessage, "url" | "headers">[] = [];
let flowId: string;
beforeAll(async () => {
  web = createServer((request, response) => {
    asked.push({ url: request.url, headers: request.headers });
    response
      .writeHead(request.url?.startsWith("/gone") ? 410 : 200, { "content-type": "application/json" })
      .end(JSON.stringify({ order: { state: "open" } }));
  }).listen(0, "127.0.0.1");
  await once(web, "listening");
  const address = web.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  server = await startTestServer({ EGRESS_ALLOW: "127.0.0.1" });
  await server.api("createSecret", { body: { name: "KEY", value: "s3cret-value" } });
  const nodes = {
    Menu: ["ivr_menu", { prompt: [{ speak: "Press 1." }], choices: [{ name: "one", key: "1" }] }],
    Get: ["http_request", { url: `${url}/orders/{{ Menu.digits }}`, auth: { kind: "bearer", secret: "KEY" }, retries: 3 }],
    Text: ["send_message", { from: "+14155550199", to: ["+14155550100"], text: "Hi" }],
  } satisfies Parameters<typeof flow>[1];
  const document = flow("Orders", nodes, ["Start.incoming_call -> Menu", "Menu.one -> Get", "Get.success -> Text"]);
  flowId = (await server.api("createFlow", { body: { name: "Orders", document } })).id;
});
afterAll(async () => {
  await server.close();
  web.closeAllConnections();
  await new Promise((done) => web.close(done));
});
const tryNode = (body: Parameters<typeof server.api<"tryNode">>[1]["body"]) => server.api("tryNode", { params: { id: flowId }, body });
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof ApiError ? error.code : error),
  );

it("sends a node's request for real, with its secrets and the samples of its variables, and nothing behind it", async () => {
  const tried = await tryNode({ node: "Get", variables: { Menu: { digits: "42" } } });
  expect(tried).toMatchObject({ exit: "success", error: null, outputs: { status_code: 200, response: { order: { state: "open" } } } });
  expect(asked.map((request) => [request.url, request.headers.authorization])).toEqual([["/orders/42", "Bearer s3cret-value"]]);
  expect(JSON.stringify(tried)).not.toContain("s3cret-value");
  expect((await server.api("listRuns", { query: {} })).items).toEqual([]);
});

it("tries settings that are not saved, once, and says what went wrong", async () => {
  asked.length = 0;
  const config = { url: `${url}/gone`, retries: 3 };
  expect(await tryNode({ node: "Get", config })).toMatchObject({
    exit: "failed",
    error: { code: "http_status" },
    outputs: { status_code: 410 },
  });
  expect(await tryNode({ node: "Get", config: { ...config, answers: [{ name: "gone", status: "410" }] } })).toMatchObject({
    exit: "gone",
    error: null,
  });
  expect(await tryNode({ node: "Get", config: { url: "http://10.0.0.1/" } })).toMatchObject({
    exit: "failed",
    error: { code: "http_blocked" },
  });
  expect(asked).toHaveLength(2);
});

it("refuses what waits for people or the carrier, what has errors, and what is not there", async () => {
  expect(await refusal(tryNode({ node: "Menu" }))).toBe("node_not_tryable");
  expect(await refusal(tryNode({ node: "Text" }))).toBe("node_not_tryable");
  expect(await refusal(tryNode({ node: "Get", config: { url: "nowhere" } }))).toBe("flow_has_errors");
  expect(await refusal(tryNode({ node: "Nobody" }))).toBe("node_not_found");
});
