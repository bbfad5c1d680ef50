import { randomUUID } from "node:crypto";
import { LIVE_LIMITS, type ServerMessage, serverMessage } from "@cordboard/api";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type RawData, WebSocket } from "ws";
import { OWNER_KEY, type TestServer, flow, startTestServer, until } from "../http/test-server.ts";

let server: TestServer;
const open: WebSocket[] = [];
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
});

interface Feed {
  socket: WebSocket;
  messages: ServerMessage[];
  send: (message: unknown) => void;
  closed: Promise<number>;
}

const textOf = (data: RawData): string => Buffer.from(data as Buffer).toString("utf8");
const KEY = { authorization: `Bearer ${OWNER_KEY}` };

function connect(headers: Record<string, string> = KEY, path = "/api/live"): Promise<Feed | number> {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}${path}`, { headers });
  open.push(socket);
  const messages: ServerMessage[] = [];
  if (path === "/api/live") socket.on("message", (data) => messages.push(serverMessage.parse(JSON.parse(textOf(data)))));
  const closed = new Promise<number>((done) => socket.on("close", done));
  return new Promise((done) => {
    socket.on("error", () => undefined);
    socket.on("unexpected-response", (_request, response) => done(response.statusCode ?? 0));
    socket.on("open", () =>
      done({ socket, messages, send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)), closed }),
    );
  });
}
async function feed(headers?: Record<string, string>): Promise<Feed> {
  const opened = await connect(headers);
  if (typeof opened === "number") throw new Error(`refused with ${opened}`);
  return opened;
}
const heard = <Type extends ServerMessage["type"]>({ messages }: Feed, type: Type) =>
  messages.filter((message): message is Extract<ServerMessage, { type: Type }> => message.type === type);

const WAITS = flow("Waits", { Pause: ["wait", { seconds: 3600 }], Done: ["end", {}] }, [
  "Start.api_request -> Pause",
  "Pause.done -> Done",
]);
async function startWaiting(): Promise<{ flowId: string; runId: string }> {
  const { id } = await server.api("createFlow", { body: { name: "Waits", document: WAITS } });
  await server.api("publishFlow", { params: { id }, body: { revision: 1 } });
  const started = await server.api("startRuns", { params: { id }, body: {} });
  return { flowId: id, runId: "runId" in started ? started.runId : "" };
}
async function cookie(): Promise<string> {
  const answer = await server.ask("POST", "/api/session", { key: null, body: { key: OWNER_KEY } });
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

describe("the door", () => {
  it("is shut without a key, with a wrong one, and for anything else", async () => {
    expect(await connect({})).toBe(401);
    expect(await connect({ authorization: "Bearer cb_wrong" })).toBe(401);
    expect(await connect({ authorization: `Basic ${Buffer.from(`MASIMULATOR000000001:${OWNER_KEY}`).toString("base64")}` })).toBe(401);
    expect(await connect(KEY, "/api/other")).toBe(404);
    expect(await connect({}, "/api/sim/live")).toBe(401);
  });

  it("takes a session from our own pages only", async () => {
    const headers = { cookie: await cookie() };
    expect(await connect({ ...headers, origin: "https://evil.example" })).toBe(403);
    expect(await connect({ ...KEY, origin: "https://evil.example" })).toBe(403);
    expect(typeof (await connect({ ...headers, origin: server.url }))).toBe("object");
  });
});

describe("a run's topic", () => {
  it("tells every journal entry after the subscription, in order and without gaps", async () => {
    const { runId } = await startWaiting();
    const page = await feed();
    page.send({ type: "subscribe", topic: `run:${runId}` });
    const [subscribed] = await until(async () => heard(page, "subscribed").length > 0 && heard(page, "subscribed"));
    const { seq } = await server.api("getRun", { params: { id: runId } });
    expect(subscribed).toMatchObject({ topic: `run:${runId}`, seq });

    await server.api("stopRun", { params: { id: runId } });
    await until(async () => heard(page, "run").some(({ run }) => run.status === "stopped"));
    const { items } = await server.api("runJournal", { params: { id: runId }, query: { after: seq } });
    const told = page.messages.flatMap((message) =>
      "seq" in message && message.type !== "subscribed" && message.seq !== undefined ? [message.seq] : [],
    );
    expect(told).toEqual(items.map((entry) => entry.seq));
    expect(told.length).toBeGreaterThan(0);
  });

  it("that doesn't exist is refused", async () => {
    const page = await feed();
    page.send({ type: "subscribe", topic: "run:00000000-0000-4000-8000-000000000000" });
    await until(async () => heard(page, "error").length > 0);
    expect(heard(page, "error")).toMatchObject([{ code: "run_not_found" }]);
  });
});

it("`runs` and a flow's topic hear of runs as a whole, and of drafts", async () => {
  const { flowId, runId } = await startWaiting();
  const [all, one, other] = [await feed(), await feed(), await feed()];
  all.send({ type: "subscribe", topic: "runs" });
  one.send({ type: "subscribe", topic: `flow:${flowId}` });
  other.send({ type: "subscribe", topic: "flow:00000000-0000-4000-8000-000000000000" });
  for (const page of [all, one, other]) await until(async () => heard(page, "subscribed").length > 0);

  await server.api("saveDraft", { params: { id: flowId }, body: { revision: 1, document: WAITS } });
  await server.api("stopRun", { params: { id: runId } });
  for (const page of [all, one])
    await until(async () => heard(page, "run").some(({ run }) => run.id === runId && run.status === "stopped"));
  expect(heard(one, "draft")).toMatchObject([{ flowId, revision: 2, by: "CORDBOARD_API_KEY" }]);
  expect(heard(all, "draft")).toEqual([]);
  expect(other.messages).toHaveLength(1);

  one.send({ type: "unsubscribe", topic: `flow:${flowId}` });
  await until(async () => heard(one, "unsubscribed").length > 0);
  await server.api("saveDraft", { params: { id: flowId }, body: { revision: 2, document: WAITS } });
  expect(heard(one, "draft")).toHaveLength(1);
});

describe("who has a flow open", () => {
  const board = async (flowId: string, headers?: Record<string, string>) => {
    const page = await feed(headers);
    const topic = `flow:${flowId}`;
    page.send({ type: "subscribe", topic });
    await until(async () => heard(page, "subscribed").length > 0);
    const window = randomUUID();
    return {
      page,
      window,
      wish: (pen: string) => page.send({ type: "present", topic, window, pen }),
      leave: () => page.send({ type: "unsubscribe", topic }),
    };
  };
  type Seen = Awaited<ReturnType<typeof board>>;
  const last = ({ page }: Seen) => heard(page, "presence").at(-1);
  const sees = (one: Seen, windows: string[], pen: string | null) =>
    expect.poll(() => [last(one)?.people.map(({ window }) => window), last(one)?.pen], { timeout: 60_000 }).toEqual([windows, pen]);

  it("is told to each; the pen goes to the first who asks, to who takes it, and is free when its window is gone", async () => {
    const { id } = await server.api("createFlow", { body: { name: "Shared" } });
    const [ann, ben] = [await board(id), await board(id)];
    ann.wish("none");
    await sees(ann, [ann.window], null);
    ann.wish("first");
    await sees(ann, [ann.window], ann.window);
    ben.wish("first");
    for (const one of [ann, ben]) await sees(one, [ann.window, ben.window], ann.window);
    expect(last(ben)?.people[0]).toMatchObject({ name: "CORDBOARD_API_KEY" });
    ben.wish("take");
    for (const one of [ann, ben]) await sees(one, [ann.window, ben.window], ben.window);
    ben.page.socket.terminate();
    await sees(ann, [ann.window], null);

    const late = await board(id);
    late.wish("first");
    await sees(late, [ann.window, late.window], late.window);
    late.leave();
    await sees(ann, [ann.window], null);
  });

  it("never gives the pen to who may only look", async () => {
    const { id } = await server.api("createFlow", { body: { name: "Looked at" } });
    const { key } = await server.api("createKey", { body: { name: "Looker", role: "viewer" } });
    const looker = await board(id, { authorization: `Bearer ${key}` });
    looker.wish("take");
    await sees(looker, [looker.window], null);
    expect(last(looker)?.people[0]?.name).toBe("Looker");
  });

  it("refuses a flow that isn't there, one that isn't followed, and a window without a name", async () => {
    const { id } = await server.api("createFlow", { body: { name: "Closed" } });
    const nowhere = await board("00000000-0000-4000-8000-000000000000");
    nowhere.wish("first");
    await until(async () => heard(nowhere.page, "error").length === 1);
    nowhere.page.send({ type: "present", topic: `flow:${id}`, window: nowhere.window, pen: "first" });
    await until(async () => heard(nowhere.page, "error").length === 2);
    nowhere.page.send({ type: "present", topic: `flow:${id}`, window: "", pen: "first" });
    nowhere.page.send({ type: "present", topic: "runs", window: nowhere.window, pen: "first" });
    await until(async () => heard(nowhere.page, "error").length === 4);
    expect(heard(nowhere.page, "error").map(({ code }) => code)).toEqual([
      "flow_not_found",
      "not_subscribed",
      "bad_message",
      "bad_message",
    ]);
    expect(heard(nowhere.page, "presence")).toEqual([]);
  });
});

describe("limits", () => {
  it("says what is wrong with a message, and goes on", async () => {
    const page = await feed();
    for (const message of ["hello", "{}", { type: "subscribe", topic: "all" }, { type: "subscribe", topic: "runs", more: 1 }])
      page.send(message);
    await until(async () => heard(page, "error").length === 4);
    page.send({ type: "subscribe", topic: "runs" });
    await until(async () => heard(page, "subscribed").length === 1);
  });

  it("takes so many topics and no more, and ends a socket that sends too much", async () => {
    const page = await feed();
    for (let i = 0; i <= LIVE_LIMITS.topics; i++)
      page.send({ type: "subscribe", topic: `flow:00000000-0000-4000-8000-${String(i).padStart(12, "0")}` });
    await until(async () => heard(page, "error").length > 0);
    expect(heard(page, "error")).toMatchObject([{ code: "too_many_topics" }]);
    expect(heard(page, "subscribed")).toHaveLength(LIVE_LIMITS.topics);
    page.send("x".repeat(LIVE_LIMITS.messageBytes + 1));
    expect(await page.closed).toBe(1009);
  });
});

it("passes the simulator's feed on", async () => {
  const page = await connect(KEY, "/api/sim/live");
  if (typeof page === "number") throw new Error(`refused with ${page}`);
  const lines: string[] = [];
  page.socket.on("message", (data) => lines.push(textOf(data)));
  await until(async () => {
    await server.api("simPost", { params: { path: "numbers" }, body: { number: "+14155550177", kind: "phone" } }).catch(() => null);
    await server.api("simPost", { params: { path: "calls" }, body: { from: "+14155550177", to: "+14155550199" } });
    return lines.length > 0;
  });
  expect(() => lines.map((text): unknown => JSON.parse(text))).not.toThrow();
});
