import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { CallView } from "@cordboard/simulator";
import { flow, loaded, numbersConnected, publish } from "../steps/flows.ts";
import { asked, lastRow, texts } from "../steps/ledger.ts";
import { hangUpWhenAsked, script } from "../steps/phone.ts";
import { API_KEY, AUTH_ID, Product } from "../steps/product.ts";
import { contextOf, ended, path } from "../steps/runs.ts";
import { officialSdk } from "../steps/sdk.ts";
import { WebServer } from "../steps/web-server.ts";

const PRIMARY = "+14155550101";
const BACKUP = "+14155550102";
const LEAD = "+14155550103";
const TEAM = "+14155550104";
const NOBODY = randomUUID();

let product: Product;
let phlo: string;
let chat: WebServer;
/** What the carrier had been asked for when the chat was told. */
let askedBeforeChat: string[] = [];
let rowsBefore = 0;

test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "20" });
  await numbersConnected(product);
  phlo = (await loaded(product, "Incident page")).id;
  chat = await WebServer.start(async () => {
    askedBeforeChat = await asked(product, rowsBefore);
    return { status: 200, body: "ok" };
  });
});
test.afterAll(async () => {
  await chat.stop();
  await product.stop();
});

const payload = (): Record<string, string> => ({
  incident: "Database is down",
  primary: PRIMARY,
  backup: BACKUP,
  lead: LEAD,
  team: TEAM,
  chat_url: `${chat.url}/hooks/incidents`,
});

const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

/** A door as a program without the SDK uses it. */
async function door(method: string, at: string, authorization: string, body?: unknown) {
  const response = await fetch(product.url + at, {
    method,
    headers: { authorization, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test("the official SDK runs the incident page: no answer, voicemail, then the lead takes it", async () => {
  await script(product, PRIMARY, { noAnswer: true });
  await script(product, BACKUP, { machine: true });
  await script(product, LEAD, { answerAfterSeconds: 2, steps: [{ afterSeconds: 4, digits: "1" }] });
  rowsBefore = await lastRow(product);
  const before = chat.received.length;

  const started = await officialSdk(product).run(phlo, payload());
  expect(started).toMatchObject({ phloId: phlo, message: expect.stringMatching(/Incident page/) });
  const run = await ended(product, started.apiId, 40);

  expect(run).toMatchObject({ status: "completed", trigger: "api", flowId: phlo, outputs: { owner: "lead" } });
  expect(await path(product, run.id)).toEqual([
    "Start:api_request",
    "Call_Primary:no_answer",
    "Call_Backup:voicemail",
    "Call_Lead:answered",
    "Ask_Lead:acknowledge",
    "Owner_Is_Lead:done",
    "Tell_Team:sent",
    "Post_To_Chat:success",
    "Thank_Owner:completed",
    "Acknowledged",
  ]);
  const calls = [`call ${PRIMARY}`, `call ${BACKUP}`, `call ${LEAD}`];
  const text = `text ${TEAM}: Database is down: lead (${LEAD}) has it.`;
  expect(await asked(product, rowsBefore)).toEqual([...calls, text]);
  expect(askedBeforeChat).toEqual([...calls, text]);
  expect(chat.received.slice(before)).toEqual([
    expect.objectContaining({ method: "POST", url: "/hooks/incidents", body: '{"text":"Database is down: lead has acknowledged."}' }),
  ]);

  const details = await door("GET", `/v1/phlo/${phlo}/runs/${run.id}`, basic(AUTH_ID, API_KEY));
  expect(details.status).toBe(200);
  const { calls: all } = await product.sim<{ calls: CallView[] }>("GET", "/calls");
  expect(details.body).toEqual({
    api_id: expect.any(String),
    phlo_id: phlo,
    phlo_run_id: run.id,
    status: "completed",
    call_uuids: [PRIMARY, BACKUP, LEAD].map((number) => all.find((one) => one.to === number)?.callUuid),
    message_uuids: (await texts(product, TEAM)).map((one) => one.messageUuid),
    recording_ids: [],
  });
});

test("the escalation goes on when nobody presses a key, and when somebody hangs up", async () => {
  await script(product, PRIMARY, { answerAfterSeconds: 1 });
  await script(product, BACKUP, { answerAfterSeconds: 1 });
  const hangingUp = hangUpWhenAsked(product, BACKUP);
  await script(product, LEAD, { reject: true });
  rowsBefore = await lastRow(product);
  const before = chat.received.length;

  const { apiId } = await officialSdk(product).run(phlo, payload());
  const run = await ended(product, apiId, 40);
  await hangingUp.stop();

  expect(run.status).toBe("completed");
  expect((await path(product, run.id)).slice(1)).toEqual([
    "Call_Primary:answered",
    "Ask_Primary:no_input",
    "Let_Primary_Go:next",
    "Call_Backup:answered",
    "Ask_Backup:hung_up",
    "Call_Lead:rejected",
    "Nobody_Answered:sent",
    "Unanswered",
  ]);
  expect(await asked(product, rowsBefore)).toEqual([
    `call ${PRIMARY}`,
    `call ${BACKUP}`,
    `call ${LEAD}`,
    `text ${TEAM}: Database is down: nobody has acknowledged.`,
  ]);
  expect(chat.received).toHaveLength(before);
});

test("the official SDK reads the details of a flow", async () => {
  const details = await officialSdk(product).get(phlo);
  expect(details).toMatchObject({ apiId: expect.any(String), phloId: phlo, name: "Incident page" });
  expect(Date.parse(details.createdOn)).toBeLessThanOrEqual(Date.now());
});

test("a declared field also takes the SDK's snake_case spelling, and the exact one wins", async () => {
  const greeting = flow(
    "Greeting",
    {
      Greet: [
        "set_variables",
        {
          variables: [
            { name: "said", type: "text", value: "{{ Start.http.params.customerName }}, {{ Start.http.params.address2 }}" },
            { name: "extra", type: "text", value: "{{ Start.http.params.free_field }}" },
          ],
        },
      ],
    },
    ["Start.api_request -> Greet"],
    {
      payload: [
        { name: "customerName", type: "text", required: true },
        { name: "address2", type: "text", required: false },
      ],
    },
  );
  const id = await publish(product, greeting);
  const bySdk = await officialSdk(product).run(id, { customerName: "Ann", address2: "Mill Lane", freeField: "kept" });
  await ended(product, bySdk.apiId);
  expect((await contextOf(product, bySdk.apiId)).variables["Greet"]).toEqual({ said: "Ann, Mill Lane", extra: "kept" });

  const both = await door("POST", `/v1/account/${AUTH_ID}/phlo/${id}/`, basic(AUTH_ID, API_KEY), {
    customer_name: "snake",
    customerName: "exact",
  });
  expect(both.status).toBe(201);
  const exact = await ended(product, String(both.body["api_id"]));
  expect((await contextOf(product, exact.id)).variables["Greet"]).toMatchObject({ said: "exact, " });
});

test("a bearer key starts one run, or one for each number", async () => {
  await script(product, PRIMARY, { answerAfterSeconds: 1, steps: [{ afterSeconds: 3, digits: "1" }] });
  const one = await door("POST", `/phlo/${phlo}/run`, `Bearer ${API_KEY}`, { variables: payload(), incident: "named twice" });
  expect(one).toMatchObject({ status: 201, body: { phlo_id: phlo, request_uuid: expect.any(String), api_id: expect.any(String) } });
  const run = await ended(product, String(one.body["request_uuid"]), 40);
  expect(run).toMatchObject({ status: "completed", outputs: { owner: "primary" } });

  const many = await door("POST", `/phlo/${phlo}/run`, `Bearer ${API_KEY}`, { to: [PRIMARY, BACKUP], ...payload() });
  expect(many.status).toBe(201);
  const { items } = await product.api<{ items: { id: string }[] }>("GET", `/api/runs?batch=${String(many.body["request_uuid"])}`);
  expect(many.body["runs"]).toEqual([
    { request_uuid: expect.any(String), to: PRIMARY },
    { request_uuid: expect.any(String), to: BACKUP },
  ]);
  expect(items).toHaveLength(2);
  for (const { id } of items) await product.api("POST", `/api/runs/${id}/stop`);
});

test("a refusal names what is wrong: parameter, key, account, flow", async () => {
  const { primary: _left, ...withoutPrimary } = payload();
  await expect(officialSdk(product).run(phlo, withoutPrimary)).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining("primary"),
  });
  await expect(officialSdk(product, "a-wrong-key-0123456789").run(phlo, payload())).rejects.toMatchObject({ status: 401 });
  await expect(officialSdk(product).run(NOBODY, payload())).rejects.toMatchObject({ status: 404 });
  await expect(officialSdk(product).get(NOBODY)).rejects.toMatchObject({ status: 404 });
  await expect(officialSdk(product, API_KEY, "MAANOTHERACCOUNT0001").run(phlo, payload())).rejects.toBeTruthy();

  const draft = await product.api<{ id: string }>("POST", "/api/flows", { name: "Never published" });
  await expect(officialSdk(product).run(draft.id, {})).rejects.toMatchObject({ status: 404 });

  const asOwner = basic(AUTH_ID, API_KEY);
  const errors = [
    await door("POST", `/v1/account/${AUTH_ID}/phlo/${phlo}`, asOwner, withoutPrimary),
    await door("POST", `/phlo/${phlo}/run`, `Bearer ${API_KEY}`, withoutPrimary),
    await door("POST", `/phlo/${phlo}/run`, "Bearer wrong", payload()),
    await door("GET", `/v1/phlo/${phlo}/runs/${NOBODY}`, asOwner),
    await door("GET", `/v1/phlo/${phlo}`, basic(AUTH_ID, "wrong")),
    await door("POST", `/v1/account/MAANOTHERACCOUNT0001/phlo/${phlo}`, asOwner, payload()),
  ];
  expect(errors.map(({ status }) => status)).toEqual([400, 400, 401, 404, 401, 404]);
  for (const { body } of errors) expect(body).toEqual({ api_id: expect.any(String), error: expect.stringMatching(/\w+ \w+/) });
  expect(errors[0]?.body["error"]).toContain("primary");
});
