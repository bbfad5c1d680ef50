import { describe, expect, it } from "vitest";
import { ANN, Bench, CALLER, OURS, at, parsed } from "../testing/bench.ts";

const send = (bench: Bench, fields: Record<string, unknown> = {}) =>
  bench.rest("POST", "Message/", { src: OURS, dst: ANN, type: "whatsapp", url: at("/report"), ...fields });
const reports = (bench: Bench) => bench.at("/report").map((seen) => parsed("deliveryReport", seen));
const TEMPLATE = { name: "appointment", language: "en", components: [{ type: "body", parameters: [{ type: "text", text: "Ann" }] }] };

describe("WhatsApp", () => {
  it("comes in with its kind, from the phone of a person", async () => {
    const bench = await new Bench().connect();
    bench.sim.text({ from: CALLER, to: OURS, text: "hi", type: "whatsapp" });
    bench.sim.text({ from: CALLER, to: OURS, type: "whatsapp", media: ["https://x.example/clip.mp4"] });
    bench.sim.text({ from: CALLER, to: OURS, text: "Yes, please", type: "whatsapp", button: true });
    await bench.seconds(1);
    const [text, media, button] = bench.at("/message").map((seen) => parsed("message", seen));
    expect(text).toMatchObject({ type: "whatsapp", text: "hi", contentType: "text", units: 1, mimeType: null });
    expect(media).toMatchObject({ contentType: "media", mimeType: "video/mp4", media: ["https://x.example/clip.mp4"] });
    expect(button).toMatchObject({ contentType: "button", text: "Yes, please" });
  });

  it("sends free text only within 24 hours of the person's message", async () => {
    const bench = await new Bench().connect();
    await send(bench, { text: "too early" });
    await bench.seconds(3);
    expect(reports(bench).map((report) => [report.status, report.errorCode])).toEqual([
      ["queued", null],
      ["failed", "1000"],
    ]);
    bench.sim.text({ from: ANN, to: OURS, text: "hello", type: "whatsapp" });
    await send(bench, { text: "now we talk" });
    await bench.seconds(3);
    expect(reports(bench).at(-1)?.status).toBe("delivered");
    expect(bench.at("/report").at(-1)?.params).toMatchObject({ Type: "whatsapp", ConversationOrigin: "service" });
    await bench.seconds(24 * 3_600);
    await send(bench, { text: "too late" });
    await bench.seconds(3);
    expect(reports(bench).at(-1)?.status).toBe("failed");
  });

  it("sends templates, interactive messages and places, and reports that they were read", async () => {
    const bench = await new Bench().connect();
    bench.sim.addNumber({ number: ANN, kind: "phone", script: { delivery: { status: "read" } } });
    await send(bench, { template: JSON.stringify(TEMPLATE) });
    await bench.seconds(5);
    expect(reports(bench).map((report) => report.status)).toEqual(["queued", "sent", "delivered", "read"]);
    bench.sim.text({ from: ANN, to: OURS, text: "hello", type: "whatsapp" });
    const rich = [
      { interactive: { type: "button", body: { text: "Sure?" }, action: { buttons: [] } } },
      { location: { latitude: 48.2, longitude: "16.3" } },
    ];
    for (const fields of rich) expect((await send(bench, fields)).status).toBe(202);
    const found = await bench.rest("GET", "Message/?message_type=whatsapp&message_state=read&conversation_origin=utility");
    expect(found.body["objects"]).toMatchObject([
      { conversation_origin: "utility", message_state: "read", destination_country_iso2: "US" },
    ]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ type: "sms", template: TEMPLATE }, "template parameter is for messages of type whatsapp"],
    [{ template: { name: "no language" } }, "template.language parameter is invalid"],
    [{ interactive: { type: "dance", action: {} } }, "interactive.type parameter is invalid"],
    [{ text: "x".repeat(4_097) }, "text parameter is longer than 4096 characters"],
    [{}, "text parameter is missing"],
    [{ type: "mms", text: "where is it" }, "media_urls parameter is missing"],
  ])("refuses %j", async (fields, error) => {
    const bench = await new Bench().connect();
    const answer = await send(bench, fields);
    expect(answer.status).toBe(400);
    expect(answer.body["error"]).toContain(error);
  });
});

describe("MMS", () => {
  it("goes out by address or id, and is refused by a number that cannot", async () => {
    const bench = await new Bench().connect();
    const sent = await send(bench, { type: "mms", media_urls: ["https://x.example/a.png"], media_ids: ["card-1"], text: "see" });
    const [uuid] = sent.body["message_uuid"] as string[];
    await bench.seconds(3);
    expect(reports(bench).at(-1)).toMatchObject({ status: "delivered", type: "mms", units: 1 });
    expect((await bench.rest("GET", `Message/${uuid}/Media/`)).body["objects"]).toMatchObject([
      { content_type: "image/png", media_url: "https://x.example/a.png", message_uuid: uuid },
      { content_type: "application/octet-stream" },
    ]);
    bench.sim.addNumber({ number: OURS, kind: "rented", mms: false });
    await send(bench, { type: "mms", media_urls: ["https://x.example/a.png"] });
    await bench.seconds(3);
    expect(reports(bench).at(-1)).toMatchObject({ status: "undelivered", errorCode: "40" });
  });

  it("counts media from 1 if so chosen", async () => {
    const bench = await new Bench({ choices: { mediaCountsFromOne: true } }).connect();
    bench.sim.text({ from: CALLER, to: OURS, text: "look", media: ["https://x.example/a.png", "https://x.example/b.png"] });
    await bench.seconds(1);
    expect(bench.only("/message").params).toMatchObject({ Type: "mms", Body: "look", MediaCount: "2", Media1: "https://x.example/a.png" });
    expect(parsed("message", bench.only("/message")).media).toHaveLength(2);
  });
});

describe("the queue", () => {
  it("sends so many a second, and lets expire what waits too long", async () => {
    const bench = await new Bench({ limits: { messagesPerSecond: 1 } }).connect();
    for (let i = 0; i < 8; i++) await send(bench, { type: "sms", text: String(i), message_expiry: 5 });
    await bench.seconds(20);
    const sent = bench.at("/report").filter((seen) => seen.params["Status"] === "sent");
    expect(sent.map((seen) => Math.round(seen.at / 1_000))).toEqual([1, 2, 3, 4, 5, 6]);
    const failed = reports(bench).filter((report) => report.status === "failed");
    expect(failed.map((report) => report.errorCode)).toEqual(["420", "420"]);
    const filtered = await bench.rest("GET", "Message/?error_code=420&message_time__gte=2026-03-02%2014:30&limit=1");
    expect(filtered.body).toMatchObject({ meta: { total_count: 2, limit: 1 }, objects: [{ error_message: "Message expired in queue" }] });
  });
});
