import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { problemOf } from "../http/problem.ts";
import { call, CALLER, flow, NUMBER_TOKEN, OURS, pathIn, startWorld, type World } from "../test-world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.publish(
    flow({ Menu: ["ivr_menu", { prompt: [{ speak: "Press 1." }], choices: [{ name: "a", key: "1" }] }], Bye: ["hangup", {}] }, [
      "Start.incoming_call -> Menu",
      "Menu.a -> Bye",
      "Start.incoming_message -> Bye",
    ]),
  );
});
afterAll(() => world.close());

/** The database may not grow any more: what SQLite says then is what it says of a full disk. */
async function fill(): Promise<void> {
  const [row] = await pragma<{ page_count: number }>("page_count");
  await pragma(`max_page_count = ${row?.page_count ?? 0}`);
  // The last free room on its pages.
  for (let left = true; left;) left = await world.store.rememberNonce(randomUUID(), "x".repeat(200)).catch(() => false);
}
const makeRoom = () => pragma("max_page_count = 1000000");
const pragma = <Row>(text: string): Promise<Row[]> => world.sql.transaction((tx) => tx.all<Row>(`PRAGMA ${text}`));
const heldPath = (xml: string): string => /\/carrier\/voice\/hold\/[\w-]+/.exec(xml)?.[0] ?? "";

it("stops writing when the disk is full and says so, holds calls, refuses texts, still reads, and goes on when there is room", async () => {
  const [running, ringing] = [randomUUID(), randomUUID()];
  const path = `/carrier/voice/n/${NUMBER_TOKEN}/answer`;
  const menu = await world.post(path, call({}, running));
  await fill();
  const text = { MessageUUID: randomUUID(), From: CALLER.slice(1), To: OURS.slice(1), Type: "sms", Text: "x".repeat(1_500), Units: "10" };
  // Big enough not to fit into what is left of some page.
  const ring = () => world.post(path, call({ CallerName: "x".repeat(800) }, ringing));
  const [held, message] = [await ring(), await world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, text)];
  expect(heldPath(held.body)).not.toBe("");
  expect(message.status).toBe(503);
  expect(world.lines.filter(({ code }) => code === "disk_full")).toContainEqual(
    expect.objectContaining({ kind: "number_answer", msg: expect.stringContaining("Make room") }),
  );
  expect((await world.store.listRuns({ limit: 10 })).items).toHaveLength(1);
  expect((await world.store.byLeg(running))?.lastReply).toBe(menu.body);
  const refused = await world.store.rememberNonce(randomUUID(), "x".repeat(5_000)).catch((error: unknown) => problemOf(error, "1"));
  expect(refused).toMatchObject({ code: "disk_full", status: 503 });

  await makeRoom();
  expect((await world.post(heldPath(held.body), call({}, ringing))).body).toContain("Press 1.");
  expect((await world.post(pathIn(menu.body, "action"), call({ Digits: "1" }, running))).body).toContain("<Hangup/>");
  expect((await world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, text)).status).toBe(200);
  expect((await world.store.listRuns({ limit: 10 })).items).toHaveLength(3);
});
