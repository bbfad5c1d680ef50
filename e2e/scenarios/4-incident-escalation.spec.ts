import { expect, test } from "@playwright/test";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { asked, lastRow, texts } from "../steps/ledger.ts";
import { Phone, script } from "../steps/phone.ts";
import { Product, until } from "../steps/product.ts";
import { ended, path } from "../steps/runs.ts";
import { WebServer } from "../steps/web-server.ts";

const [PRIMARY, BACKUP, LEAD, TEAM] = ["+12125550101", "+12125550102", "+12125550103", "+12125550104"] as const;

let product: Product;
let flowId: string;
let chat: WebServer;
test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "20" });
  await numbersConnected(product);
  flowId = (await loaded(product, "Incident page")).id;
  chat = await WebServer.start();
});
test.afterAll(async () => {
  await chat.stop();
  await product.stop();
});

async function raise(incident: string): Promise<string> {
  const people = { primary: PRIMARY, backup: BACKUP, lead: LEAD, team: TEAM };
  const params = { incident, ...people, chat_url: `${chat.url}/hooks/incidents` };
  return (await product.api<{ runId: string }>("POST", `/api/flows/${flowId}/runs`, { params })).runId;
}

test("the primary does not answer, the backup takes it: the team gets a text, the chat a post", async () => {
  await script(product, PRIMARY, { noAnswer: true });
  await script(product, BACKUP, { answerAfterSeconds: 2 });
  const runId = await raise("Disk is full");
  const backup = await Phone.called(product, BACKUP);
  await backup.hears("Incident: Disk is full. Press 1 to take it.");
  await backup.press("1");
  await backup.hears("Thank you. The team knows that you have it.");
  const run = await ended(product, runId);

  expect(run).toMatchObject({ status: "completed", outputs: { owner: "backup" } });
  expect(await asked(product)).toEqual([`call ${PRIMARY}`, `call ${BACKUP}`, `text ${TEAM}: Disk is full: backup (${BACKUP}) has it.`]);
  expect(chat.received.map(({ method, url, body }) => [method, url, JSON.parse(body) as unknown])).toEqual([
    ["POST", "/hooks/incidents", { text: "Disk is full: backup has acknowledged." }],
  ]);
  await until("the text has arrived", async () => (await texts(product, TEAM))[0]?.state === "delivered");
  expect(run.legs.map(({ to, status }) => [to, status])).toEqual([
    [PRIMARY, "no-answer"],
    [BACKUP, "completed"],
  ]);
});

test("nobody takes it: everybody was called in turn, and the team is told so", async () => {
  await script(product, PRIMARY, { busy: true });
  await script(product, BACKUP, { reject: true });
  await script(product, LEAD, { machine: true });
  const before = await lastRow(product);
  chat.received.splice(0);
  const runId = await raise("Queue is stuck");
  await ended(product, runId);
  expect(await path(product, runId)).toEqual([
    "Start:api_request",
    "Call_Primary:busy",
    "Call_Backup:rejected",
    "Call_Lead:voicemail",
    "Nobody_Answered:sent",
    "Unanswered",
  ]);
  expect(await asked(product, before)).toEqual([
    `call ${PRIMARY}`,
    `call ${BACKUP}`,
    `call ${LEAD}`,
    `text ${TEAM}: Queue is stuck: nobody has acknowledged.`,
  ]);
  expect(chat.received).toEqual([]);
});
