import { randomUUID } from "node:crypto";
import type { JsonObject, RunState } from "@cordboard/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ClaimedEffect, StoredEffect } from "../store/run-store.ts";
import { createRunHistory } from "../store/runs/run-history.ts";
import { CALLER, flow, NUMBER_TOKEN, OURS, startWorld, until, type World } from "../test-world.ts";

/* Texts on their way to the run that waits for them: through the carrier's door, the real store and the simulator. */
let world: World;
/** What was claimed is performed when this is over. */
let gate: (effects: ClaimedEffect[]) => Promise<void>;
/** Receipts that the database does not take, by the effect they are of. */
let lost: (effect: StoredEffect) => boolean;
beforeEach(async () => {
  gate = () => Promise.resolve();
  lost = () => false;
  world = await startWorld({
    wrap: (store) => ({
      ...store,
      claimEffects: async (claim) => {
        const claimed = await store.claimEffects(claim);
        await gate(claimed);
        return claimed;
      },
      commit: async (items) => {
        for (const { guard } of items) {
          const effect = guard?.kind === "effect" ? await store.effect(guard.effectId) : null;
          if (effect && lost(effect)) throw new Error("The database is away.");
        }
        return store.commit(items);
      },
    }),
  });
});
afterEach(() => world.close());

const ASK = (text: string, more: JsonObject = {}): [string, JsonObject] => ["ask_by_message", { text, ...more }];
/** Name and colour, with a pause between the two questions; leaves its answers as outputs. */
const survey = (pauseSeconds: number | null, start: JsonObject = {}) =>
  flow(
    {
      Name: ASK("Your name?"),
      ...(pauseSeconds !== null && { Pause: ["wait", { seconds: pauseSeconds }] as [string, JsonObject] }),
      Colour: ASK("Your colour?"),
      Done: ["end", { outputs: { name: "{{ Name.value }}", colour: "{{ Colour.value }}" } }],
    },
    [
      "Start.incoming_message -> Name",
      ...(pauseSeconds === null ? ["Name.replied -> Colour"] : ["Name.replied -> Pause", "Pause.done -> Colour"]),
      "Colour.replied -> Done",
    ],
    start,
  );

const text = (Text: string, from = CALLER, more: Record<string, string> = {}) =>
  world.post(`/carrier/messages/n/${NUMBER_TOKEN}`, {
    MessageUUID: randomUUID(),
    From: from.slice(1),
    To: OURS.slice(1),
    Type: "sms",
    Text,
    Units: "1",
    MessageIntent: "",
    ...more,
  });
const runs = async (): Promise<RunState[]> => (await world.store.listRuns({ limit: 100 })).items.toReversed();
const only = async (): Promise<RunState> => {
  const all = await runs();
  expect(all).toHaveLength(1);
  return all[0]!;
};
const ended = (runId: string) =>
  until(async () => {
    const run = await world.store.run(runId);
    return run && run.status !== "running" && run;
  });
const at = (node: string, contact = CALLER) =>
  until(async () => (await runs()).find((run) => run.contact.number === contact && run.threads.main.wait?.nodeId === node));
/** The question is out, so that a text is surely its answer. */
const asked = (node: string, contact = CALLER) =>
  until(async () => {
    const memory = (await at(node, contact)).threads.main.wait?.memory;
    return typeof memory === "object" && memory !== null && !Array.isArray(memory) && memory["waiting"] === true;
  });

it("answers come back to the run that asked, one question after the other", async () => {
  world.publish(survey(null));
  await text("Hi");
  await asked("name");
  await text("Ann");
  await asked("colour");
  expect((await only()).threads.main.wait?.what).toBe("reply");
  await text("Blue");
  const run = await ended((await only()).id);
  expect(run).toMatchObject({ status: "completed", outputs: { name: "Ann", colour: "Blue" } });
  expect(run.messages).toHaveLength(5);
  // Nobody is asked any more: the next text begins a run of its own.
  await text("Hi again");
  expect(await runs()).toHaveLength(2);
});

it("each contact has a run of their own", async () => {
  world.publish(survey(null));
  const people = Array.from({ length: 12 }, (_, i) => `+1415555${String(2_000 + i)}`);
  await Promise.all(people.map((person) => text("Hi", person)));
  await Promise.all(people.map((person) => asked("name", person)));
  await Promise.all(people.map((person) => text(`I am ${person}`, person)));
  await Promise.all(people.map((person) => asked("colour", person)));
  await Promise.all(people.map((person) => text(`Like ${person}`, person)));
  const over = await until(async () => {
    const all = await runs();
    return all.every((run) => run.status === "completed") && all;
  });
  expect(Object.fromEntries(over.map((run) => [run.contact.number, run.outputs]))).toEqual(
    Object.fromEntries(people.map((person) => [person, { name: `I am ${person}`, colour: `Like ${person}` }])),
  );
});

describe("two texts at once", () => {
  it("begin one run, and the second is the first answer", async () => {
    world.publish(survey(null));
    const answers = await Promise.all([text("Hi"), text("Hello?")]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const run = await at("colour");
    expect(["Hi", "Hello?"]).toContain(run.variables["Name"] && Object(run.variables["Name"])["value"]);
    await only();
  });

  it("answer two questions, in the order in which they came", async () => {
    world.publish(survey(null));
    await text("Hi");
    await asked("name");
    await Promise.all([text("Ann"), text("Blue")]);
    const { outputs } = await ended((await only()).id);
    expect(new Set([outputs["name"], outputs["colour"]])).toEqual(new Set(["Ann", "Blue"]));
    await only();
  });

  it("of a flow that never waits for texts begin two runs", async () => {
    world.publish(flow({ Done: ["end", {}] }, ["Start.incoming_message -> Done"]));
    await Promise.all([text("Hi"), text("Hello?")]);
    expect(await runs()).toHaveLength(2);
  });
});

it("keeps what is texted between two questions for the next one", async () => {
  world.publish(survey(3_600));
  await text("Hi");
  await asked("name");
  await text("Ann");
  await at("pause");
  await text("Blue");
  await text("No, green");
  const { id, mail } = await only();
  expect(mail?.map((kept) => kept.text)).toEqual(["Blue", "No, green"]);
  await world.restart();
  await world.runtime.advanceClock({ advanceMs: 3_600_000 });
  const run = await ended(id);
  expect(run.outputs).toEqual({ name: "Ann", colour: "Blue" });
  const journal = await world.store.journal(run.id);
  const said = journal.flatMap((entry) => (entry.kind === "event" && entry.event.type === "message" ? [entry.event.summary] : []));
  expect(said).toEqual([
    "A text came while no step waited for one; it is kept for the next that does.",
    "A text came while no step waited for one; it is kept for the next that does.",
    "A text was kept that no step has read; it goes on as if no run had waited.",
  ]);
});

describe("texts that were kept and that no step has read", () => {
  /** A run at the pause between its two questions, with these texts kept for the second. */
  const keeping = async (...texts: string[]): Promise<string> => {
    world.publish(survey(3_600));
    await text("Hi");
    await asked("name");
    await text("Ann");
    await at("pause");
    for (const one of texts) await text(one);
    return (await only()).id;
  };
  const summaries = async (runId: string) =>
    (await world.store.journal(runId)).flatMap((entry) => (entry.kind === "event" ? [entry.event.summary] : []));
  const begunBy = (run: RunState) => (run.trigger.kind === "message" ? run.trigger.message.text : null);

  it("go on when the run ends, in order, as if it had never waited for them", async () => {
    const id = await keeping("Blue", "No, green");
    await world.runtime.stopRun(id, "Ann");
    expect(await summaries(id)).toContain("2 texts were kept that no step has read; they go on as if no run had waited.");
    // The first begins a run by the number's flow, and the second is the first answer to that one.
    const next = await until(async () =>
      (await runs()).find((run) => begunBy(run) === "Blue" && run.threads.main.wait?.nodeId === "pause"),
    );
    expect(next.variables["Name"]).toMatchObject({ value: "No, green" });
    expect(await runs()).toHaveLength(2);
    const { items } = await createRunHistory(world.sql).listMessages({ limit: 10, runId: next.id });
    expect(items.filter(({ direction }) => direction === "in").map((one) => one.text)).toEqual(["No, green", "Blue"]);
  });

  it("stay before what is texted while they are on their way", async () => {
    const id = await keeping("Blue");
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    gate = (effects) => (effects.some(({ effect }) => effect.kind === "pass_texts") ? held : Promise.resolve());
    await world.runtime.stopRun(id, "Ann");
    await text("No, green");
    expect(await runs()).toHaveLength(1);
    expect(await summaries(id)).toContain("A text came while no step waited for one; it goes on behind those that were kept.");
    letGo();
    const next = await until(async () =>
      (await runs()).find((run) => begunBy(run) === "Blue" && run.threads.main.wait?.nodeId === "pause"),
    );
    expect(next.variables["Name"]).toMatchObject({ value: "No, green" });
    await until(async () => (await world.store.run(id))?.hearings?.length === 0);
    expect(await runs()).toHaveLength(2);
  });

  it("go to another run that listens", async () => {
    const id = await keeping("Blue");
    const pin = world.publish(
      flow({ Ask: ASK("Your pet?"), Done: ["end", { outputs: { pet: "{{ Ask.value }}" } }] }, [
        "Start.api_request -> Ask",
        "Ask.replied -> Done",
      ]),
    );
    const other = await world.runtime.startRun({ pin, trigger: { kind: "api", params: {}, to: CALLER, from: OURS } });
    await asked("ask");
    await world.runtime.stopRun(id, "Ann");
    expect((await ended(other.runId)).outputs).toEqual({ pet: "Blue" });
    expect(await runs()).toHaveLength(2);
  });

  it("go on as soon as the run has passed the last step that could read them", async () => {
    world.publish(
      flow(
        {
          Pause: ["wait", { seconds: 60 }],
          Which: ["branch", { conditions: [] }],
          Ask: ASK("Your name?"),
          Long: ["wait", { seconds: 86_400 }],
        },
        ["Start.incoming_message -> Pause", "Pause.done -> Which", "Which.no_match -> Long", "Which.never -> Ask"],
      ),
    );
    await text("Hi");
    await text("Hello?");
    expect((await only()).mail).toHaveLength(1);
    await world.runtime.advanceClock({ advanceMs: 60_000 });
    const next = await until(async () => (await runs()).find((run) => begunBy(run) === "Hello?"));
    expect(next.threads.main.wait?.nodeId).toBe("pause");
    expect((await runs())[0]?.status).toBe("running");
  });

  it("begin one run, although the process dies when they have been passed on and before it knows", async () => {
    const id = await keeping("Blue");
    let tries = 0;
    lost = ({ effect }) => effect.kind === "pass_texts" && ++tries > 0;
    await world.runtime.stopRun(id, "Ann");
    await until(async () => tries > 0);
    await world.restart();
    lost = () => false;
    await until(async () => (await world.store.run(id))?.hearings?.length === 0);
    expect((await runs()).map(begunBy)).toEqual(["Hi", "Blue"]);
  });
});

it("a reply that comes too late begins anew", async () => {
  world.publish(survey(null));
  await text("Hi");
  await asked("name");
  await world.runtime.advanceClock({ advanceMs: 3_601_000 });
  const first = await ended((await only()).id);
  expect(first.reason).toMatchObject({ code: "exit_has_no_cord" });
  await text("Ann");
  await until(async () => (await runs()).length === 2);
  expect((await world.store.run(first.id))?.variables["Name"]).toMatchObject({ text: "" });
});

it("a run that is stopped while the text is on its way leaves it to the number's flow", async () => {
  world.publish(survey(null));
  await text("Hi");
  await asked("name");
  const { id } = await only();
  await Promise.all([world.runtime.stopRun(id, "Ann"), text("Bob")]);
  const all = await runs();
  // Either the run heard it before it was stopped, or it began one of its own: it is never lost.
  expect(all.flatMap((run) => run.messages).length).toBeGreaterThanOrEqual(3);
  if (all.length === 2) expect(all[1]!.trigger).toMatchObject({ kind: "message", message: { text: "Bob" } });
  else expect(all[0]!.variables["Name"]).toMatchObject({ value: "Bob" });
});

it("a text brought twice counts once", async () => {
  world.publish(survey(null));
  const hi = { MessageUUID: randomUUID() };
  await text("Hi", CALLER, hi);
  await text("Hi", CALLER, hi);
  await asked("name");
  const ann = { MessageUUID: randomUUID() };
  await Promise.all([text("Ann", CALLER, ann), text("Ann", CALLER, ann), text("Ann", CALLER, ann)]);
  await asked("colour");
  await text("Ann", CALLER, ann);
  expect((await only()).threads.main.wait?.nodeId).toBe("colour");
});

it("keeps pictures, and joins nothing that the carrier has joined", async () => {
  world.publish(
    flow({ Photo: ["wait_for_message", {}], Done: ["end", { outputs: { media: "{{ Photo.media }}", text: "{{ Photo.text }}" } }] }, [
      "Start.incoming_message -> Photo",
      "Photo.received -> Done",
    ]),
  );
  await text("Hi");
  const long = "word ".repeat(60).trim();
  await text("", CALLER, { Type: "mms", Body: long, MediaCount: "1", Media0: "https://example.com/a.jpg", Units: "3" });
  const run = await ended((await only()).id);
  expect(run.outputs).toMatchObject({ text: long });
  expect(run.variables["Photo"]).toMatchObject({ media: ["https://example.com/a.jpg"], type: "mms" });
});

it("goes to the run that asked last", async () => {
  const pin = world.publish(
    flow({ Ask: ASK("{{ Start.http.params.about }}?"), Done: ["end", { outputs: { heard: "{{ Ask.value }}" } }] }, [
      "Start.api_request -> Ask",
      "Ask.replied -> Done",
    ]),
  );
  const start = (about: string) => world.runtime.startRun({ pin, trigger: { kind: "api", params: { about }, to: CALLER, from: OURS } });
  const first = await start("First");
  await until(async () => (await world.store.run(first.runId))?.threads.main.wait);
  await new Promise((done) => setTimeout(done, 5));
  const second = await start("Second");
  await text("two");
  expect((await ended(second.runId)).outputs).toEqual({ heard: "two" });
  await text("one");
  expect((await ended(first.runId)).outputs).toEqual({ heard: "one" });
});

describe("STOP, HELP and START", () => {
  it.each(["STOP", " stop ", "HELP", "Start", "unsubscribe"])("%o is no answer", async (word) => {
    world.publish(survey(null));
    await text("Hi");
    await asked("name");
    const { id } = await only();
    await text(word);
    expect((await world.store.run(id))?.threads.main.wait?.nodeId).toBe("name");
  });

  it("YES is an answer, although the carrier reads it as an opt-in", async () => {
    world.publish(survey(null));
    await text("Hi");
    await asked("name");
    await text("YES", CALLER, { MessageIntent: "optin" });
    expect((await at("colour")).variables["Name"]).toMatchObject({ value: "YES" });
  });

  it("a STOP that is brought again after a START changes nothing", async () => {
    world.publish(flow({ Done: ["end", {}] }, ["Start.incoming_message -> Done"]));
    const stop = { MessageUUID: randomUUID() };
    await text("STOP", CALLER, stop);
    await text("START");
    await text("STOP", CALLER, stop);
    expect(await world.store.mayText({ number: OURS, contact: CALLER, graceMs: 0 })).toBe(true);
  });
});

describe("on_keyword", () => {
  const withKeywords = (cords: string[], keywords: string[] = []) =>
    flow(
      {
        Name: ASK("Your name?"),
        Done: ["end", { outputs: { name: "{{ Name.value }}" } }],
        Help: ["send_message", { text: "We ask for your name. You wrote {{ Start.keyword.word }}." }],
        Which: ["branch", { conditions: [{ name: "stop", tests: [{ left: "{{ Start.keyword.word }}", op: "equals", right: "stop" }] }] }],
        Over: ["end", { result: "stopped" }],
        Pause: ["wait", { seconds: 3_600 }],
      },
      ["Start.incoming_message -> Name", "Name.replied -> Done", ...cords],
      { keywords },
    );
  const sent = () => world.asked("Message").map(({ body }) => Object(body)["text"]);

  it("a path that runs out leaves the question waiting", async () => {
    world.publish(withKeywords(["Start.on_keyword -> Help"], ["Agent"]));
    await text("Hi");
    await asked("name");
    await text("help");
    await until(async () => sent().length === 2 && Object.keys((await only()).threads).length === 1);
    expect((await only()).threads.main.wait?.nodeId).toBe("name");
    await text(" AGENT ");
    await until(async () => sent().length === 3 && Object.keys((await only()).threads).length === 1);
    expect(sent().slice(1)).toEqual(["We ask for your name. You wrote help.", "We ask for your name. You wrote agent."]);
    await text("agent Smith");
    expect((await ended((await only()).id)).outputs).toEqual({ name: "agent Smith" });
  });

  it("a path that ends by End ends the run, whatever it waited for", async () => {
    world.publish(withKeywords(["Start.on_keyword -> Which", "Which.stop -> Over", "Which.no_match -> Pause"]));
    await text("Hi");
    await asked("name");
    await text("HELP");
    await until(async () => Object.keys((await only()).threads).length === 2);
    await text("STOP");
    const run = await ended((await only()).id);
    expect(run).toMatchObject({ status: "completed", reason: null, result: "stopped", hearings: [] });
    expect(Object.keys(run.threads)).toEqual(["main"]);
    expect(await world.runtime.advanceClock({ advanceMs: 7_200_000 })).toMatchObject({ fired: 0 });
    expect(await world.store.hearers(OURS, CALLER)).toEqual([]);
    expect(await world.store.mayText({ number: OURS, contact: CALLER, graceMs: 0 })).toBe(false);
  });

  it("hears words at any waiting point, also of a run that never asks by text", async () => {
    const pin = world.publish(
      flow({ Pause: ["wait", { seconds: 3_600 }], Over: ["end", { result: "heard {{ Start.keyword.text }}" }] }, [
        "Start.api_request -> Pause",
        "Start.on_keyword -> Over",
      ]),
    );
    const { runId } = await world.runtime.startRun({ pin, trigger: { kind: "api", params: {}, to: CALLER, from: OURS } });
    await text("Hello");
    expect((await world.store.run(runId))?.status).toBe("running");
    await text("Cancel");
    expect(await ended(runId)).toMatchObject({ result: "heard Cancel" });
  });
});
