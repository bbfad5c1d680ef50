import { describe, expect, it } from "vitest";
import { ANN, BOB, Bench, CALLER, OURS, at, parsed } from "../testing/bench.ts";

async function send(bench: Bench, fields: Record<string, unknown> = {}) {
  return bench.rest("POST", "Message/", { src: OURS, dst: ANN, text: "Hello", url: at("/report"), ...fields });
}
const statuses = (bench: Bench): string[] => bench.at("/report").map((seen) => seen.params["Status"] ?? "");

describe("a text to outside", () => {
  it("is queued, sent and delivered, with a report of each", async () => {
    const bench = await new Bench().connect();
    const sent = await send(bench);
    expect(sent).toMatchObject({ status: 202, body: { message: "message(s) queued", api_id: expect.any(String) } });
    const [uuid] = sent.body["message_uuid"] as string[];
    await bench.seconds(3);
    const reports = bench.at("/report").map((seen) => parsed("deliveryReport", seen));
    expect(reports.map((report) => [report.status, report.sequence])).toEqual([
      ["queued", 1],
      ["sent", 2],
      ["delivered", 3],
    ]);
    expect(reports[2]).toMatchObject({ messageUuid: uuid, from: OURS, to: ANN, errorCode: null, units: 1, mcc: "310" });
    expect(bench.at("/report")[2]?.params).toMatchObject({
      MessageTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
      QueuedTime: expect.any(String),
      SentTime: expect.any(String),
      DeliveryReportTime: expect.any(String),
      ParentMessageUUID: uuid,
    });
    expect((await bench.rest("GET", `Message/${uuid}/`)).body).toMatchObject({
      message_uuid: uuid,
      message_state: "delivered",
      message_direction: "outbound",
      from_number: OURS,
      to_number: "14155550142",
      error_code: "000",
      units: 1,
    });
  });

  it("is reported by GET, without queued, if so chosen", async () => {
    const bench = await new Bench({ choices: { reportQueued: false } }).connect();
    await send(bench, { method: "GET", url: at("/report?e=1") });
    await bench.seconds(3);
    expect(bench.at("/report").map((seen) => [seen.method, seen.params["e"], seen.params["Status"]])).toEqual([
      ["GET", "1", "sent"],
      ["GET", "1", "delivered"],
    ]);
  });

  it.each<[string, Record<string, unknown>, string[], string | undefined]>([
    ["undelivered", { status: "undelivered", errorCode: "70" }, ["queued", "sent", "undelivered"], "70"],
    ["failed", { status: "failed", errorCode: "420" }, ["queued", "failed"], "420"],
    ["never reported", { status: "sent" }, ["queued", "sent"], undefined],
  ])("ends as the network says: %s", async (_, delivery, expected, errorCode) => {
    const bench = await new Bench().connect();
    bench.sim.addNumber({ number: ANN, kind: "phone", script: { delivery: delivery as { status: "sent" } } });
    await send(bench);
    await bench.seconds(5);
    expect(statuses(bench)).toEqual(expected);
    expect(bench.at("/report").at(-1)?.params["ErrorCode"]).toBe(errorCode);
  });

  it("from a number that is not ours is undelivered with 40, a text too long with 110", async () => {
    const bench = await new Bench().connect();
    await send(bench, { src: "+12025550111" });
    await send(bench, { text: "x".repeat(1_700) });
    await bench.seconds(5);
    expect(bench.at("/report").flatMap((seen) => seen.params["ErrorCode"] ?? [])).toEqual(["40", "110"]);
  });

  it("has units by alphabet and length", async () => {
    const bench = await new Bench().connect();
    for (const text of ["a".repeat(160), "a".repeat(161), "✓".repeat(70), "✓".repeat(71)]) await send(bench, { text });
    expect(bench.sim.messages().map((message) => message.units)).toEqual([1, 2, 1, 2]);
  });

  it("can go to several, and names those that are no numbers", async () => {
    const bench = await new Bench().connect();
    const sent = await send(bench, { dst: `${ANN}<hello<${BOB}` });
    expect(sent.body).toMatchObject({ invalid_number: ["hello"] });
    expect(sent.body["message_uuid"]).toHaveLength(2);
  });

  it("is answered by a phone with a script", async () => {
    const bench = await new Bench().connect();
    bench.sim.addNumber({
      number: ANN,
      kind: "phone",
      script: {
        text: [
          { match: "/^are you/", reply: "Yes" },
          { match: "*", reply: "Who is this?" },
        ],
      },
    });
    await send(bench, { text: "Are you there?" });
    await bench.seconds(4);
    await send(bench, { text: "Hello" });
    await bench.seconds(4);
    expect(bench.at("/message").map((seen) => parsed("message", seen))).toMatchObject([
      { from: ANN, to: OURS, text: "Yes" },
      { text: "Who is this?" },
    ]);
  });

  it("to another number of ours arrives there", async () => {
    const bench = await new Bench().connect();
    bench.sim.addNumber({ number: "+14155550198", kind: "rented" });
    await bench.rest("POST", "Message/", { src: "+14155550198", dst: OURS, text: "internal" });
    await bench.seconds(3);
    expect(parsed("message", bench.only("/message"))).toMatchObject({ from: "+14155550198", to: OURS, text: "internal" });
  });
});

describe("a text from outside", () => {
  it("is told to the message URL", async () => {
    const bench = await new Bench().connect();
    const { messageUuid } = bench.sim.text({ from: CALLER, to: OURS, text: "Hi there" });
    await bench.seconds(0);
    expect(parsed("message", bench.only("/message"))).toMatchObject({
      messageUuid,
      from: CALLER,
      to: OURS,
      type: "sms",
      text: "Hi there",
      units: 1,
      intent: "",
    });
    expect(bench.sim.messages()).toMatchObject([{ messageUuid, direction: "inbound", state: "received" }]);
  });

  it("can bring media", async () => {
    const bench = await new Bench().connect();
    bench.sim.text({ from: CALLER, to: OURS, text: "look", media: ["https://m.example/a.png", "https://m.example/b.png"] });
    await bench.seconds(0);
    expect(bench.only("/message").params).toMatchObject({ Type: "mms", MediaCount: "2", Body: "look", Media0: "https://m.example/a.png" });
    expect(parsed("message", bench.only("/message")).media).toHaveLength(2);
  });

  it("is answered by Message elements, and by nothing else", async () => {
    const bench = await new Bench()
      .on("/message", `<Message src="14155550199" dst="14155550100">Thanks</Message><Speak>no</Speak>`)
      .connect();
    const warnings: string[] = [];
    bench.sim.onEvent((event) => event.type === "warning" && warnings.push(event.code));
    bench.sim.text({ from: CALLER, to: OURS, text: "Hi" });
    await bench.seconds(5);
    expect(bench.sim.messages().map((message) => [message.direction, message.text, message.state])).toEqual([
      ["inbound", "Hi", "received"],
      ["outbound", "Thanks", "delivered"],
    ]);
    expect(warnings).toEqual(["bad_nesting"]);
  });

  it("is told again 60, 120 and 240 seconds later while nobody says 200", async () => {
    const bench = await new Bench()
      .on("/message", [{ status: 500 }, new Error("ECONNREFUSED"), { status: 404 }, { status: 503 }])
      .connect();
    bench.sim.text({ from: CALLER, to: OURS, text: "Hi" });
    await bench.seconds(2_000);
    expect(bench.at("/message").map((seen) => seen.at)).toEqual([0, 60_000, 180_000, 420_000]);
  });

  it("is told again after 8 seconds of silence, and not after a 200", async () => {
    const bench = await new Bench().on("/message", [{ hang: true }, { status: 200, type: "text/plain" }]).connect();
    bench.sim.text({ from: CALLER, to: OURS, text: "Hi" });
    await bench.seconds(2_000);
    expect(bench.at("/message").map((seen) => seen.at)).toEqual([0, 68_000]);
  });
});

describe("opt-outs", () => {
  const say = async (bench: Bench, text: string) => {
    bench.sim.text({ from: ANN, to: OURS, text });
    await bench.seconds(1);
  };

  it.each([
    ["STOP", "optout"],
    [" stop \n", "optout"],
    ["Unsubscribe", "optout"],
    ["start", "optin"],
    ["Help", "help"],
    ["please stop", ""],
  ])("reads %o as %o", async (text, intent) => {
    const bench = await new Bench().connect();
    await say(bench, text);
    expect(parsed("message", bench.only("/message")).intent).toBe(intent);
  });

  it("refuse texts after STOP with 200, but for one confirmation, until START", async () => {
    const bench = await new Bench({ choices: { reportQueued: false } }).connect();
    await say(bench, "STOP");
    await send(bench, { text: "You are unsubscribed" });
    await bench.seconds(3);
    await send(bench, { text: "But wait" });
    await bench.seconds(3);
    expect(bench.at("/report").map((seen) => [seen.params["Status"], seen.params["ErrorCode"]])).toEqual([
      ["sent", undefined],
      ["delivered", undefined],
      ["failed", "200"],
    ]);
    await say(bench, "START");
    await send(bench);
    await bench.seconds(3);
    expect(statuses(bench).slice(3)).toEqual(["sent", "delivered"]);
  });

  it("allow the confirmation for five minutes", async () => {
    const bench = await new Bench({ choices: { reportQueued: false } }).connect();
    await say(bench, "STOP");
    await bench.seconds(301);
    await send(bench);
    await bench.seconds(3);
    expect(statuses(bench)).toEqual(["failed"]);
  });

  it("are not watched on short codes", async () => {
    const bench = await new Bench().connect();
    bench.sim.addNumber({ number: OURS, kind: "rented", type: "short" });
    await say(bench, "STOP");
    expect(bench.only("/message").params["MessageIntent"]).toBe("");
  });

  it("can be answered by the carrier itself", async () => {
    const bench = await new Bench({ choices: { optOutReplies: true } }).connect();
    await say(bench, "HELP");
    await bench.seconds(3);
    expect(bench.sim.messages().map((message) => message.text)).toEqual(["HELP", "Reply STOP to unsubscribe. Msg&Data rates may apply."]);
  });
});
