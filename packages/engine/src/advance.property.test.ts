import type { Advance, RunEvent, RunState, Step, StoredWait } from "@cordboard/contract";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance } from "./advance.ts";
import { type CompiledFlow, compileFlow } from "./compile.ts";
import { isPassing } from "./hearings.ts";
import { newRun } from "./new-run.ts";
import { type Act, acts, type Happening, happening, type Known } from "./random-events.ts";
import { flows } from "./random-flows.ts";
import { apiRequest, components, inboundCall, inboundText, toyDeps } from "./toys.ts";
import { ACTING, SPEAKING } from "./whims.ts";

/** More of them by hand: `ENGINE_RUNS=20000 npx vitest run packages/engine`. */
const RUNS = Number(process.env["ENGINE_RUNS"] ?? 150);
const PATIENCE = { timeout: RUNS * 1_000 };
const BEGAN = Date.parse("2026-01-01T00:00:00.000Z");

/** A host that believes nothing: it checks each advance against what must always hold. */
class Suspicious {
  readonly flow: CompiledFlow;
  state: RunState;
  at = BEGAN;
  readonly known: Known = { tokens: [], timers: [], calls: [], effects: [], texts: 0 };
  readonly #armed = new Set<string>();
  /** Legs whose request is open. */
  readonly #open = new Set<string>();
  readonly #ids = new Set<string>();
  #count = 0;

  constructor(flow: CompiledFlow, trigger: RunState["trigger"]) {
    this.flow = flow;
    this.state = newRun({ id: "run", flowId: "flow", flowName: "Whims", version: 1, hash: "h", test: false, trigger, at: BEGAN });
    this.send({ type: "started", trigger });
  }

  act(act: Act): void {
    const event = happening(act, this.state, this.known);
    if (!event) return;
    this.at += act.afterMs;
    this.send(event);
    // The host's inbox knows a text by its id, and a command comes once.
    if (!act.twice || event.type === "hold" || event.type === "message" || event.type === "command") return;
    // A step that still waits may be told again: repeats of that kind are kept away by the host's inbox.
    const again = waitsOf(this.state).some((wait) =>
      event.type === "effect"
        ? wait.step?.seq === this.state.effects[event.effectId]?.step
        : event.type === "step" && wait.token === event.token,
    );
    if (again) this.send(event);
    else this.#repeat(event);
  }

  send(event: Happening): Advance {
    const before = deepFreeze(JSON.parse(JSON.stringify(this.state)) as RunState);
    const given = { ...event, at: this.at } as RunEvent;
    const deps = () => {
      const { newId, ...rest } = toyDeps();
      let ids = this.#count;
      return { ...rest, newId: () => `${newId()}-${ids++}` };
    };
    const used = deps();
    const next = advance(this.flow, before, given, used);
    same(advance(this.flow, before, given, deps()), next, "the same inputs give the same outputs");
    for (const fault of used.faults) expect(fault).toMatchObject({ message: "A component threw." });
    this.#count += 1_000;
    if (next.declined) {
      expect(event.type, "only a text may be another run's").toBe("message");
      return next;
    }
    expect(isDeepStrictEqual(JSON.parse(JSON.stringify(next.run)), next.run), "a run is plain JSON").toBe(true);
    this.#journal(before, next);
    this.#timers(before, next, event);
    this.#effects(before, next);
    this.#reply(before, next, event);
    this.#waits(next.run);
    this.#legs(before, next);
    this.#ending(before, next);
    this.#promptsBeforeEffects(before, next);
    this.#texts(before, next, event);
    this.known.tokens.push(...next.tokens);
    this.state = next.run;
    return next;
  }

  /** What came once changes nothing when it comes again. */
  #repeat(event: Happening): void {
    // One answer at a time: a former leg that is owed its own, and a call that should hear something else, get it with what comes next.
    for (let i = 0; i < 2; i++) this.send({ type: "timer", timerId: "of nobody" });
    const { seq: _, ...once } = this.state;
    const again = this.send(event);
    const { seq: __, ...twice } = this.state;
    expect(twice, "a repeat changes nothing").toEqual(once);
    expect(again.effects).toEqual([]);
    expect(
      again.journal.every((entry) => entry.kind === "event" && entry.event.ignored),
      "a repeat is journalled as ignored",
    ).toBe(true);
  }

  #journal(before: RunState, { run, journal }: Advance): void {
    same(
      journal.map((entry) => entry.seq),
      journal.map((_, i) => before.seq + 1 + i),
      "the journal has no gap",
    );
    expect(run.seq).toBe(before.seq + journal.length);
    expect(JSON.stringify(journal), "what is sensitive is masked").not.toMatch(/"digits":"482913"/);
  }

  #timers(before: RunState, { run, timers }: Advance, event: Happening): void {
    if (event.type === "timer") this.#armed.delete(event.timerId);
    for (const id of timers.cancel) this.#armed.delete(id);
    for (const { id, dueAt } of timers.set) {
      if (dueAt < this.at) expect.fail("no timer is due before now");
      this.#armed.add(id);
    }
    this.known.timers.push(...timers.set.map(({ id }) => id));
    const needed = [...waitsOf(run).map(({ timerId }) => timerId), run.reaperTimer].filter((id) => id !== null);
    expect([...this.#armed].toSorted(), "every timer that is set is waited for, and the other way round").toEqual(needed.toSorted());
    if (before.status !== "running") expect(timers.set).toEqual([]);
  }

  #effects(before: RunState, { effects }: Advance): void {
    const ids = effects.flatMap(({ effect, token }) => [effect.id, token]);
    expect(new Set([...this.#ids, ...ids]).size, "no id is used twice").toBe(this.#ids.size + ids.length);
    for (const id of ids) this.#ids.add(id);
    for (const { effect } of effects) {
      if (before.ending) expect(["hangup_call", "cancel_call", "pass_texts"], "an ending run does nothing new").toContain(effect.kind);
      this.known.effects.push(effect.id);
      if (effect.kind === "place_call") this.known.calls.push(effect.id);
    }
    if (before.status !== "running") expect(effects.filter(({ effect }) => effect.kind !== "pass_texts")).toEqual([]);
  }

  #reply(before: RunState, { run, reply }: Advance, event: Happening): void {
    const asks = askedBy(event);
    if (asks !== null) this.#open.add(asks);
    for (const leg of run.legs) if (leg.endedAt !== null && run.openReply !== leg.callUuid) this.#open.delete(leg.callUuid);
    if (reply.kind === "pending") {
      expect(run.openReply).toBe(reply.callUuid);
      expect(this.#open.has(reply.callUuid), "only an open request can be owed its answer").toBe(true);
    }
    if (reply.kind === "voice") {
      this.#open.delete(reply.callUuid);
      this.#document(run, reply);
    }
    // A request that no longer fits gets what its call heard last, from the host.
    if (reply.kind === "none" || reply.callUuid !== asks) if (asks !== run.openReply) this.#open.delete(asks ?? "");
    if (run.openReply !== null) {
      expect(this.#open.has(run.openReply)).toBe(true);
      expect(run.legs.find((leg) => leg.callUuid === run.openReply)?.endedAt ?? null, "a leg that is gone is owed nothing").toBeNull();
    }
    this.#strangers(before, run, event);
    if (event.type === "hold" && event.callUuid === before.openReply)
      expect(reply).toMatchObject({ kind: "voice", callUuid: event.callUuid });
    for (const uuid of Object.keys(run.holds)) expect(run.legs.find((leg) => leg.callUuid === uuid)).toMatchObject({ endedAt: null });
  }

  /** Whoever asks without being asked for changes nothing about the wait. */
  #strangers(before: RunState, run: RunState, event: Happening): void {
    for (const { id, leg, wait, pendingVerbs } of Object.values(before.threads)) {
      if (event.type === "step" && event.request !== "callback" && event.token === wait?.token && event.callUuid !== leg)
        expect(run.threads[id]?.wait?.token).toBe(wait.token);
      if (event.type === "hold" && event.callUuid === leg && before.openReply !== leg && pendingVerbs.length === 0)
        expect(run.holds).toEqual(before.holds);
    }
  }

  /** A document never ends by accident. */
  #document(run: RunState, reply: Advance["reply"] & { kind: "voice" }): void {
    const last = reply.verbs.at(-1);
    const thread = Object.values(run.threads).find(({ leg }) => leg === reply.callUuid);
    const wait = thread?.wait;
    // To a request that its call's end has overtaken nobody listens any more.
    const isOver = run.legs.some(({ callUuid, endedAt }) => callUuid === reply.callUuid && endedAt !== null);
    if (thread && !isOver) expect(thread).toMatchObject({ ready: false, pendingVerbs: [] });
    if (last?.element === "Hangup" || last?.body === `https://t/s/${wait?.token}/redirect`)
      expect(run.holds[reply.callUuid], "a call is where its last document sends it").toBeUndefined();
    if (last?.element === "Hangup") return expect(last.attributes?.schedule).toBeUndefined();
    expect(last?.element).toBe("Redirect");
    const good = [wait && `https://t/s/${wait.token}/redirect`, `https://t/s/${run.holds[reply.callUuid]}/redirect`];
    expect(good).toContain(last?.body);
    for (const verb of reply.verbs)
      if (verb.element === "GetDigits")
        expect(verb.attributes?.action, "only this wait's question is asked").toBe(`https://t/s/${wait?.token}/action`);
  }

  #waits(run: RunState): void {
    if (run.status !== "running") return;
    if (run.ending) {
      expect(run.reaperTimer).not.toBeNull();
      expect(waitsOf(run)).toEqual([]);
      expect(Object.keys(run.threads)).toEqual(["main"]);
      return;
    }
    expect(run.reaperTimer).toBeNull();
    for (const { id, wait, leg, branch } of Object.values(run.threads)) {
      expect(Number.isFinite(wait?.until), `${id} waits, and not for ever`).toBe(true);
      if (wait?.barrier && wait.for === "carrier") expect(run.legs.find((one) => one.callUuid === leg)).toMatchObject({ endedAt: null });
      if (branch) expect(run.threads[branch.of]?.wait?.step?.seq, "a branch runs beside a step that waits").toBe(branch.step);
    }
    const legs = Object.values(run.threads).flatMap(({ leg }) => leg ?? []);
    expect(new Set(legs).size, "a call is talked to by one path").toBe(legs.length);
  }

  /** Reports come in any order; what is known of a leg only grows. */
  #legs(before: RunState, { run }: Advance): void {
    for (const was of before.legs) {
      const leg = run.legs.find((one) => one.callUuid === was.callUuid);
      if (was.endedAt !== null) expect(leg).toMatchObject({ status: was.status, answeredAt: was.answeredAt, endedAt: was.endedAt });
      if (was.answeredAt !== null) expect(leg).toMatchObject({ answeredAt: was.answeredAt });
      if (was.status === "in-progress") expect(leg?.status).not.toBe("ringing");
    }
    for (const { leg, pendingVerbs } of Object.values(run.threads))
      if (run.legs.some((one) => one.callUuid === leg && one.endedAt !== null))
        expect(pendingVerbs, "nobody is left to hear them").toEqual([]);
  }

  #ending(before: RunState, { run }: Advance): void {
    if (run.status !== "running") {
      expect(run.endedAt).not.toBeNull();
      if (!isPassing(run)) expect(run.vault).toEqual([]);
      expect(JSON.stringify(run.variables)).not.toContain("482913");
    }
    if (before.status !== "running") {
      const {
        seq: _,
        legs: __,
        messages: ___,
        recordings: ____,
        effects: _____,
        mail: ______,
        hearings: _______,
        heard: ________,
        vault: _________,
        ...was
      } = before;
      expect(run, "ended stays ended").toMatchObject(was);
    } else if (run.status !== "running") expect(run.legs.filter((leg) => leg.endedAt === null)).toEqual([]);
  }

  /** A text that was taken is read, kept or passed on, in the order in which they came; none stays behind unread. */
  #texts(before: RunState, { run, effects, hearings }: Advance, event: Happening): void {
    const passed = effects.flatMap(({ effect }) => (effect.kind === "pass_texts" ? effect.messages : []));
    const had = [...(before.mail ?? []), ...(event.type === "message" ? [event.message] : [])].map(({ uuid }) => uuid);
    const left = [...passed, ...(run.mail ?? [])].map(({ uuid }) => uuid);
    expect(left, "texts keep their order, and none stands twice").toEqual(had.filter((uuid) => left.includes(uuid)));
    if (event.type === "message") expect(run.messages).toContain(event.message.uuid);
    const passing = Object.values(run.effects).some(({ kind, open }) => kind === "pass_texts" && open);
    if (!run.ending && run.status === "running") return;
    if (!passing) expect([run.mail ?? [], run.hearings ?? []], "nobody reads them any more").toEqual([[], []]);
    else expect(hearings ?? run.hearings, "what comes later goes behind them").not.toEqual([]);
  }

  /** While the same call goes on, no node acts behind a prompt that is not heard yet. */
  #promptsBeforeEffects(before: RunState, { run, journal }: Advance): void {
    for (const { id, leg } of Object.values(run.threads)) {
      const live = run.legs.some((one) => one.callUuid === leg && one.endedAt === null);
      if (leg === null || leg !== before.threads[id]?.leg || !live) continue;
      let spoken = false;
      for (const step of entered(journal, this.at).filter(({ thread }) => thread === id)) {
        const decision = JSON.stringify(this.flow.nodes.get(step.node.id)?.node.config["enter"] ?? "").slice(1, -1);
        if (spoken && ACTING.has(decision) && step.effects.length > 0) expect.fail("an effect waits for the prompts before it");
        spoken ||= SPEAKING.has(decision) && step.error === null;
      }
    }
  }
}

const waitsOf = (run: RunState): StoredWait[] => Object.values(run.threads).flatMap(({ wait }) => wait ?? []);

/** Steps that began in this turn, in order. */
function entered(journal: Advance["journal"], at: number): Step[] {
  const seen = new Map<number, Step>();
  for (const entry of journal) {
    if (entry.kind === "step" && entry.step.enteredAt === new Date(at).toISOString() && !seen.has(entry.step.seq))
      seen.set(entry.step.seq, entry.step);
  }
  return [...seen.values()];
}

function askedBy(event: Happening): string | null {
  if (event.type === "step") return event.request === "callback" ? null : event.callUuid;
  if (event.type === "effect") return event.asking ?? null;
  return event.type === "started" && event.trigger.kind === "call" ? event.trigger.call.callUuid : null;
}

/** Compares large data fast; what differs is shown by `expect`. */
function same(given: unknown, wanted: unknown, message: string): void {
  if (JSON.stringify(given) !== JSON.stringify(wanted)) expect(given, message).toEqual(wanted);
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

const plays = fc.record({ document: flows, acts, trigger: fc.constantFrom(inboundCall, apiRequest, inboundText) });
const compile = (document: Parameters<typeof compileFlow>[0]): CompiledFlow => compileFlow(document, components);

describe("any flow, whatever happens to it", () => {
  it("keeps its promises after every event", PATIENCE, () => {
    fc.assert(
      fc.property(plays, ({ document, acts: all, trigger }) => {
        const host = new Suspicious(compile(document), trigger);
        for (const act of all) host.act(act);
      }),
      { numRuns: RUNS },
    );
  });

  it("ends when it is stopped, even if the carrier never says another word", PATIENCE, () => {
    fc.assert(
      fc.property(plays, ({ document, acts: all, trigger }) => {
        const host = new Suspicious(compile(document), trigger);
        for (const act of all) host.act(act);
        host.send({ type: "stop", by: "Ann" });
        if (host.state.reaperTimer !== null) host.send({ type: "timer", timerId: host.state.reaperTimer });
        expect(host.state.status).not.toBe("running");
      }),
      { numRuns: RUNS },
    );
  });
});
