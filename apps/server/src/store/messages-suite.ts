import type { InboundMessage } from "@cordboard/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitTo, next, SMS, start, withEffect } from "./commit-fixture.ts";
import type { RunHistory } from "./run-history.ts";
import type { CommitItem, EffectChange, RunStore } from "./run-store.ts";
import type { Sql } from "./sql.ts";

/** Storage as a release before knew it, from before messages had a contact. `upgrade`: as this release opens it. */
export type OpenOlder = () => Promise<{ sql: Sql; upgrade: () => Promise<RunHistory>; drop: () => Promise<void> }>;
export const MIGRATIONS_BEFORE = 6;
export type OpenHistory = (clock: () => number) => Promise<{ store: RunStore; history: RunHistory; drop: () => Promise<void> }>;

const ANN = "+14155550100";
const BOB = "+14155550177";
const FROM_ANN: InboundMessage = {
  uuid: "m-ann",
  from: ANN,
  to: "+14155550199",
  text: "Tell Bob",
  type: "sms",
  media: [],
  units: 1,
  intent: "",
  receivedAt: "2026-01-01T00:00:00.000Z",
};

/** The list of all messages, whichever engine is underneath. */
export function messagesSuite(name: string, open: OpenHistory, openOlder: OpenOlder): void {
  it(`${name}: messages of an older release get their contact`, async () => {
    const { sql, upgrade, drop } = await openOlder();
    const run = start("run-1", {}).advance.run;
    await sql.run(
      `INSERT INTO runs (id, flow_id, status, test, contact, started_at, live_legs, search, row_version, state)
       VALUES ('run-1', 'flow-1', 'completed', 0, ?, 1, 0, '', 1, ?)`,
      [ANN, JSON.stringify(run)],
    );
    // Bytes that PostgreSQL takes in no text of its own.
    const odd = 'nul \u0000, half a pair \ud800, "to":"+1", "from":"+1"';
    await sql.run(
      `INSERT INTO effects (run_id, id, token, node_id, step, kind, effect, state, attempts, fence, lease_until, due_at, created_at, reported, test)
       VALUES ('run-1', 'effect-1', 't', 'n', 1, 'send_message', ?, 'done', 1, 1, 0, 1, 1, 1, 0)`,
      [JSON.stringify({ ...SMS, text: odd, to: BOB })],
    );
    const add = (uuid: string, effectId: string | null, body: string | null) =>
      sql.run("INSERT INTO messages (uuid, run_id, effect_id, at, body) VALUES (?, 'run-1', ?, 1, ?)", [uuid, effectId, body]);
    await add("m-bob", SMS.id, null);
    await add("m-cat", null, JSON.stringify({ ...FROM_ANN, from: "+14155550166", text: odd }));
    await add("m-ann", null, null);
    const history = await upgrade();
    const of = async (contact: string) => (await history.listMessages({ limit: 10, contact })).items.map(({ uuid }) => uuid);
    expect([await of(ANN), await of(BOB), await of("+14155550166")]).toEqual([["m-ann"], ["m-bob"], ["m-cat"]]);
    await drop();
  });

  describe(`${name}: messages of a contact`, () => {
    let at = 1_700_000_000_000;
    let store: RunStore;
    let history: RunHistory;
    let drop: () => Promise<void>;
    beforeEach(async () => {
      ({ store, history, drop } = await open(() => at));
    });
    afterEach(async () => {
      await store.close();
      await drop();
    });

    const listed = async (contact: string) => (await history.listMessages({ limit: 10, contact })).items.map(({ uuid, to }) => [uuid, to]);
    const over = (item: CommitItem, expectedVersion: number): CommitItem => {
      const end = next(item, expectedVersion, {});
      return { ...end, advance: { ...end.advance, run: { ...end.advance.run, status: "completed", endedAt: at } } };
    };
    const accepted = (messageUuid: string): EffectChange => ({ state: "done", result: { ok: true, data: {} }, messageUuid });

    it("are those from it and to it, whoever the run is with", async () => {
      const item = withEffect(start("run-1", {}), { ...SMS, to: BOB });
      item.event = { at, type: "started", trigger: { kind: "message", message: FROM_ANN } };
      item.advance.run = { ...item.advance.run, contact: { number: ANN } };
      await commitTo(store, item);
      at += 1_000;
      await commitTo(store, {
        ...next(item, 1, {}),
        guard: { kind: "effect", effectId: SMS.id, from: ["pending"], to: accepted("m-bob") },
      });
      expect(await listed(ANN)).toEqual([["m-ann", "+14155550199"]]);
      expect(await listed(BOB)).toEqual([["m-bob", BOB]]);
      expect(await listed("14155550177")).toEqual([["m-bob", BOB]]);
      expect((await history.listMessages({ limit: 10, runId: "run-1" })).items).toHaveLength(2);
    });

    it("are found under what can be read of a number that is secret, from the start", async () => {
      const item = { ...withEffect(start("run-1", {}), { ...SMS, to: BOB }), secrets: ["4155550177"] };
      item.advance.run.vault.push("4155550177");
      await commitTo(store, item);
      await store.updateEffect(SMS.id, ["pending"], accepted("m-bob"));
      expect([await listed(BOB), await listed("+1•••••")]).toEqual([[], [["m-bob", "+1•••••"]]]);
    });

    it("are masked when their run learnt afterwards that the number is secret, also of one that went out later still", async () => {
      const item = withEffect(start("run-1", {}), { ...SMS, to: BOB });
      item.advance.effects.push({ effect: { ...SMS, id: "effect-2", to: BOB }, token: "t2", nodeId: "sms", step: 1 });
      await commitTo(store, item);
      await store.updateEffect(SMS.id, ["pending"], accepted("m-1"));
      expect(await listed(BOB)).toEqual([["m-1", BOB]]);
      await commitTo(store, { ...over(item, 1), secrets: ["4155550177"] });
      at += 1_000;
      await store.updateEffect("effect-2", ["pending"], accepted("m-2"));
      expect(await listed(BOB)).toEqual([]);
      expect(await listed("+1•••••")).toEqual([
        ["m-2", "+1•••••"],
        ["m-1", "+1•••••"],
      ]);
    });
  });
}
