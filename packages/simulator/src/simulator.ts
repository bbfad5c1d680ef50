import { callOwnNumber } from "./calls/own-number.ts";
import { lengthMs } from "./calls/recorder.ts";
import { mp3Of, wavOf } from "./calls/sound-file.ts";
import { arrive } from "./messages/arrive.ts";
import type { WebhookFetch } from "./ports.ts";
import { handleRest } from "./rest/handle.ts";
import { type HttpAnswer, type HttpRequest, jsonAnswer } from "./rest/request.ts";
import { SimControls } from "./sim/controls.ts";
import { handleSim } from "./sim/handle.ts";
import type { SimTime } from "./time/sim-time.ts";
import { socketTransport } from "./webhooks/transport.ts";
import { World, type WorldOptions } from "./world.ts";

/** Without `fetch`, webhooks go out over real sockets. */
export type SimulatorOptions = Omit<WorldOptions, "fetch"> & { fetch?: WebhookFetch };

export interface Simulator {
  /** A request to the REST API under `/v1/Account/…`. Never rejects. */
  handleRest(request: HttpRequest): Promise<HttpAnswer>;
  /** Any request a carrier's host gets: REST, `/sim` (unguarded), recordings. Never rejects. */
  handle(request: HttpRequest): Promise<HttpAnswer>;
  /** The same as a `fetch`, for a REST client in this process. Rejects with TypeError where the connection is cut. */
  fetch: typeof globalThis.fetch;
  /** People at phones, texts from outside, faults, ledger. */
  sim: SimControls;
  time: SimTime;
  /** Resolves when no webhook is under way. */
  settle(): Promise<void>;
  setMediaBase(url: string): void;
  close(): Promise<void>;
}

export function createSimulator(options: SimulatorOptions): Simulator {
  const sockets = options.fetch ? null : socketTransport();
  const fetch = options.fetch ?? sockets?.fetch;
  if (!fetch) throw new Error("no transport for webhooks");
  const world = new World({ ...options, fetch });
  world.arrive = (message) => arrive(world, message);
  world.callOwnNumber = (leg, number) => callOwnNumber(world, leg, number);
  const sim = new SimControls(world);

  const handle = (request: HttpRequest): Promise<HttpAnswer> => {
    if (request.path.startsWith("/sim/") || request.path === "/sim") return handleSim(world, sim, request);
    if (request.path.startsWith("/media/")) return Promise.resolve(media(world, request));
    return handleRest(world, request);
  };

  return {
    handleRest: (request) => handleRest(world, request),
    handle,
    fetch: (input, init) => fetchFrom(handle, new Request(input, init)),
    sim,
    time: world.time,
    settle: () => world.activity.settle(),
    setMediaBase: (url) => {
      world.mediaBase = url;
    },
    close: async () => {
      world.reset(false);
      await sockets?.close();
    },
  };
}

async function fetchFrom(handle: Simulator["handle"], request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  const given: HttpRequest = { method: request.method, path: pathname, query: searchParams, headers, body: await request.text() };
  const timeout = new Promise<never>((_, reject) => {
    request.signal.addEventListener("abort", () => reject(request.signal.reason), { once: true });
  });
  const answer = await Promise.race([handle(given), timeout]);
  if (answer.cut) throw new TypeError("fetch failed", { cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }) });
  return new Response(answer.status === 204 ? null : Buffer.from(answer.body), { status: answer.status, headers: answer.headers });
}

/** Recordings are public, as the platform's are unless its console says otherwise. */
function media(world: World, request: HttpRequest): HttpAnswer {
  const id = /^\/media\/[^/]+\/([^/]+)\.(?:mp3|wav)$/.exec(request.path)?.[1] ?? "";
  const recording = world.recordings.get(id);
  if (!recording || recording.endMs === null || request.method !== "GET") return jsonAnswer(404, { error: "not found" });
  const seconds = lengthMs(recording) / 1_000;
  const wav = recording.format === "wav";
  return {
    cut: false,
    status: 200,
    headers: { "content-type": wav ? "audio/wav" : "audio/mpeg" },
    body: wav ? wavOf(seconds) : mp3Of(seconds),
  };
}
