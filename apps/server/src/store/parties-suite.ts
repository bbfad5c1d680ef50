import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SMS, start, withEffect } from "./commit-fixture.ts";
import type { ClaimedEffect, Party, RunStore } from "./run-store.ts";
import type { OpenStore } from "./run-store-suite.ts";

/** To a party one effect at a time is begun and not known: the same on every engine. */
export function partiesSuite(name: string, open: OpenStore): void {
  describe(`${name}: parties`, () => {
    let at = 1_700_000_000_000;
    let store: RunStore;
    let drop: () => Promise<void>;
    let one: ClaimedEffect;
    let two: ClaimedEffect;
    beforeEach(async () => {
      ({ store, drop } = await open(() => at));
      await store.commit(["one", "two"].map((id) => withEffect(start(`run-${id}`, {}), { ...SMS, id })));
      [one, two] = [await claim("one"), await claim("two")];
    });
    afterEach(async () => {
      await store.close();
      await drop();
    });

    const ANN: Party = { name: "ann", apartMs: 240_000 };
    const claimed = new Map<string, ClaimedEffect>();
    const claim = async (id: string): Promise<ClaimedEffect> => {
      for (const effect of await store.claimEffects({ owner: "a", leaseMs: 2 * 3_600_000, limit: 10 })) claimed.set(effect.id, effect);
      const effect = claimed.get(id);
      if (!effect) throw new Error(`${id} is not there to be claimed`);
      return effect;
    };
    const begin = async (...effects: ClaimedEffect[]): Promise<string[]> => {
      const refs = effects.map(({ id, fence }) => ({ id, fence, party: ANN }));
      return [...(await store.beginEffects(refs, 3_000))];
    };
    const holder = async (): Promise<unknown> => (await store.heldParties([ANN, { ...ANN, name: "bob" }])).get("ann");

    it("are held by who began first, until that one is known", async () => {
      expect(await holder()).toBeUndefined();
      expect(await begin(one)).toEqual(["one"]);
      expect(await holder()).toEqual({ effectId: "one", state: "begun", at });
      expect(await begin(two)).toEqual([]);
      expect(await store.effect("two")).toMatchObject({ state: "pending", attempts: 0, begunAt: null });
      await store.updateEffect("one", ["begun"], { state: "uncertain", result: null, reportAt: at });
      expect(await holder()).toMatchObject({ effectId: "one", state: "uncertain" });
      expect(await begin(two)).toEqual([]);
      await store.updateEffect("one", ["uncertain"], { state: "done", result: { ok: true, data: {} } });
      expect(await holder()).toBeUndefined();
      expect(await begin(two)).toEqual(["two"]);
    });

    it("are held by one of a batch, and by nobody for what goes elsewhere", async () => {
      expect(await begin(one, two)).toEqual(["one"]);
      await store.commit([withEffect(start("run-three", {}), { ...SMS, id: "three" })]);
      const three = await claim("three");
      const refs = [
        { id: two.id, fence: two.fence, party: ANN },
        { id: three.id, fence: three.fence, party: null },
      ];
      expect(await store.beginEffects(refs, 3_000)).toEqual(new Set(["three"]));
    });

    it("are free when the attempt came to nothing, and its next one waits like any other", async () => {
      await begin(one);
      await store.updateEffect("one", ["begun"], { state: "pending", result: null, dueAt: at });
      expect(await begin(two)).toEqual(["two"]);
      one = await claim("one");
      expect(await begin(one)).toEqual([]);
      await store.updateEffect("two", ["begun"], { state: "failed", result: null });
      expect(await begin(one)).toEqual(["one"]);
      expect(await begin(one)).toEqual([]);
    });

    it("are not taken by an attempt that has no right to begin", async () => {
      expect(await begin({ ...one, fence: one.fence + 1 })).toEqual([]);
      expect(await begin(two)).toEqual(["two"]);
    });

    it("are held for so long that the times tell the two apart, and no longer", async () => {
      await begin(one);
      await store.updateEffect("one", ["begun"], { state: "uncertain", result: null, reportAt: at });
      at += ANN.apartMs - 1;
      expect(await begin(two)).toEqual([]);
      at += 1;
      expect(await holder()).toBeUndefined();
      expect(await begin(two)).toEqual(["two"]);
      // The second holds it now, whatever becomes of the first.
      await store.updateEffect("one", ["uncertain"], { state: "pending", result: null, dueAt: at });
      expect(await begin(await claim("one"))).toEqual([]);
    });

    it("are forgotten by the sweep once nobody can hold them", async () => {
      await begin(one);
      await store.sweep({ nonceMs: 0, inboxMs: 0 });
      expect(await holder()).toBeDefined();
      at += 600_001;
      await store.sweep({ nonceMs: 0, inboxMs: 0 });
      expect(await begin(two)).toEqual(["two"]);
    });
  });
}
