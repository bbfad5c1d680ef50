import { expect, test } from "@playwright/test";
import type { Flow, Run } from "@cordboard/api";
import { cableTo, newDatabase, NO_POSTGRES, onDatabase, POSTGRES } from "../steps/database.ts";
import { flow, loaded, numbersConnected, publish, publishAgain } from "../steps/flows.ts";
import { follow } from "../steps/live-feed.ts";
import { failedStart } from "../steps/processes.ts";
import { freePort } from "@cordboard/testing/free-port";
import { API_KEY, Product, until } from "../steps/product.ts";
import { allRuns, ended, runById, runWith } from "../steps/runs.ts";

test.skip(POSTGRES === "", NO_POSTGRES);
test.describe.configure({ mode: "serial" });

let database: Awaited<ReturnType<typeof newDatabase>>;
let cable: Awaited<ReturnType<typeof cableTo>>;
let a: Product;
let b: Product;

test.beforeAll(async () => {
  database = await newDatabase();
  cable = await cableTo(database.url);
  a = await Product.start(onDatabase(database.url));
  b = await a.replica({ DATABASE_URL: cable.url });
});
test.afterAll(async () => {
  await Promise.all([a.stop(), b.stop()]);
  cable.close();
  await database.drop();
});

const waiting = (name: string) =>
  flow(name, { Pause: ["wait", { seconds: 3600 }], Done: ["end", {}] }, ["Start.api_request -> Pause", "Pause.done -> Done"]);
const start = async (on: Product, flowId: string): Promise<Run> => {
  const { runId } = await on.api<{ runId: string }>("POST", `/api/flows/${flowId}/runs`, {});
  return runById(on, runId);
};

test("two that start on an empty database load the samples once, and share one simulator", async () => {
  const names = async (on: Product): Promise<string[]> =>
    (await on.api<{ items: Flow[] }>("GET", "/api/flows?limit=50")).items.map(({ name }) => name).sort();
  const [ofA, ofB] = [await names(a), await names(b)];
  expect(ofA.length).toBeGreaterThan(0);
  expect(new Set(ofA).size).toBe(ofA.length);
  expect(ofB).toEqual(ofA);
  for (const on of [a, b]) expect(await on.api("GET", "/api/system")).toMatchObject({ simulator: true });
  expect(a.simulatorUrl).toBe(b.simulatorUrl);
  await numbersConnected(b);
});

test("what is published on one is run by the other", async () => {
  const id = await publish(a, waiting("Shared"));
  expect(await start(b, id)).toMatchObject({ version: 1 });
  expect(await publishAgain(a, id, waiting("Shared again"))).toBe(2);
  await until("the other runs version 2", async () => (await start(b, id)).version === 2);
  for (const run of await allRuns(a, `&flow=${id}`)) await b.api("POST", `/api/runs/${run.id}/stop`);
});

test("a run and a draft of one are seen live on the other", async () => {
  const id = await publish(a, waiting("Watched"));
  const run = await start(a, id);
  expect(await runById(b, run.id)).toMatchObject({ status: "running", flowId: id });
  const page = await follow(b, `run:${run.id}`, `flow:${id}`);
  const { draft } = await a.api<Flow>("GET", `/api/flows/${id}`);
  await a.api("PUT", `/api/flows/${id}/draft`, { revision: draft.revision, document: waiting("Edited") });
  expect(await page.hears("draft")).toMatchObject({ flowId: id, revision: draft.revision + 1 });
  await a.api("POST", `/api/runs/${run.id}/stop`);
  await page.hears("run", (message) => message.runId === run.id && message.run.status === "stopped");
  expect(page.messages.filter(({ type }) => type === "draft")).toHaveLength(1);
  page.close();
});

test("a call that reached one is answered by a flow that the other was told of, and is seen by both", async () => {
  const { number } = await loaded(b, "Virtual receptionist");
  await b.sim("POST", "/calls", { from: "+12125554321", to: number });
  const run = await runWith(b, "12125554321");
  expect(await runById(a, run.id)).toMatchObject({ id: run.id, contact: "+12125554321" });
  await b.api("POST", `/api/runs/${run.id}/stop`);
  await ended(a, run.id);
});

test("who signed in on one is signed in on the other, and a link works once on both", async () => {
  const token = new URL(a.signInLink).searchParams.get("token") ?? "";
  const signIn = (on: Product) => fetch(`${on.url}/sign-in?token=${token}`, { redirect: "manual" });
  const opened = await signIn(b);
  expect(opened.status).toBe(303);
  const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
  for (const on of [a, b]) expect((await fetch(`${on.url}/api/users/me`, { headers: { cookie } })).status).toBe(200);
  expect((await signIn(a)).status).toBe(400);
  expect((await fetch(`${a.url}/api/session`, { method: "DELETE", headers: { cookie } })).status).toBe(204);
  await until("the other has heard of it", async () => (await fetch(`${b.url}/api/users/me`, { headers: { cookie } })).status === 401);
});

test("one key for many: an idempotent start that reaches both starts one run", async () => {
  const id = await publish(a, waiting("Once"));
  const ask = (on: Product) =>
    fetch(`${on.url}/api/flows/${id}/runs`, {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json", "idempotency-key": "e2e-once" },
      body: "{}",
    });
  const answers = await Promise.all([a, b, a, b].map(ask));
  expect(answers.filter(({ status }) => status === 201 || status === 202 || status === 200).length).toBeGreaterThan(0);
  expect(answers.every(({ status }) => status < 300 || status === 409)).toBe(true);
  const [run, ...more] = await allRuns(a, `&flow=${id}`);
  expect(more).toEqual([]);
  await a.api("POST", `/api/runs/${run?.id}/stop`);
});

test("a replica whose database is gone says that it is not ready, answers with a code, and comes back by itself", async () => {
  const ready = async (on: Product): Promise<number> => (await fetch(`${on.url}/readyz`)).status;
  expect(await ready(b)).toBe(200);
  cable.cut();
  expect(await ready(b)).toBe(503);
  expect((await fetch(`${b.url}/healthz`)).status).toBe(200);
  const refused = await b.request("GET", "/api/flows");
  expect([refused.status, await refused.json()]).toMatchObject([503, { error: { code: "not_ready" } }]);
  expect(await ready(a)).toBe(200);
  cable.mend();
  await until("it is ready again", async () => (await ready(b)) === 200);
  const id = await publish(a, waiting("After the cut"));
  await until("it runs again", async () => (await start(b, id)).status === "running");
  const [run] = await allRuns(b, `&flow=${id}`);
  const page = await follow(b, `run:${run?.id}`);
  await a.api("POST", `/api/runs/${run?.id}/stop`);
  await page.hears("run", (message) => message.run.status === "stopped");
  page.close();
});

test("one that is killed leaves its runs and its simulator to the other, and joins again", async () => {
  const short = flow("Short wait", { Pause: ["wait", { seconds: 3 }], Done: ["end", {}] }, [
    "Start.api_request -> Pause",
    "Pause.done -> Done",
  ]);
  const id = await publish(a, short);
  const run = await start(a, id);
  await a.kill();
  expect((await ended(b, run.id)).status).toBe("completed");
  await numbersConnected(b); // asked of the simulator
  await a.boot();
  expect(await runById(a, run.id)).toMatchObject({ status: "completed" });
  await numbersConnected(a);
});

test("a start that cannot work says why by a code, and never the password", async () => {
  const env = async (more: Record<string, string>): Promise<Record<string, string>> => ({
    ...onDatabase(database.url),
    PORT: String(await freePort()),
    ...more,
  });
  const at = (change: Record<string, string>): string => Object.assign(new URL(database.url), change).href;
  const closed = await freePort();
  const { password } = new URL(database.url);
  const starts: [code: string, env: Record<string, string>, says: RegExp][] = [
    ["master_key_mismatch", await env({ CORDBOARD_MASTER_KEY: "77".repeat(32) }), /CORDBOARD_MASTER_KEY/],
    ["database_unreachable", await env({ DATABASE_URL: at({ port: String(closed) }) }), new RegExp(`:${closed}`)],
    ["database_login_refused", await env({ DATABASE_URL: at({ password: `${password}-wrong` }) }), /user and password/],
    ["database_missing", await env({ DATABASE_URL: at({ pathname: "/not_there" }) }), /createdb/],
    ["setting_invalid", await env({ DATABASE_URL: "mysql://ann:s3cret@localhost/x" }), /postgres:\/\//],
    ["setting_invalid", await env({ CORDBOARD_MASTER_KEY: "" }), /CORDBOARD_MASTER_KEY/],
  ];
  const ends = await Promise.all(starts.map(([, given]) => failedStart(given)));
  for (const [i, [code, , says]] of starts.entries()) {
    const { code: exit, err, out } = ends[i] ?? { code: null, err: "", out: "" };
    expect([code, exit, out]).toEqual([code, 1, ""]);
    expect(err).toContain(`(${code})`);
    expect(err).toMatch(says);
    expect(err).not.toMatch(new RegExp(`${password}|s3cret|\\n\\s+at `));
  }
});

test("one that stops leaves the simulator and its calls to the other; the last one ends it", async () => {
  const there = async (): Promise<boolean> => (await fetch(`${a.simulatorUrl}/sim/clock`).catch(() => null)) !== null;
  const began = Date.now();
  await a.stop();
  expect(Date.now() - began).toBeLessThan(30_000);
  expect(await there()).toBe(true);
  await numbersConnected(b);
  await b.stop();
  expect(await there()).toBe(false);
});
