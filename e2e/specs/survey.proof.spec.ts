import { expect, test } from "@playwright/test";
import type { MessageView } from "@cordboard/simulator";
import type { Run } from "@cordboard/api";
import { newDatabase, NO_POSTGRES, onDatabase, POSTGRES } from "../steps/database.ts";
import { assign, flow, loaded, numbersConnected, publish } from "../steps/flows.ts";
import { API_KEY, Product, until } from "../steps/product.ts";
import { splitter } from "../steps/splitter.ts";

/*
 * A survey by text with 500 people at once, over two replicas behind one address: two processes, PostgreSQL, and the
 * simulator's own books as the ledger. Every person writes at the same moment and answers as fast as a telephone can.
 */
test.skip(POSTGRES === "", NO_POSTGRES);
test.describe.configure({ mode: "serial" });

const PEOPLE = 500;
const QUESTIONS = ["What is your name?", "What is your colour?", "What is your city?"] as const;
const number = (i: number): string => `+1415556${String(1_000 + i)}`;
const answers = (i: number): string[] => [`Name ${i}`, `Colour ${i}`, `City ${i}`];

let database: Awaited<ReturnType<typeof newDatabase>>;
let front: Awaited<ReturnType<typeof splitter>>;
let a: Product;
let b: Product;

test.beforeAll(async () => {
  database = await newDatabase();
  front = await splitter();
  // What comes while a replica is behind is refused, and brought again after a (scaled) minute.
  const env = { ...onDatabase(database.url), PUBLIC_URL: front.url, SIMULATOR_TIME_SCALE: "5" };
  a = await Product.start(env);
  b = await a.replica({ PUBLIC_URL: front.url });
  front.to([a.port, b.port]);
});
test.afterAll(async () => {
  await Promise.all([a.stop(), b.stop()]);
  front.close();
  await database.drop();
});

const survey = flow(
  "Survey",
  {
    Name: ["ask_by_message", { text: QUESTIONS[0] }],
    Colour: ["ask_by_message", { text: QUESTIONS[1] }],
    City: ["ask_by_message", { text: QUESTIONS[2] }],
    Done: ["end", { outputs: { name: "{{ Name.value }}", colour: "{{ Colour.value }}", city: "{{ City.value }}" } }],
  },
  ["Start.incoming_message -> Name", "Name.replied -> Colour", "Colour.replied -> City", "City.replied -> Done"],
);

async function runsOf(flowId: string): Promise<Run[]> {
  const runs: Run[] = [];
  let cursor = "";
  do {
    const page: { items: Run[]; next: string | null } = await a.api("GET", `/api/runs?limit=200&flow=${flowId}${cursor}`);
    runs.push(...page.items);
    cursor = page.next === null ? "" : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== "");
  return runs;
}

test("500 people at once: every answer is in its own run, in order, none lost", async () => {
  test.setTimeout(480_000);
  const { number: ours } = await loaded(a, "SMS autoresponder");
  const flowId = await publish(a, survey);
  await assign(a, ours, flowId);
  await numbersConnected(a);
  await each(25, async (i) => {
    const text = QUESTIONS.map((question, q) => ({ match: question, reply: answers(i)[q] }));
    await a.sim("POST", "/numbers", { number: number(i), kind: "phone", script: { text } });
  });

  await Promise.all(Array.from({ length: PEOPLE }, (_, i) => a.sim("POST", "/messages", { from: number(i), to: ours, text: "Hi" })));
  const runs = await until(
    "every run is over",
    async () => {
      // Lists give way to webhooks while much comes in (503).
      const running = await a.api<{ items: Run[] }>("GET", `/api/runs?limit=1&flow=${flowId}&status=running`).catch(() => null);
      if (running?.items.length !== 0) return null;
      const all = await runsOf(flowId).catch(() => []);
      return all.length >= PEOPLE && all.every(({ status }) => status !== "running") && all;
    },
    420,
    500,
  );

  expect(runs).toHaveLength(PEOPLE);
  const byContact = new Map(runs.map((run) => [run.contact, run]));
  for (let i = 0; i < PEOPLE; i++) {
    const run = byContact.get(number(i));
    const [name, colour, city] = answers(i);
    expect(run, number(i)).toMatchObject({ status: "completed", outputs: { name, colour, city } });
    expect(run?.messages).toHaveLength(7);
  }

  // The carrier's own books: each person was asked each question once, in order, and answered in between.
  const { messages } = await a.sim<{ messages: MessageView[] }>("GET", "/messages");
  const between = Map.groupBy(messages, (one) => (one.direction === "inbound" ? one.from : one.to));
  for (let i = 0; i < PEOPLE; i++) {
    const said = between.get(number(i))?.map(({ text }) => text);
    expect(said, number(i)).toEqual(["Hi", ...QUESTIONS.flatMap((question, q) => [question, answers(i)[q]])]);
  }
  // Both replicas took part.
  expect([...front.taken.values()].every((connections) => connections > 0) && front.taken.size).toBe(2);
  expect((await worked(a)) > 0 && (await worked(b)) > 0).toBe(true);
});

/** For every person, some at a time. */
async function each(atOnce: number, work: (i: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < PEOPLE; from += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, PEOPLE - from) }, (_, i) => work(from + i)));
  }
}

/** Texts of people that a replica has taken. */
async function worked(on: Product): Promise<number> {
  const response = await fetch(`${on.url}/metrics`, { headers: { authorization: `Bearer ${API_KEY}` } });
  const line = /^\w*webhooks\w*\{[^}]*kind="number_message"[^}]*result="answered"[^}]*\} (\d+)/m.exec(await response.text());
  return Number(line?.[1] ?? 0);
}
