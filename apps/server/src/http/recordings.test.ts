import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, flow, type TestServer, startTestServer, until } from "./test-server.ts";

let server: TestServer;
let receiver: Server;
let posted: { headers: Record<string, string | string[] | undefined>; body: string }[] = [];
let refuse = 1;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      posted.push({ headers: request.headers, body });
      response.writeHead(refuse-- > 0 ? 503 : 200).end("ok");
    });
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  server = await startTestServer({ EGRESS_ALLOW: "127.0.0.1", RECORDINGS: "store", RECORDING_DAYS: "30" });
  const address = receiver.address();
  const events = [{ event: "record", url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/hook` }];
  const document = flow("Voicemail", { Voicemail: ["record_audio", { prompt: [], events }] }, ["Start.incoming_call -> Voicemail"]);
  const { id } = await server.api("createFlow", { body: { name: "Voicemail", document } });
  await server.api("publishFlow", { params: { id }, body: { revision: 1 } });
  await server.api("assignNumber", { params: { e164: "+14155550199" }, body: { flowId: id } });
  await server.api("simPost", { params: { path: "numbers" }, body: { number: "+14155550130", kind: "phone" } });
  await leaveMessage();
});
afterAll(async () => {
  await server.close();
  receiver.close();
});

async function leaveMessage(): Promise<void> {
  const called = await server.api("simPost", { params: { path: "calls" }, body: { from: "+14155550130", to: "+14155550199" } });
  const uuid = typeof called["callUuid"] === "string" ? called["callUuid"] : "";
  await until(async () => JSON.stringify(await server.api("simGet", { params: { path: `calls/${uuid}` } })).includes('"Record"'));
  await server.api("simPost", { params: { path: `calls/${uuid}/speech` }, body: { text: "Please call me back." } });
  // Shorter than a second, and it would count as nothing. The simulator's time runs 20 times as fast.
  await new Promise((done) => setTimeout(done, 150));
  await server.api("simPost", { params: { path: `calls/${uuid}/digits` }, body: { digits: "#" } });
}
const recordings = () => server.api("listRecordings");
const first = () => until(async () => (await recordings()).items[0]);

describe("a recording", () => {
  it("is heard by whoever has the link, whole or in parts, until it is too old", async () => {
    const { url, id } = await first();
    expect(url).toMatch(new RegExp(`^${server.url}/media/recordings/${id}/\\d+/[\\w-]{22}$`));
    const whole = await fetch(url);
    expect(whole.headers.get("content-type")).toMatch(/^audio\//);
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(bytes.length).toBeGreaterThan(100);

    // Once there is a copy here, too: nobody fetches what the carrier may still be writing.
    await server.api("testClock", { body: { advanceMs: 6_000 } });
    await until(async () => (await fetch(url, { headers: { range: "bytes=0-9" } })).status === 206);
    const part = await fetch(url, { headers: { range: "bytes=10-19" } });
    expect(part.headers.get("content-range")).toBe(`bytes 10-19/${bytes.length}`);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true);
    expect((await fetch(url, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416);

    const wrong = `${url.slice(0, -1)}${url.endsWith("A") ? "B" : "A"}`;
    const longer = url.replace(/\/(\d+)\/([\w-]+)$/, (_, until_: string, signature: string) => `/${Number(until_) + 1}/${signature}`);
    for (const address of [wrong, longer, url.slice(0, -3)]) expect((await fetch(address)).status, address).toBe(404);
  });

  it("is posted, signed, to who asked for it, and again when they could not take it", async () => {
    const { id } = await first();
    await until(async () => posted.length >= 1);
    await server.api("testClock", { body: { advanceMs: 60_000 } });
    await until(async () => posted.length === 2);
    const secret = (await server.api("eventSigningSecret")).secret;
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    for (const { headers, body } of posted) {
      const text = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
      expect(headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(text).digest("base64")}`);
      expect(JSON.parse(body)).toMatchObject({
        event: "record",
        node: "Voicemail",
        data: { recording_id: id, from: "+14155550130", to: "+14155550199" },
      });
    }
    expect(new Set(posted.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("is deleted at the carrier and here; a link to it is of no use then", async () => {
    const { id, url } = await first();
    await server.api("deleteRecording", { params: { id } });
    expect((await recordings()).items).toEqual([]);
    expect((await fetch(url)).status).toBe(404);
    const again = await server.ask("DELETE", `/api/recordings/${id}`);
    expect([again.status, errorOf(again).code]).toEqual([404, "recording_not_found"]);
    const ledger = JSON.stringify(await server.api("simGet", { params: { path: "ledger" } }));
    expect(ledger).toContain(`/Recording/${id}/`);
  });

  it("is deleted by itself when it is too old", async () => {
    await leaveMessage();
    const { url } = await first();
    await server.api("testClock", { body: { advanceMs: 8 * 86_400_000 } });
    expect((await fetch(url)).status).toBe(410);
    expect((await recordings()).items).toHaveLength(1);
    await server.api("testClock", { body: { advanceMs: 23 * 86_400_000 } });
    await until(async () => (await recordings()).items.length === 0);
  });
});
