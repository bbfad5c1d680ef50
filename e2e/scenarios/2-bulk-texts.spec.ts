import { expect, test } from "@playwright/test";
import type { Run } from "@cordboard/api";
import type { MessageView } from "@cordboard/simulator";
import { flow, publish } from "../steps/flows.ts";
import { Product, until } from "../steps/product.ts";

/*
 * 1,000 texts to 50 numbers by one request: each accepted and queued, each sent once, and each one's delivery reported to
 * its run. Five seconds are aimed at for the queueing; how long it took is printed, and only what would be a standstill fails.
 */
const OURS = "+14155550199";
const PEOPLE = Array.from({ length: 50 }, (_, i) => `+1212556${String(1000 + i)}`);
const EACH = 20;
const TEXTS = Array.from({ length: EACH }, () => PEOPLE).flat();
const STANDSTILL_MS = 60_000;

const BULK = flow(
  "Bulk",
  {
    Text: ["send_message", { from: OURS, to: ["{{ contact.number }}"], text: "#{{ run.id }}", waitForDelivery: true }],
    Delivered: ["end", { result: "delivered" }],
  },
  ["Start.api_request -> Text", "Text.delivered -> Delivered"],
);

let product: Product;
test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "20" });
});
test.afterAll(() => product.stop());

async function countOf(batchId: string, status: Run["status"]): Promise<number> {
  let count = 0;
  let cursor = "";
  do {
    const page: { items: Run[]; next: string | null } = await product.api(
      "GET",
      `/api/runs?limit=200&batch=${batchId}&status=${status}${cursor}`,
    );
    count += page.items.length;
    cursor = page.next === null ? "" : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== "");
  return count;
}

test("1,000 texts to 50 numbers are accepted and queued at once, sent once each, and reported", async () => {
  test.setTimeout(240_000);
  const id = await publish(product, BULK);
  const began = performance.now();
  const { batchId, runs } = await product.api<{ batchId: string; runs: { runId: string | null; to: string }[] }>(
    "POST",
    `/api/flows/${id}/runs`,
    { to: TEXTS },
  );
  const queuedMs = performance.now() - began;
  console.log(`1,000 texts accepted and queued in ${(queuedMs / 1_000).toFixed(2)} s`);
  expect(queuedMs).toBeLessThan(STANDSTILL_MS);
  expect(runs.map(({ to }) => to)).toEqual(TEXTS);
  const runIds = runs.flatMap(({ runId }) => runId ?? []);
  expect(new Set(runIds).size).toBe(TEXTS.length);

  await until("every run is over", async () => (await countOf(batchId, "running")) === 0, 200);
  console.log(`1,000 texts delivered and reported in ${((performance.now() - began) / 1_000).toFixed(2)} s`);
  expect(await countOf(batchId, "completed")).toBe(TEXTS.length);
  const { messages } = await product.sim<{ messages: MessageView[] }>("GET", "/messages");
  const texts = messages.filter(({ text }) => text.startsWith("#"));
  expect(texts.map(({ text }) => text.slice(1)).toSorted()).toEqual(runIds.toSorted());
  for (const person of PEOPLE) expect(texts.filter(({ to }) => to === person)).toHaveLength(EACH);
});
