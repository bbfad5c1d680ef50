import { createServer } from "node:http";
import { createPlivoClient } from "@cordboard/plivo";
import { afterEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { AUTH_ID, AUTH_TOKEN, ANN, CALLER, OURS } from "../testing/bench.ts";
import { type SimulatorServer, type SimulatorServerOptions, startSimulatorServer } from "./start.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function start(options: Partial<SimulatorServerOptions> = {}): Promise<SimulatorServer> {
  const server = await startSimulatorServer({ port: 0, authId: AUTH_ID, authToken: AUTH_TOKEN, timeScale: 200, ...options });
  open.push(() => server.close());
  return server;
}

/** An application over a real socket; answers every path with the XML given for it. */
async function application(documents: Record<string, string>): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((req, res) => {
    seen.push(req.url ?? "");
    req.resume().on("end", () => res.setHeader("content-type", "application/xml").end(documents[req.url ?? ""] ?? ""));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, seen };
}

const json = (body: unknown) => ({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it never happened");
}

describe("the server", () => {
  it("carries a whole call over sockets, driven by our own REST client", async () => {
    const app = await application({ "/answer": "<Response><Record timeout='2'/><Speak>Hello</Speak></Response>" });
    const { url, simulator } = await start();
    const plivo = createPlivoClient({ authId: AUTH_ID, authToken: AUTH_TOKEN, baseUrl: url });
    simulator.sim.addNumber({ number: OURS, kind: "rented" });
    simulator.sim.addNumber({ number: ANN, kind: "phone", script: { answerAfterSeconds: 1 } });
    const { requestUuid } = await plivo.calls.create({
      from: OURS,
      to: ANN,
      answerUrl: `${app.url}/answer`,
      hangupUrl: `${app.url}/hangup`,
    });
    const record = await until(() => plivo.calls.get(requestUuid).catch(() => undefined));
    expect(record).toMatchObject({ to: ANN, from: OURS, hangup: { code: 4010 } });
    expect(await until(() => Promise.resolve(app.seen.length === 2 ? app.seen : undefined))).toEqual(["/answer", "/hangup"]);
    const { items } = await plivo.recordings.list();
    const file = await fetch(items[0]?.url ?? "");
    expect(file.status).toBe(200);
    expect(file.headers.get("content-type")).toBe("audio/mpeg");
  });

  it("reads every resource with our own client", async () => {
    const { url, simulator } = await start();
    const plivo = createPlivoClient({ authId: AUTH_ID, authToken: AUTH_TOKEN, baseUrl: url });
    simulator.sim.addNumber({ number: OURS, kind: "rented" });
    const { appId } = await plivo.applications.create({ name: "desk", answerUrl: "https://app.example.com/a" });
    await plivo.numbers.update(OURS, { appId });
    expect((await plivo.numbers.get(OURS)).appId).toBe(appId);
    expect((await plivo.numbers.list()).items).toMatchObject([{ number: OURS, appId, voice: true }]);
    expect((await plivo.applications.list()).items).toMatchObject([{ appId, name: "desk" }]);
    const { messageUuid } = await plivo.messages.send({ from: OURS, to: ANN, text: "Hi" });
    expect(await until(async () => ((await plivo.messages.get(messageUuid)).state === "delivered" ? "yes" : undefined))).toBe("yes");
    await expect(plivo.calls.get("00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({ code: "not_found" });
    simulator.sim.setFaults({ acceptThenDrop: { count: 1 } });
    await expect(plivo.messages.send({ from: OURS, to: ANN, text: "Hi" })).rejects.toMatchObject({ sent: "maybe" });
    expect(simulator.sim.messages()).toHaveLength(2);
  });

  it("opens /sim to this machine, but not to web pages", async () => {
    const { url } = await start();
    const status = async (headers: Record<string, string>) => (await fetch(`${url}/sim/numbers`, { headers })).status;
    expect(await status({})).toBe(200);
    expect(await status({ origin: "http://localhost:3000" })).toBe(200);
    expect(await status({ origin: "https://evil.example" })).toBe(403);
    expect(await status({ origin: "null" })).toBe(403);
    expect((await fetch(`${url}/sim/numbers`, json({ number: OURS, kind: "rented" }))).status).toBe(200);
  });

  it("asks for credentials on /sim when it is not bound to loopback", async () => {
    const { url } = await start({ host: "0.0.0.0" });
    expect((await fetch(`${url}/sim/numbers`)).status).toBe(401);
    const authorization = `Basic ${Buffer.from(`${AUTH_ID}:${AUTH_TOKEN}`).toString("base64")}`;
    expect((await fetch(`${url}/sim/numbers`, { headers: { authorization } })).status).toBe(200);
    const refused = new WebSocket(`${url.replace("http", "ws")}/sim/live`);
    await expect(new Promise((resolve, reject) => refused.on("open", resolve).on("error", reject))).rejects.toThrow("403");
  });

  it("tells events to a WebSocket", async () => {
    const { url, simulator } = await start();
    const socket = new WebSocket(`${url.replace("http", "ws")}/sim/live`);
    const types: string[] = [];
    socket.on("message", (data: Buffer) => {
      const event: { type: string } = JSON.parse(data.toString());
      types.push(event.type);
    });
    await until(() => Promise.resolve(types.length > 0 ? true : undefined));
    simulator.sim.addNumber({ number: OURS, kind: "rented" });
    simulator.sim.call({ from: CALLER, to: OURS });
    await until(() => Promise.resolve(types.includes("transcript") ? true : undefined));
    expect(types[0]).toBe("clock");
    expect(types).toContain("call");
    expect(types).toContain("warning");
    socket.terminate();
    const lost = new WebSocket(`${url.replace("http", "ws")}/elsewhere`);
    await expect(new Promise((resolve, reject) => lost.on("open", resolve).on("error", reject))).rejects.toThrow("404");
  });

  it("lives through what it cannot read", async () => {
    const { url } = await start();
    const headers = { authorization: `Basic ${Buffer.from(`${AUTH_ID}:${AUTH_TOKEN}`).toString("base64")}` };
    const large = await fetch(`${url}/v1/Account/${AUTH_ID}/Message/`, { method: "POST", headers, body: "x".repeat(2 * 1024 * 1024) });
    expect([large.status, await large.json()]).toEqual([400, { error: "the request could not be read" }]);
    expect((await fetch(`${url}/v1/Account/${AUTH_ID}/%ff/`, { headers })).status).toBe(404);
    expect((await fetch(`${url}/media/x/..%2f..%2fetc.mp3`)).status).toBe(404);
    expect((await fetch(`${url}/`)).status).toBe(401);
    expect((await fetch(`${url}/sim/clock`)).status).toBe(200);
  });

  it("says so when its port is taken", async () => {
    const { url } = await start();
    await expect(startSimulatorServer({ port: Number(new URL(url).port), authId: AUTH_ID, authToken: AUTH_TOKEN })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });

  it("cuts the connection of a dropped request", async () => {
    const { url, simulator } = await start();
    simulator.sim.setFaults({ drop: { count: 1 } });
    const headers = { authorization: `Basic ${Buffer.from(`${AUTH_ID}:${AUTH_TOKEN}`).toString("base64")}` };
    await expect(fetch(`${url}/v1/Account/${AUTH_ID}/Call/`, { headers })).rejects.toThrow("fetch failed");
    expect((await fetch(`${url}/v1/Account/${AUTH_ID}/Call/`, { headers })).status).toBe(200);
  });
});
