import { randomUUID } from "node:crypto";
import type { JsonObject } from "@cordboard/contract";
import { afterEach, beforeEach, expect, it } from "vitest";
import { carrierView, effectView, runView } from "../http/run-view.ts";
import { createRunHistory } from "../store/runs/run-history.ts";
import { CALLER, call, flow, NUMBER_TOKEN, OURS, startWorld, until, type World } from "../test-world.ts";

/* What Start's `redaction` hides, of a conversation that is under way and when it is over. */
let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const SECRETS = { first: "I have a rash", name: "Ann Lee", greeting: "Thanks, Ann Lee.", short: "Bye" };
const DIGITS = CALLER.slice(1);

const publish = (redaction: string) =>
  world.publish(
    flow(
      {
        Name: ["ask_by_message", { text: "Your name?" }],
        Thanks: ["send_message", { text: "Thanks, {{ Name.value }}." }],
        Colour: ["ask_by_message", { text: "Your colour?" }],
        Done: ["end", { outputs: { name: "{{ Name.value }}", from: "{{ contact.number }}" } }],
      },
      ["Start.incoming_message -> Name", "Name.replied -> Thanks", "Thanks.sent -> Colour", "Colour.replied -> Done"],
      { redaction } satisfies JsonObject,
    ),
  );

const text = (Text: string) =>
  world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, {
    MessageUUID: randomUUID(),
    From: DIGITS,
    To: OURS.slice(1),
    Type: "sms",
    Text,
    Units: "1",
    MessageIntent: "",
  });

/** The run once it waits at the node, or is over. */
const at = (nodeId: string | null) =>
  until(async () => {
    const [run] = (await world.store.listRuns({ limit: 1 })).items;
    const waits = run?.threads.main.wait?.hears ? run.threads.main.wait.nodeId : null;
    return run && (nodeId === null ? run.status !== "running" : waits?.toLowerCase() === nodeId) && run;
  });

/** All that people can read of the only run, in one text. */
async function shown(id: string): Promise<string> {
  const { store } = world;
  const [run, carrier, effects] = await Promise.all([store.run(id), store.carrierLog(id), store.listEffects({ runId: id, limit: 50 })]);
  const texts = await createRunHistory(world.sql).listMessages({ limit: 50, runId: id });
  return JSON.stringify([
    run && runView(run),
    effects.items.map((effect) => effectView(effect, run, null)),
    carrier.map(carrierView),
    await store.journal(id),
    await store.steps(id),
    await store.recordedEvents(id),
    texts.items,
    world.lines,
  ]);
}

/** Where any of the values stands, with what is around it. */
const found = (told: string, secrets: string[]): string[] =>
  secrets.flatMap((secret) => [...told.matchAll(RegExp(`.{0,60}${secret}.{0,20}`, "g"))].map(String));

async function talk(redaction: string): Promise<{ during: string; after: string; asked: unknown[] }> {
  publish(redaction);
  await text(SECRETS.first);
  await at("name");
  await text(SECRETS.name);
  const { id } = await at("colour");
  const during = await shown(id);
  await text(SECRETS.short);
  await at(null);
  await until(async () => (await world.store.listEffects({ runId: id, limit: 50 })).items.every(({ state }) => state === "done"));
  const kept = JSON.stringify([await world.store.run(id), (await world.store.listEffects({ runId: id, limit: 50 })).items]);
  const asked = world.asked("Message").map(({ body }) => body);
  return { during, after: (await shown(id)) + kept, asked };
}

it("hides the texts, and asks the carrier to keep the number only", async () => {
  const { during, after, asked } = await talk("content");
  expect(found(during + after, Object.values(SECRETS))).toEqual([]);
  for (const told of [during, after]) expect(told).toContain(DIGITS);
  expect(asked).toMatchObject([{ log: "number_only" }, { log: "number_only", text: SECRETS.greeting }, { log: "number_only" }]);
});

it("hides the contact's number, and asks the carrier to keep the text only", async () => {
  const { during, after, asked } = await talk("number");
  expect(found(during + after, [DIGITS])).toEqual([]);
  for (const told of [during, after]) expect([told.includes(SECRETS.greeting), told.includes(OURS)]).toEqual([true, true]);
  expect(asked).toMatchObject([{ log: "content_only", dst: expect.stringContaining(DIGITS) as string }, {}, { log: "content_only" }]);
});

it("hides both: nothing of them is in the database when the run is over", async () => {
  const { during, after, asked } = await talk("both");
  const secrets = [...Object.values(SECRETS), DIGITS];
  expect(found(during + after, secrets)).toEqual([]);
  expect(asked).toMatchObject([{ log: "false" }, { log: "false" }, { log: "false" }]);
  for (const table of ["runs", "inbox", "legs", "effects", "messages", "commits", "hearings"]) {
    const rows = JSON.stringify(await world.sql.all(`SELECT * FROM ${table}`));
    expect(found(rows, secrets), table).toEqual([]);
  }
});

it("hides the number of who calls, and those that the call is forwarded to", async () => {
  const agent = "+14155550177";
  world.publish(
    flow({ Agent: ["call_forward", { to: [agent] }] }, ["Start.incoming_call -> Agent"], { redaction: "number" } satisfies JsonObject),
  );
  const uuid = randomUUID();
  const heard = await world.post(`/carrier/voice/n/${NUMBER_TOKEN}/answer`, call({}, uuid));
  expect(heard.body).toContain(agent.slice(1));
  const [run] = (await world.store.listRuns({ limit: 1 })).items;
  const during = await shown(run?.id ?? "");
  await world.post(`/carrier/voice/n/${NUMBER_TOKEN}/hangup`, call({ CallStatus: "completed", HangupCauseCode: "4000" }, uuid));
  await at(null);
  const after = (await shown(run?.id ?? "")) + JSON.stringify(await world.sql.all("SELECT * FROM legs"));
  expect(found(during + after, [DIGITS, agent.slice(1)])).toEqual([]);
  expect(during).toContain(OURS);
});

it("shows all of it where nothing is to be hidden", async () => {
  const { during, asked } = await talk("none");
  for (const told of [DIGITS, SECRETS.first, SECRETS.name, SECRETS.greeting]) expect(during).toContain(told);
  expect(asked).toMatchObject([{ log: "true" }, { log: "true" }, { log: "true" }]);
});
