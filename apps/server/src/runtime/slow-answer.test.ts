import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flow, OURS, startWorld, until, type World } from "../test-world.ts";

/*
 * Callers wait for a web server, by the real runtime, the carrier's doors and the simulator over HTTP. Long waits are those of a
 * simulator whose seconds are a tenth of ours, as are the web server's: 60 s of the call take 6 s here. Our own 1.5 s before the
 * hold loop begins stay what they are, so an answer after 3 s is waited for in a call that takes its time.
 */
const SCALE = 10;
const LINE = (server: Server, timeoutSeconds: number) =>
  flow(
    {
      Hello: ["play_audio", { prompt: [{ speak: "Hello." }] }],
      // The last two digits of the caller's number say how long the server takes.
      Ask: [
        "http_request",
        {
          url: `http://127.0.0.1:${portOf(server)}/{{ Start.call.from | slice: -2, 2 }}`,
          timeoutSeconds,
          holdPrompt: [{ speak: "One moment please." }],
          answers: [{ name: "gone", status: "410" }],
        },
      ],
      Known: ["play_audio", { prompt: [{ speak: "It is {{ Ask.response.word }}." }] }],
      Gone: ["play_audio", { prompt: [{ speak: "It is gone." }] }],
      Sorry: ["play_audio", { prompt: [{ speak: "Sorry: {{ Ask.error.code }}." }] }],
    },
    ["Start.incoming_call -> Hello", "Hello.completed -> Ask", "Ask.success -> Known", "Ask.gone -> Gone", "Ask.failed -> Sorry"],
  );

/** Servers by the last two digits of who calls; none of them is through with its answer before the step has had enough. */
const BAD: Record<string, (response: ServerResponse) => void> = {
  "/90": () => undefined,
  "/91": (response) => void response.writeHead(200, { "content-type": "application/json" }).write('{"word":'),
  "/92": (response) => pour(response.writeHead(200, { "content-type": "application/json", "content-length": String(1024 ** 3) })),
  "/93": (response) => pour(response.writeHead(200, { "content-type": "text/plain" })),
  "/94": (response) => void response.destroy(),
};
const MEGABYTE = Buffer.alloc(1024 ** 2, "a");
function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write(MEGABYTE));
  response.once("drain", () => pour(response));
}

const portOf = (server: Server): number => {
  const at = server.address();
  return typeof at === "object" && at ? at.port : 0;
};

let quick: World;
let real: World;
const servers: Server[] = [];

/** A world, and a web server whose seconds are as long as those of its calls. */
async function worldAt(scale: number): Promise<World> {
  const server = createServer((request, response) => {
    const bad = Object.hasOwn(BAD, request.url ?? "") && BAD[request.url ?? ""];
    if (bad) return bad(response);
    const seconds = Number(request.url?.slice(1));
    const status = seconds === 61 ? 410 : 200;
    setTimeout(
      () => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ word: `ready after ${seconds}` })),
      (seconds * 1_000) / scale,
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  const world = await startWorld({ timeScale: scale, egressAllow: ["127.0.0.1"] });
  world.publish(LINE(server, 90));
  return world;
}
beforeAll(async () => {
  [quick, real] = await Promise.all([worldAt(SCALE), worldAt(1)]);
});
afterAll(async () => {
  await Promise.all([quick, real].map((world) => world.close()));
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
});

/** What a caller hears until the call is over, how long (in seconds of the call) it lasts, and the way the request left. */
async function heard(world: World, seconds: number): Promise<{ texts: string[]; lasted: number; hangup: string; exit: string }> {
  const { sim } = world.simulator.simulator;
  const { callUuid } = sim.call({ from: `+141555501${String(seconds).padStart(2, "0")}`, to: OURS });
  const over = await until(async () => {
    const view = sim.callView(callUuid);
    return view.endedAt !== null && view;
  });
  const runId = (await world.store.byLeg(callUuid))?.runId ?? "";
  const step = (await world.store.steps(runId)).find(({ node }) => node.name === "Ask");
  return {
    texts: over.transcript.flatMap(({ element, text }) => (element === "Speak" && text ? [text] : [])),
    lasted: over.durationSeconds,
    hangup: over.hangup?.source ?? "",
    exit: step?.exit ?? "",
  };
}

it("a call stays up for an answer after 0, 3, 20 or 60 s, hears the hold prompt, and takes the right exit", async () => {
  const waits = [0, 3, 20, 60, 61];
  const told = await Promise.all(waits.map((seconds) => heard(seconds > 3 ? quick : real, seconds)));
  const word = (seconds: number) => (seconds === 61 ? "It is gone." : `It is ready after ${seconds}.`);
  expect(told.map(({ exit, texts, hangup }) => [exit, texts[0], texts.at(-1), hangup])).toEqual(
    waits.map((seconds) => [seconds === 61 ? "gone" : "success", "Hello.", word(seconds), "Answer XML"]),
  );
  // What comes at once may be waited for on a slow machine.
  const held = told.map(({ texts }) => texts.includes("One moment please."));
  expect(held.slice(1)).toEqual([true, true, true, true]);
  for (const [i, seconds] of waits.entries()) expect(told[i]?.lasted).toBeGreaterThanOrEqual(seconds);
});

it("a server that never answers, sends 1 GB or breaks off leads to the failed exit, and the call goes on", async () => {
  const [server] = servers;
  if (!server) throw new Error("no server");
  quick.publish(LINE(server, 6));
  const told = await Promise.all([90, 91, 92, 93, 94].map((digits) => heard(quick, digits)));
  const why = ["http_timeout", "http_timeout", "http_too_large", "http_too_large", "http_unreachable"];
  expect(told.map(({ exit, texts, hangup }) => [exit, texts.at(-1), hangup])).toEqual(
    why.map((code) => ["failed", `Sorry: ${code}.`, "Answer XML"]),
  );
});
