import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { carrierUrls, fallbackFiles } from "@cordboard/carrier";
import { createPlivoClient } from "@cordboard/plivo";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AUTH_ID, AUTH_TOKEN, CALLER, call, flow, NUMBER_TOKEN, OURS, startWorld, until, type World } from "../test-world.ts";

/* Cordboard behind a proxy that answers for it while it is away, as docs/operators/fallback.md says. */

let world: World;
let proxy: Server;
let proxyUrl: string;
let away = false;
const asked: string[] = [];

beforeAll(async () => {
  let files = new Map<string, string>();
  proxy = createServer(async (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    asked.push(`${request.method} ${path}`);
    const xml = (name: string) => response.writeHead(200, { "content-type": "application/xml" }).end(files.get(name));
    // A host of files: GET only.
    if (path.startsWith("/static/")) return request.method === "GET" ? xml(path.replace("/static/", "")) : response.writeHead(405).end();
    if (away) {
      const [, turn] = /^\/carrier\/voice\/fallback\/(\d+)$/.exec(path) ?? [];
      return turn === undefined ? response.writeHead(502).end() : xml(`fallback-${turn}.xml`);
    }
    const form: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) form.push(chunk);
    const params = Object.fromEntries(new URLSearchParams(Buffer.concat(form).toString()));
    const answer = await world.post(path, params);
    response.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  proxyUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  files = fallbackFiles(proxyUrl);
  world = await startWorld({ timeScale: 50 });
  world.publish(
    flow({ Menu: ["ivr_menu", { prompt: [{ speak: "Press 1." }], choices: [{ name: "a", key: "1" }] }], Bye: ["hangup", {}] }, [
      "Start.incoming_call -> Menu",
      "Menu.a -> Bye",
    ]),
  );
  const { sim } = world.simulator.simulator;
  sim.addNumber({ number: OURS, kind: "rented" });
  const client = createPlivoClient({ authId: AUTH_ID, authToken: AUTH_TOKEN, baseUrl: world.simulator.url });
  const at = carrierUrls(proxyUrl).number(NUMBER_TOKEN);
  const { appId } = await client.applications.create({
    name: "fallback",
    answerUrl: at.answer,
    fallbackUrl: `${proxyUrl}/static/fallback.xml`,
    fallbackMethod: "GET",
    hangupUrl: at.hangup,
  });
  await client.numbers.update(OURS, { appId });
});
afterAll(async () => {
  await world.close();
  proxy.closeAllConnections();
  await new Promise((done) => proxy.close(done));
});

const heard = (callUuid: string): string => JSON.stringify(world.simulator.simulator.sim.callView(callUuid).transcript);

it("keeps a call while Cordboard is away, and takes it when it is back", async () => {
  away = true;
  const { sim } = world.simulator.simulator;
  const { callUuid } = sim.call({ from: CALLER, to: OURS });
  await until(async () => asked.includes("POST /carrier/voice/fallback/2"));
  expect(asked).toContain("GET /static/fallback.xml");
  away = false;
  await until(async () => heard(callUuid).includes("Press 1."));
  sim.press(callUuid, "1");
  await until(async () => sim.callView(callUuid).state === "ended");
  const { items } = await world.store.listRuns({ limit: 10 });
  expect(items.map(({ legs }) => legs.map((leg) => leg.callUuid))).toEqual([[callUuid]]);
});

it("apologises after ten turns", async () => {
  away = true;
  asked.length = 0;
  const { sim } = world.simulator.simulator;
  const { callUuid } = sim.call({ from: CALLER, to: OURS });
  await until(async () => sim.callView(callUuid).state === "ended");
  expect(heard(callUuid)).toContain("We are sorry");
  expect(asked.filter((line) => line.includes("/voice/fallback/"))).toEqual(
    Array.from({ length: 10 }, (_, i) => `POST /carrier/voice/fallback/${i + 1}`),
  );
  away = false;
});

it("says again what a call heard last, when it is known already, and rejects calls to numbers that are not ours", async () => {
  const uuid = "5ea4e0f1-2c78-4d85-b1a4-6eae7dbafb36";
  const menu = await world.post(`/carrier/voice/n/${NUMBER_TOKEN}/answer`, call({}, uuid));
  expect(menu.body).toContain("Press 1.");
  expect((await world.post("/carrier/voice/fallback/4", call({}, uuid))).body).toBe(menu.body);
  expect((await world.post("/carrier/voice/fallback/4", { ...call({}, uuid.replace("5", "6")), To: "14155550123" })).body).toContain(
    "rejected",
  );
  const forged = await world.post("/carrier/voice/fallback/4", call({}, uuid.replace("5", "7")), { token: "another" });
  expect(forged.status).toBe(403);
});
