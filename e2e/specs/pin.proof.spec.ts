import { expect, test } from "@playwright/test";
import { assign, flow, numbersConnected, publish, publishAgain } from "../steps/flows.ts";
import { Phone } from "../steps/phone.ts";
import { Product } from "../steps/product.ts";
import { ended, path, runById, runWith } from "../steps/runs.ts";

const LINE = "+14155550195";
const ask = (words: string): [string, Record<string, unknown>] => [
  "ivr_menu",
  { prompt: [{ speak: words }], choices: [{ name: "go", key: "1" }], timeoutSeconds: 60 },
];
const say = (words: string): [string, Record<string, unknown>] => ["play_audio", { prompt: [{ speak: words }] }];

/** Version 2 has no `Old_News`, and asks in other words. */
const FIRST = flow("News line", { Menu: ask("First edition. Press 1."), Old_News: say("These are the old news."), Bye: ["hangup", {}] }, [
  "Start.incoming_call -> Menu",
  "Menu.go -> Old_News",
  "Old_News.completed -> Bye",
]);
const SECOND = flow("News line", { Menu: ask("Second edition. Press 1."), New_News: say("These are the new news."), Bye: ["hangup", {}] }, [
  "Start.incoming_call -> Menu",
  "Menu.go -> New_News",
  "New_News.completed -> Bye",
]);

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
  await numbersConnected(product);
});
test.afterAll(() => product.stop());

test("a run that waits on version 1 finishes on it while version 2, without its next node, is published", async () => {
  const flowId = await publish(product, FIRST);
  await assign(product, LINE, flowId);
  const early = await Phone.dial(product, "+12125550101", LINE);
  await early.hears("First edition");

  expect(await publishAgain(product, flowId, SECOND)).toBe(2);
  const late = await Phone.dial(product, "+12125550102", LINE);
  await late.hears("Second edition");
  expect((await runWith(product, early.callUuid)).status).toBe("running");

  await early.press("1");
  await early.hears("These are the old news.");
  await late.press("1");
  await late.hears("These are the new news.");
  await product.sim("POST", "/clock", { timeScale: 20 });
  await Promise.all([early.ended(), late.ended()]);

  const first = await ended(product, (await runWith(product, early.callUuid)).id);
  const second = await ended(product, (await runWith(product, late.callUuid)).id);
  expect([first.version, first.status, await path(product, first.id)]).toEqual([
    1,
    "completed",
    ["Start:incoming_call", "Menu:go", "Old_News:completed", "Bye"],
  ]);
  expect([second.version, second.status, await path(product, second.id)]).toEqual([
    2,
    "completed",
    ["Start:incoming_call", "Menu:go", "New_News:completed", "Bye"],
  ]);
  expect(first.hash).not.toBe(second.hash);
  const shown = await product.api<{ nodes: { name: string }[] }>("GET", `/api/runs/${first.id}/document`);
  expect(shown.nodes.map(({ name }) => name)).toContain("Old_News");
});

test("restoring an old version makes a draft of it, and touches no run", async () => {
  const flowId = await publish(product, FIRST);
  await publishAgain(product, flowId, SECOND);
  await product.api("POST", `/api/flows/${flowId}/versions/1/restore`);
  const { published, draft } = await product.api<{ published: { version: number }; draft: { document: { nodes: { name: string }[] } } }>(
    "GET",
    `/api/flows/${flowId}`,
  );
  expect(published.version).toBe(2);
  expect(draft.document.nodes.map(({ name }) => name)).toContain("Old_News");
  const { changes } = await product.api<{ changes: { words: string }[] }>("GET", `/api/flows/${flowId}/diff?from=2&to=draft`);
  expect(changes.map(({ words }) => words).join("; ")).toMatch(/Old_News/);
});

test("a run can be started on an older version by API, and says which", async () => {
  const byApi = (said: string) =>
    flow("Pinned", { Set: ["set_variables", { variables: [{ name: "said", type: "text", value: said }] }] }, ["Start.api_request -> Set"]);
  const flowId = await publish(product, byApi("one"));
  await publishAgain(product, flowId, byApi("two"));
  const started = await product.api<{ runId: string; version: number }>("POST", `/api/flows/${flowId}/runs`, { version: 1 });
  expect(started.version).toBe(1);
  await ended(product, started.runId);
  expect((await runById(product, started.runId)).version).toBe(1);
  const { variables } = await product.api<{ variables: Record<string, { said: string }> }>("GET", `/api/runs/${started.runId}/context`);
  expect(variables["Set"]?.said).toBe("one");
});
