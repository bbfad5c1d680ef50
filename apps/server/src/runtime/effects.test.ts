import { createServer, type RequestListener, type Server } from "node:http";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { type JsonObject, TIMING } from "@cordboard/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, CALLER, flow, NUMBER_TOKEN, OURS, pathIn, startWorld, until, type World } from "../test-world.ts";

const ANSWER = `/carrier/voice/n/${NUMBER_TOKEN}/answer`;
const sms = (more: JsonObject = {}): [string, JsonObject] => [
  "send_message",
  { from: OURS, to: ["{{ Start.http.params.to }}"], text: "Hi", ...more },
];
const TEXT = flow({ Text: sms(), Sent: ["end", { result: "sent" }], Failed: ["end", { result: "failed" }] }, [
  "Start.api_request -> Text",
  "Text.sent -> Sent",
  "Text.failed -> Failed",
]);

let world: World;
let now: number;
let uuid: string;
const servers: Server[] = [];
beforeEach(async () => {
  now = Date.now();
  uuid = randomUUID();
  world = await worldAt(20);
});
afterEach(async () => {
  await world.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** Database time of these tests: the machine's, plus what a test adds. */
function worldAt(timeScale: number): Promise<World> {
  const began = now;
  return startWorld({ timeScale, clock: () => Date.now() - began + now, egressAllow: ["127.0.0.1"] });
}
async function web(handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}
const start = (to = CALLER) => world.runtime.startRun({ pin: world.publish(TEXT), trigger: { kind: "api", params: { to }, to } });
const ended = (runId: string, ms?: number) =>
  until(async () => {
    const run = await world.store.run(runId);
    return run && run.status !== "running" && run;
  }, ms);
const onlyEffect = async (runId: string) => {
  const [effect] = (await world.store.listEffects({ runId, limit: 10 })).items;
  if (!effect) throw new Error("no effect");
  return effect;
};

const isTold = (runId: string) => until(async () => (await onlyEffect(runId)).reported);

describe("a text", () => {
  it("goes out once, and the run is told", async () => {
    const { runId } = await start();
    const run = await ended(runId);
    expect(run.result).toBe("sent");
    expect(run.messages).toHaveLength(1);
    expect(world.asked("Message")).toHaveLength(1);
    expect(await onlyEffect(runId)).toMatchObject({ state: "done", attempts: 1, reported: true });
    const log = await world.store.carrierLog(runId);
    expect(log.map((l) => `${l.direction} ${l.kind} ${l.status}`).slice(0, 2)).toEqual(["out request null", "in response 202"]);
    expect(JSON.stringify(log)).not.toContain("Basic ");
  });

  it("is tried again after 429, no sooner than asked", async () => {
    world.simulator.simulator.sim.setFaults({ status429: { count: 2 } });
    const { runId } = await start();
    expect((await ended(runId, 15_000)).result).toBe("sent");
    expect(world.asked("Message").map((row) => row.status)).toEqual([429, 429, 202]);
    expect(await onlyEffect(runId)).toMatchObject({ attempts: 3 });
  });

  it("is given up and not sent late when it was put off until its step had waited as long as it may", async () => {
    world.simulator.simulator.sim.setFaults({ status429: { count: 1, value: 60 } });
    const { runId } = await start();
    await until(async () => world.asked("Message").length === 1 && (await onlyEffect(runId)).state === "pending");
    // As long as a text lives.
    now += 10_800_000;
    expect((await ended(runId)).result).toBe("failed");
    await until(async () => (await onlyEffect(runId)).state === "failed");
    expect((await onlyEffect(runId)).result).toMatchObject({ ok: false, uncertain: false, error: { code: "message_expired" } });
    expect(world.asked("Message").map((row) => row.status)).toEqual([429]);
  });

  it("fails with a code when the carrier refuses it", async () => {
    const { runId } = await start("+19005550100");
    const run = await ended(runId);
    expect([run.result, (await onlyEffect(runId)).result]).toEqual([
      "failed",
      expect.objectContaining({ error: expect.objectContaining({ code: "destination_not_allowed" }) }),
    ]);
    expect(world.asked("Message")).toEqual([]);
  });

  it("does not go to somebody who has opted out", async () => {
    await world.store.optOut({ number: OURS, contact: CALLER, confirmed: true });
    const { runId } = await start();
    await ended(runId);
    expect((await onlyEffect(runId)).result).toMatchObject({ error: { code: "opted_out" } });
    expect(world.asked("Message")).toEqual([]);
  });
});

describe("a text in doubt", () => {
  /** The carrier takes it, and its answer is lost. */
  const loseAnswer = () => world.simulator.simulator.sim.setFaults({ acceptThenDrop: { count: 1 } });

  it("is settled by the carrier's own report, and never sent again", async () => {
    loseAnswer();
    const { runId } = await start();
    const run = await ended(runId);
    expect(run.result).toBe("sent");
    expect(await onlyEffect(runId)).toMatchObject({ state: "done", resolvedBy: "callback", attempts: 1 });
    expect(world.asked("Message")).toHaveLength(1);
    expect((await world.store.listEffects({ state: "uncertain", limit: 1 })).items).toEqual([]);
  });

  it("is found in the carrier's list when no report comes", async () => {
    // The list says when; a simulator that runs faster than our clock would be ahead of it.
    await world.close();
    world = await worldAt(1);
    world.simulator.simulator.sim.setFaults({ acceptThenDrop: { count: 1 }, drop: { rate: 1, on: "webhooks" } });
    const { runId } = await start();
    await until(async () => (await onlyEffect(runId)).state === "uncertain");
    now += 6_000;
    expect((await ended(runId)).result).toBe("sent");
    expect(await onlyEffect(runId)).toMatchObject({ state: "done", resolvedBy: "lookup" });
    expect(world.asked("Message")).toHaveLength(1);
  });

  it("is sent when the carrier's list doesn't show it, twice, long after it began", async () => {
    world.simulator.simulator.sim.setFaults({ drop: { count: 1 } });
    const { runId } = await start();
    await until(async () => (await onlyEffect(runId)).state === "uncertain");
    const isLookedFor = async (times: number) => {
      const lists = () =>
        world.simulator.simulator.sim.ledger(0).filter(({ method, path }) => method === "GET" && path.endsWith("/Message/"));
      const before = lists().length;
      await until(async () => lists().length >= before + times);
    };
    now += 121_000;
    await isLookedFor(1);
    expect(await onlyEffect(runId)).toMatchObject({ state: "uncertain" });
    now += 20_000;
    expect((await ended(runId)).result).toBe("sent");
    expect(await onlyEffect(runId)).toMatchObject({ state: "done", attempts: 2, resolvedBy: null });
    expect(world.asked("Message").map((row) => row.status)).toEqual([0, 202]);
  });

  it("is told to the run as uncertain when nothing settles it, shown, and settled by hand", async () => {
    world.simulator.simulator.sim.setFaults({ drop: { count: 1 } });
    const { runId } = await start();
    await until(async () => (await onlyEffect(runId)).state === "uncertain");
    expect((await world.store.run(runId))?.status).toBe("running");
    now += TIMING.uncertainWithoutLegSeconds * 1_000;
    await isTold(runId);
    now += 6_000;
    expect((await ended(runId)).result).toBe("failed");
    const [step] = (await world.store.steps(runId)).filter((s) => s.node.name === "Text");
    expect(step?.error?.code).toBe("uncertain");
    const effect = await until(async () => {
      const found = await onlyEffect(runId);
      return found.reported && found;
    });
    expect(effect).toMatchObject({ state: "uncertain", attempts: 1 });
    await world.runtime.resolveEffect(effect.id, { as: "sent", by: "Ann" });
    expect(await onlyEffect(runId)).toMatchObject({ state: "done", resolvedBy: "Ann" });
    await expect(world.runtime.resolveEffect(effect.id, { as: "sent", by: "Ann" })).rejects.toMatchObject({ code: "effect_not_uncertain" });
  });

  it("is sent again by hand only", async () => {
    world.simulator.simulator.sim.setFaults({ drop: { count: 1 } });
    const { runId } = await start();
    const effect = await until(async () => {
      const found = await onlyEffect(runId);
      return found.state === "uncertain" && found;
    });
    await world.runtime.resolveEffect(effect.id, { as: "not_sent", resend: true, by: "Ann" });
    expect((await ended(runId)).result).toBe("sent");
    expect(await onlyEffect(runId)).toMatchObject({ state: "done", attempts: 2 });
  });

  it("is not in doubt for long when only this process was held up: its late receipt counts", async () => {
    await world.close();
    const began = now;
    world = await startWorld({
      timeScale: 20,
      clock: () => Date.now() - began + now,
      // The lease runs out under the worker's hands.
      wrap: (store) => ({ ...store, renewLeases: async () => undefined }),
    });
    world.simulator.simulator.sim.setFaults({
      delayMs: { value: 5_500, when: "after", on: "rest", path: "/Message/", method: "POST", count: 1 },
      drop: { rate: 1, on: "webhooks" },
      // The carrier's list can't be looked at.
      status5xx: { rate: 1, on: "rest", path: "/Message/", method: "GET" },
    });
    const { runId } = await start();
    await until(async () => (await onlyEffect(runId)).state === "uncertain");
    expect(await ended(runId)).toMatchObject({ status: "completed", result: "sent" });
    expect(await onlyEffect(runId)).toMatchObject({ state: "done", resolvedBy: null });
    expect(world.asked("Message")).toHaveLength(1);
  });

  it("stays in doubt when the process dies between the request and the receipt, and is not repeated", async () => {
    await world.runtime.stop(0);
    const { runId } = await start();
    // What a worker does before it dies.
    const [claimed] = await world.store.claimEffects({ owner: "dead", leaseMs: 3_000, limit: 1 });
    if (!claimed) throw new Error("nothing to claim");
    await world.store.beginEffects([claimed], 3_000);
    await world.restart();
    await until(async () => (await onlyEffect(runId)).state === "uncertain");
    now += TIMING.uncertainWithoutLegSeconds * 1_000;
    await isTold(runId);
    now += 6_000;
    expect((await ended(runId)).result).toBe("failed");
    expect(world.asked("Message")).toEqual([]);
    expect((await world.store.steps(runId)).find((s) => s.node.name === "Text")?.error?.code).toBe("uncertain");
  });

  it("is sent after a restart when it was claimed and never begun", async () => {
    await world.runtime.stop(0);
    const { runId } = await start();
    await world.store.claimEffects({ owner: "dead", leaseMs: 3_000, limit: 1 });
    await world.restart();
    now += 3_001;
    expect((await ended(runId)).result).toBe("sent");
    expect(world.asked("Message")).toHaveLength(1);
  });
});

describe("a web request during a call", () => {
  const line = (url: string, more: JsonObject = {}) =>
    flow(
      {
        Ask: ["http_request", { url, ...more }],
        Say: ["play_audio", { prompt: [{ speak: "It is {{ Ask.response.word }}." }] }],
        Sorry: ["play_audio", { prompt: [{ speak: "No answer: {{ Ask.error.code }}." }] }],
      },
      ["Start.incoming_call -> Ask", "Ask.success -> Say", "Ask.failed -> Sorry"],
    );
  const json =
    (word: string): RequestListener =>
    (_req, res) =>
      void res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ word }));
  const ring = () => world.post(ANSWER, call({ CallStatus: "ringing", Event: "StartApp" }, uuid));

  it("is waited for, and answered at once", async () => {
    const url = await web(json("sunny"));
    world.publish(line(url));
    const answers = await Promise.all(Array.from({ length: 5 }, ring));
    expect(answers[0]?.body).toContain("It is sunny.");
    expect(new Set(answers.map((a) => a.body)).size).toBe(1);
  });

  it("keeps the caller in the hold loop when it takes long", async () => {
    const url = await web((req, res) => void setTimeout(() => json("late")(req, res), 2_200));
    world.publish(line(url));
    const began = performance.now();
    const [hold, repeat] = await Promise.all([ring(), ring()]);
    expect(performance.now() - began).toBeLessThan(2_200);
    expect(hold.body).toMatch(/^<Response><Wait length="5"\/><Redirect>/);
    expect(repeat.body).toBe(hold.body);
    await until(async () => (await onlyEffect((await world.store.byLeg(uuid))?.runId ?? "")).state === "done");
    expect((await world.post(pathIn(hold.body, "redirect"), call({}, uuid))).body).toContain("It is late.");
  });

  it("is done once, whatever happens to us", async () => {
    let asked = 0;
    const url = await web((req, res) => {
      asked++;
      json("once")(req, res);
    });
    world.publish(line(url, { method: "POST", body: { kind: "json", value: { a: 1 } } }));
    await ring();
    await world.restart();
    await ring();
    expect(asked).toBe(1);
  });

  it("is repeated as its step says when the server is busy", async () => {
    const statuses = [503, 429, 200];
    let asked = 0;
    const url = await web((req, res) => {
      const status = statuses[asked++] ?? 200;
      if (status === 200) json("back")(req, res);
      else res.writeHead(status, { "retry-after": "0" }).end();
    });
    world.publish(line(url, { retries: 2 }));
    const hold = await ring();
    const runId = (await world.store.byLeg(uuid))?.runId ?? "";
    await until(async () => (await onlyEffect(runId)).state === "done");
    expect([
      asked,
      hold.body.includes("It is back.") || (await world.post(pathIn(hold.body, "redirect"), call({}, uuid))).body.includes("It is back."),
    ]).toEqual([3, true]);
  });

  it("cannot reach private addresses", async () => {
    world.publish(line("http://169.254.169.254/latest/meta-data/"));
    expect((await ring()).body).toContain("No answer: http_blocked.");
  });

  it("sends secrets without writing them down", async () => {
    let sent = "";
    const url = await web((req, res) => {
      sent = `${req.headers.authorization} ${String(req.headers["x-key"])}`;
      json("known")(req, res);
    });
    world.publish(line(url, { auth: { kind: "bearer", secret: "KEY" }, headers: { "X-Key": "{{ secrets.KEY }}" } }));
    expect((await ring()).body).toContain("It is known.");
    expect(sent).toBe("Bearer s3cret s3cret");
    const runId = (await world.store.byLeg(uuid))?.runId ?? "";
    const kept = JSON.stringify([
      await world.store.run(runId),
      await world.store.journal(runId),
      await world.store.carrierLog(runId),
      await onlyEffect(runId),
      world.lines,
    ]);
    expect(kept).not.toContain("s3cret");
  });

  it("says which secret is missing", async () => {
    world.publish(line("http://127.0.0.1:1/", { auth: { kind: "bearer", secret: "NONE" } }));
    expect((await ring()).body).toContain("No answer: secret_missing.");
  });
});
