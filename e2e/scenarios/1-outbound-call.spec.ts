import { expect, test } from "@playwright/test";
import { flow, numbersConnected, publish } from "../steps/flows.ts";
import { Phone, script } from "../steps/phone.ts";
import { Product } from "../steps/product.ts";
import { contextOf, ended, path } from "../steps/runs.ts";
import { WebServer } from "../steps/web-server.ts";

const OURS = "+14155550199";
const CUSTOMER = "+12125550101";
const AGENT = "+12125550102";

let product: Product;
let flowId: string;
let status: WebServer;

const report = (result: string) => ({
  method: "POST",
  url: "{{ Start.http.params.status_url }}",
  headers: { "X-Order": "{{ Start.http.params.order }}" },
  body: {
    kind: "json",
    value: {
      result,
      order: "{{ Start.http.params.order }}",
      call: "{{ Call_Customer.uuid }}",
      key: "{{ Ask.digits }}",
      recording: "{{ Note.url }}",
      answered_by: "{{ Connect.answered_by }}",
      dial_status: "{{ Connect.dial_status }}",
    },
  },
});

/** Calls the customer about a delivery: 1 changes the time (recorded, then put through), 2 keeps it. */
const DELIVERY = flow(
  "Delivery call",
  {
    Call_Customer: ["initiate_call", { from: OURS, to: ["{{ Start.http.params.customer }}"], ringSeconds: 20 }],
    Ask: [
      "ivr_menu",
      {
        prompt: [{ speak: "Your order {{ Start.http.params.order }} comes tomorrow. Press 1 to change that, 2 to keep it." }],
        choices: [
          { name: "change", key: "1" },
          { name: "keep", key: "2" },
        ],
      },
    ],
    Note: ["record_audio", { prompt: [{ speak: "Say when it suits you, then press pound." }], maxSeconds: 30, silenceSeconds: 4 }],
    Connect: ["call_forward", { from: OURS, to: ["{{ Start.http.params.agent }}"], ringSeconds: 15, record: "always" }],
    Changed: ["http_request", report("changed")],
    Kept: ["http_request", report("kept")],
    Away: ["http_request", report("not_reached")],
    Agent_Away: ["http_request", report("agent_away")],
    Sorry: ["play_audio", { prompt: [{ speak: "We will call you back." }] }],
  },
  [
    "Start.api_request -> Call_Customer",
    "Call_Customer.answered -> Ask",
    "Call_Customer.no_answer -> Away",
    "Call_Customer.busy -> Away",
    "Ask.change -> Note",
    "Ask.keep -> Kept",
    "Note.recorded -> Connect",
    "Connect.completed -> Changed",
    "Connect.no_answer -> Sorry",
    "Connect.busy -> Sorry",
    "Sorry.completed -> Agent_Away",
  ],
  {
    payload: [
      { name: "customer", type: "phone", required: true },
      { name: "agent", type: "phone", required: true },
      { name: "order", type: "text", required: true },
      { name: "status_url", type: "text", required: true },
    ],
  },
);

test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "20" });
  await numbersConnected(product);
  status = await WebServer.start();
  flowId = await publish(product, DELIVERY);
});
test.afterAll(async () => {
  await status.stop();
  await product.stop();
});
test.beforeEach(() => void status.received.splice(0));

const begin = async (order: string): Promise<string> => {
  const params = { customer: CUSTOMER, agent: AGENT, order, status_url: `${status.url}/orders` };
  return (await product.api<{ runId: string }>("POST", `/api/flows/${flowId}/runs`, { params })).runId;
};
const reported = (): unknown[] => status.received.map(({ body }) => JSON.parse(body) as unknown);

test("the customer is called, presses a key, is recorded and put through; the status webhook is told all of it", async () => {
  await script(product, CUSTOMER, { answerAfterSeconds: 3 });
  await script(product, AGENT, { answerAfterSeconds: 2 });
  const runId = await begin("A-1");
  const customer = await Phone.called(product, CUSTOMER);
  await customer.hears("Your order A-1 comes tomorrow.");
  await customer.press("1");
  await customer.hears("Say when it suits you");
  const agent = await Phone.called(product, AGENT);
  await customer.reaches("Dial");
  expect((await agent.view()).parentCallUuid).toBe(customer.callUuid);
  await product.sim("POST", "/clock", { advanceMs: 30_000 });
  await agent.hangUp();
  const run = await ended(product, runId);

  expect(run.status).toBe("completed");
  expect(await path(product, runId)).toEqual([
    "Start:api_request",
    "Call_Customer:answered",
    "Ask:change",
    "Note:recorded",
    "Connect:completed",
    "Changed:success",
  ]);
  const { Note: note } = (await contextOf(product, runId)).variables as { Note: { url: string; id: string } };
  expect(status.received[0]).toMatchObject({
    method: "POST",
    url: "/orders",
    headers: { "x-order": "A-1", "content-type": expect.stringContaining("json") },
  });
  expect(reported()).toEqual([
    {
      result: "changed",
      order: "A-1",
      call: customer.callUuid,
      key: "1",
      recording: note.url,
      answered_by: AGENT,
      dial_status: "completed",
    },
  ]);
  const audio = await fetch(note.url);
  expect([audio.status, audio.headers.get("content-type")]).toEqual([200, "audio/mpeg"]);

  expect(run.recordings).toContain(note.id);
  expect(run.legs.map(({ role, to, status: over }) => [role, to, over])).toEqual([
    ["outbound", CUSTOMER, "completed"],
    ["forwarded", AGENT, "completed"],
  ]);
  expect((run.legs[1]?.endedAt ?? "") > (run.legs[1]?.answeredAt ?? "~")).toBe(true);
});

test("another key takes another way, and needs nobody else", async () => {
  await script(product, CUSTOMER, { answerAfterSeconds: 1, steps: [{ afterSeconds: 2, digits: "2" }] });
  const runId = await begin("A-2");
  expect((await ended(product, runId)).status).toBe("completed");
  expect(await path(product, runId)).toEqual(["Start:api_request", "Call_Customer:answered", "Ask:keep", "Kept:success"]);
  expect(reported()).toEqual([expect.objectContaining({ result: "kept", order: "A-2", key: "2", recording: "" })]);
});

test("a customer who does not answer, and an agent who is busy, are reported too", async () => {
  await script(product, CUSTOMER, { noAnswer: true });
  const away = await begin("A-3");
  await ended(product, away);
  expect((await path(product, away)).slice(1)).toEqual(["Call_Customer:no_answer", "Away:success"]);

  await script(product, CUSTOMER, { answerAfterSeconds: 1, steps: [{ afterSeconds: 2, digits: "1" }] });
  await script(product, AGENT, { busy: true });
  const busy = await begin("A-4");
  await ended(product, busy);
  expect((await path(product, busy)).slice(2)).toEqual([
    "Ask:change",
    "Note:recorded",
    "Connect:busy",
    "Sorry:completed",
    "Agent_Away:success",
  ]);
  expect(reported()).toEqual([
    expect.objectContaining({ result: "not_reached", order: "A-3", key: "" }),
    expect.objectContaining({ result: "agent_away", order: "A-4", dial_status: "busy", answered_by: "" }),
  ]);
});
