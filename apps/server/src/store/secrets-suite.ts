import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitTo, leg, next, SMS, start, withEffect } from "./commit-fixture.ts";
import type { CommitItem, RunStore } from "./run-store.ts";
import type { OpenStore } from "./run-store-suite.ts";

/** Sensitive values go with their run, whichever engine is underneath. */
export function secretsSuite(name: string, open: OpenStore): void {
  describe(`${name}: sensitive values`, () => {
    const at = 1_700_000_000_000;
    let store: RunStore;
    let drop: () => Promise<void>;
    beforeEach(async () => {
      ({ store, drop } = await open(() => at));
    });
    afterEach(async () => {
      await store.close();
      await drop();
    });

    const SECRET = "a&b 8642";
    const saying = "<Response><Speak>Your code is a&amp;b 8642</Speak></Response>";
    const SPOKEN = "<Response><Speak>Your code is •••••</Speak></Response>";
    const over = (item: CommitItem, expectedVersion: number): CommitItem => {
      const end = { ...next(item, expectedVersion, {}), secrets: [SECRET] };
      end.advance.run = { ...end.advance.run, status: "completed", endedAt: at, legs: [leg("call-1")] };
      return end;
    };
    const begun = async (): Promise<CommitItem> => {
      const item = withEffect(start("run-1", { key: "k", callUuid: "call-1", reply: null }), { ...SMS, text: `Code ${SECRET}` });
      item.advance.legs = [leg("call-1")];
      await commitTo(store, item);
      await commitTo(store, { ...next(item, 1, {}), replies: [{ callUuid: "call-1", body: saying }], secrets: [SECRET] });
      return item;
    };
    const kept = async () => JSON.stringify([await store.inboxRow("k"), await store.byLeg("call-1"), await store.effect("effect-1")]);

    it("stay in replies and effects while the run lives, and are gone when it is over", async () => {
      const item = await begun();
      expect((await store.inboxRow("k"))?.reply).toBe(saying);
      await store.updateEffect("effect-1", ["pending"], { state: "failed", result: null, reported: true });
      expect((await store.effect("effect-1"))?.effect).toMatchObject({ text: `Code ${SECRET}` });
      await commitTo(store, over(item, 2));
      expect(await store.inboxRow("k")).toMatchObject({ digest: "d", reply: SPOKEN });
      expect((await store.byLeg("call-1"))?.lastReply).toBe(SPOKEN);
      expect((await store.effect("effect-1"))?.effect).toEqual({ ...SMS, text: "Code •••••" });
      expect(await kept()).not.toContain("8642");
    });

    it("stay with an effect that still has to go out, until it is over", async () => {
      const item = await begun();
      await commitTo(store, over(item, 2));
      expect((await store.effect("effect-1"))?.effect).toMatchObject({ text: `Code ${SECRET}` });
      const error = { code: "carrier_refused", message: `Not good: ${SECRET}` };
      await store.updateEffect("effect-1", ["pending"], { state: "failed", result: { ok: false, uncertain: false, error } });
      expect(await store.effect("effect-1")).toMatchObject({
        effect: { ...SMS, text: "Code •••••" },
        result: { ok: false, uncertain: false, error: { code: "carrier_refused", message: "Not good: •••••" } },
      });
      expect(await kept()).not.toContain("8642");
    });
  });
}
