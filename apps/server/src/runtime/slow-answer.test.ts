import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flow, OURS, startWorld, until, type World } from "../test-world.ts";

/*
 * Callers wait for a web server, by the real runtime, the carrier's doors and the simulator over HTTP. The simulator's
 * seconds are a tenth of ours, and so are those of the runtime and of the web server: 60 s of the call take 6 s here.
 */
const SCALE = 10;
const LINE = (url: string, timeoutSeconds: number) =>
  flow(
    {
      Hello: ["play_audio", { prompt: [{ speak: "Hello." }] }],
      // The last two digits of the caller's number say how long the server takes.
      Ask: [
        "http_request",
        {
          url: `${url}/{{ Start.call.from | slice: -2, 2 }}`,
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

let world: World;
let server: Server;
let address: string;
beforeAll(async () => {
  const began = Date.now();
  const clock = () => Math.floor(began + (Date.now() - began) * SCALE);
  world = await startWorld({ timeScale: SCALE, scale: SCALE, clock, egressAllow: ["127.0.0.1"] });
  server = createServer((request, response) => {
    const bad = Object.hasOwn(BAD, request.url ?? "") && BAD[request.url ?? ""];
    if (bad) return bad(response);
    const seconds = Number(request.url?.slice(1));
    const status = seconds === 61 ? 410 : 200;
    setTimeout(
      () => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ word: `ready after ${seconds}` })),
      (seconds * 1_000) / SCALE,
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const at = server.address();
  address = `http://127.0.0.1:${typeof at === "object" && at ? at.port : 0}`;
});
afterAll(async () => {
  await world.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

/** What a caller hears until the call is over, how long (in seconds of the call) it lasts, and the way the request left. */
async function heard(seconds: number): Promise<{ texts: string[]; lasted: number; hangup: string; exit: string }> {
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
  world.publish(LINE(address, 90));
  const waits = [0, 3, 20, 60, 61];
  const told = await Promise.all(waits.map(heard));
  const word = (seconds: number) => (seconds === 61 ? "It is gone." : `It is ready after ${seconds}.`);
  expect(told.map(({ exit, texts, hangup }) => [exit, texts[0], texts.at(-1), hangup])).toEqual(
    waits.map((seconds) => [seconds === 61 ? "gone" : "success", "Hello.", word(seconds), "Answer XML"]),
  );
  // The answer to a webhook is held for 1.5 s before the hold loop begins; what comes at once may do so on a slow machine.
  const held = told.map(({ texts }) => texts.includes("One moment please."));
  expect(held.slice(1)).toEqual([true, true, true, true]);
  for (const [i, seconds] of waits.entries()) expect(told[i]?.lasted).toBeGreaterThanOrEqual(seconds);
});

it("a server that never answers, sends 1 GB or breaks off leads to the failed exit, and the call goes on", async () => {
  world.publish(LINE(address, 4));
  const told = await Promise.all([90, 91, 92, 93, 94].map(heard));
  const why = ["http_timeout", "http_timeout", "http_too_large", "http_too_large", "http_unreachable"];
  expect(told.map(({ exit, texts, hangup }) => [exit, texts.at(-1), hangup])).toEqual(
    why.map((code) => ["failed", `Sorry: ${code}.`, "Answer XML"]),
  );
});
