import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import plivo from "plivo";
import { addressesOf, callFields, deliver, type Fields, newNonce, send, textFields, v2Headers, v3Headers } from "../steps/as-carrier.ts";
import { CarrierTap, type Exchange } from "../steps/carrier-tap.ts";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { AUTH_TOKEN, Product, until } from "../steps/product.ts";
import { allRuns, carrierLog } from "../steps/runs.ts";
import { add, parseXml, rebuildBySdk, SDK_LACKS, untyped, withoutWhatTheSdkLacks, type XmlElement } from "../steps/sdk-xml.ts";
import { driveSamples } from "../steps/drive-samples.ts";
import { WebServer } from "../steps/web-server.ts";

let product: Product;
let tap: CarrierTap;
let web: WebServer;
let pageAnswers = { status: 200, body: "{}", afterMs: 0 };
let driven: Awaited<ReturnType<typeof driveSamples>>;

test.beforeAll(async () => {
  tap = await CarrierTap.start();
  product = await Product.start({ SIMULATOR_TIME_SCALE: "20", PUBLIC_URL: tap.url });
  tap.leadTo(product.url);
  web = await WebServer.start(async ({ url }) => {
    await new Promise((done) => setTimeout(done, url === "/slow" ? 2_500 : pageAnswers.afterMs));
    return { status: pageAnswers.status, headers: { "content-type": "application/json" }, body: pageAnswers.body };
  });
  await numbersConnected(product);
  driven = await driveSamples(product, web.url, (page) => {
    pageAnswers = page;
  });
});
test.afterAll(async () => {
  await tap.stop();
  await product.stop();
  await web.stop();
});

const isXml = (one: Exchange): boolean => one.status === 200 && one.type.startsWith("application/xml");

test("the samples were driven along every cord, but for the few that a sample's fixed numbers keep out of reach", () => {
  expect(driven.untouched).toEqual([
    // A number in the sample itself would have to be refused by the carrier.
    "System health line: Ring_Engineer.failed",
    "Virtual receptionist: Leave_A_Message.no_audio",
    "Virtual receptionist: Ring_Ann.failed",
    "Virtual receptionist: Ring_Bob.failed",
    "Virtual receptionist: Ring_Sales.failed",
    "Virtual receptionist: Ring_Support.failed",
  ]);
});

test("every XML answer parses, and rebuilds through the official SDK's element rules", async () => {
  const answers = new Set(tap.exchanges.filter(isXml).map((one) => one.answer));
  let logged = 0;
  for (const run of await allRuns(product)) {
    for (const item of await carrierLog(product, run.id)) {
      if (item.kind !== "xml") continue;
      logged++;
      expect(answers, "what the carrier log holds went over the wire as it is").toContain(item.body);
    }
  }
  expect(logged).toBeGreaterThan(150);

  const elements = new Set<string>();
  for (const answer of answers) {
    const document = parseXml(answer);
    const expected = withoutWhatTheSdkLacks(document);
    expect(rebuildBySdk(expected), answer).toEqual(expected);
    for (const name of namesIn(document)) elements.add(name);
  }
  expect([...elements].toSorted()).toEqual(
    ["Dial", "GetDigits", "Hangup", "Number", "Record", "Redirect", "Response", "Speak", "Wait"].toSorted(),
  );
});

test("what may be left out before the SDK rebuilds is what the SDK truly refuses", () => {
  for (const { element, attribute } of SDK_LACKS) {
    const lone: XmlElement = { name: element, attributes: { [attribute]: "1" }, text: "1", children: [] };
    const response = untyped(plivo.Response());
    const parent = element === "Number" || element === "User" ? response.addDial?.({}) : response;
    expect(() => parent && add(parent, lone), `${element} ${attribute}`).toThrow(/Not a valid attribute/);
  }
});

test("every webhook of the simulator verifies with the official SDK's V3 and V2 validators", () => {
  const kinds = new Set<string>();
  for (const one of tap.exchanges) {
    kinds.add(new URL(one.url).pathname.replace(/[\w-]{20,}/g, "…"));
    const header = (name: string): string => one.headers[`x-plivo-signature-${name}`] ?? "";
    const v3 = (signature: string): boolean =>
      Boolean(plivo.validateV3Signature(one.method, one.url, header("v3-nonce"), AUTH_TOKEN, signature, { ...one.params }));
    const v2 = (signature: string): boolean => Boolean(plivo.validateSignature(one.url, header("v2-nonce"), signature, AUTH_TOKEN));
    expect([v3(header("v3")), v3(header("ma-v3")), v2(header("v2")), v2(header("ma-v2"))], one.url).toEqual([true, true, true, true]);
    expect(one.status, one.url).toBe(200);
  }
  // A machine that is slow for two seconds has sent a call round the hold.
  kinds.delete("/carrier/voice/hold/…");
  expect([...kinds].toSorted()).toEqual([
    "/carrier/messages/e/…",
    "/carrier/messages/n/…",
    "/carrier/voice/e/…/answer",
    "/carrier/voice/e/…/hangup",
    "/carrier/voice/e/…/ring",
    "/carrier/voice/n/…/answer",
    "/carrier/voice/n/…/hangup",
    "/carrier/voice/s/…/action",
    "/carrier/voice/s/…/callback",
    "/carrier/voice/s/…/document/confirm",
    "/carrier/voice/s/…/redirect",
  ]);
});

test.describe("what the carrier did not send so", () => {
  const RECEPTIONIST = "+14155550199";
  let answer: string;
  let message: string;
  test.beforeAll(async () => {
    ({ answer, message } = await addressesOf(product, (await loaded(product, "Virtual receptionist")).number));
  });

  const call = (): Fields => callFields(RECEPTIONIST, {}, randomUUID());
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}`, "x"]));
  const refused: [name: string, statuses: number[], ask: () => ReturnType<typeof send>][] = [
    ["unsigned", [403], () => send(answer, call(), {})],
    ["signed with another token", [403], () => send(answer, call(), v3Headers(answer, call(), newNonce(), "another-token"))],
    ["a field changed", [403], () => altered((fields) => ({ ...fields, From: "12125550666" }))],
    ["a field added", [403], () => altered((fields) => ({ ...fields, Extra: "1" }))],
    ["a field taken away", [403], () => altered(({ Event: _gone, ...rest }) => rest)],
    ["another path", [403], () => resent((url) => url.replace("/answer", "/fallback"))],
    ["another number's path", [403], () => resent((url) => url.replace(/n\/[\w-]+\//, "n/another-token-0000000000000/"))],
    ["a query added", [403], () => resent((url) => `${url}?x=1`)],
    ["as a GET", [403], () => resent((url, fields) => `${url}?${new URLSearchParams(fields).toString()}`, "GET")],
    ["V2 alone on a voice address", [403], () => send(answer, call(), v2Headers(answer))],
    [
      "an empty V3 header beside a good V2",
      [403],
      () => send(message, textFields(RECEPTIONIST, "Hi"), { ...v2Headers(message), "x-plivo-signature-v3": "" }),
    ],
    ["a body of 300 KB", [413], () => signed({ ...call(), Blob: "x".repeat(300 * 1024) })],
    ["JSON", [415], () => send(answer, JSON.stringify(call()), { ...v3Headers(answer, {}), "content-type": "application/json" })],
    ["plain text", [415], () => send(answer, "hello", { ...v3Headers(answer, {}), "content-type": "text/plain" })],
    ["201 fields", [400], () => signed(many)],
    ["a field twice", [400], () => send(answer, "CallUUID=a&CallUUID=b", v3Headers(answer, {}))],
  ];

  const signed = (fields: Fields): ReturnType<typeof send> => send(answer, fields, v3Headers(answer, fields));
  /** Signed for one form, sent with another. */
  const altered = (change: (fields: Fields) => Fields): ReturnType<typeof send> => {
    const fields = call();
    return send(answer, change(fields), v3Headers(answer, fields));
  };
  /** Signed for one address, sent to another. */
  const resent = (change: (url: string, fields: Fields) => string, method = "POST"): ReturnType<typeof send> => {
    const fields = call();
    return send(change(answer, fields), fields, v3Headers(answer, fields), method);
  };

  test("is refused, and no run appears", async () => {
    const before = (await allRuns(product)).length;
    for (const [name, statuses, ask] of refused) {
      const reply = await ask();
      expect(statuses, `${name}: ${reply.status} ${reply.body}`).toContain(reply.status);
      expect(reply.body, name).toMatch(/"code":"[a-z_0-9]+"/);
    }
    expect(await allRuns(product)).toHaveLength(before);
    expect((await product.request("GET", "/healthz")).status).toBe(200);
  });

  test("rightly signed, the same call and text are taken: the refusals were for what was wrong with them", async () => {
    const before = (await allRuns(product)).length;
    const good = await deliver(answer, call());
    expect(good).toEqual({ status: 200, body: expect.stringContaining("<GetDigits") });
    const byV2 = await send(message, textFields("+14155550195", "Hello"), v2Headers(message));
    expect(byV2.status).toBe(200);
    await until("the call has its run", async () => (await allRuns(product)).length > before);
  });

  test("a nonce that came with another request is refused", async () => {
    const nonce = newNonce();
    const first = call();
    expect((await deliver(answer, first, nonce)).status).toBe(200);
    const before = (await allRuns(product)).length;
    const other = await deliver(answer, call(), nonce);
    expect(other).toEqual({ status: 403, body: expect.stringContaining("nonce_reused") });
    expect(await allRuns(product)).toHaveLength(before);
  });
});

function namesIn({ name, children }: XmlElement): string[] {
  return [name, ...children.flatMap(namesIn)];
}
