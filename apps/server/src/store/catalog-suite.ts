import { randomBytes } from "node:crypto";
import { contentHash, emptyDocument } from "@cordboard/flow";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashToken } from "../auth/token.ts";
import { CATALOG_LIMITS, type CatalogStore } from "./catalog-store.ts";

export interface CatalogUnderTest {
  catalog: CatalogStore;
  /** The same data, opened again, as another replica does; perhaps with another master key. */
  reopen: (masterKey?: Buffer) => Promise<CatalogStore>;
  close: () => Promise<void>;
}

/** What every catalog must do, whichever engine stands behind it. */
export function catalogSuite(name: string, open: (options: { masterKey: Buffer; now: () => number }) => Promise<CatalogUnderTest>): void {
  describe(`catalog: ${name}`, () => {
    let now = 1_000_000;
    let under: CatalogUnderTest;
    let catalog: CatalogStore;
    beforeEach(async () => {
      now = 1_000_000;
      under = await open({ masterKey: randomBytes(32), now: () => now });
      catalog = under.catalog;
    });
    afterEach(() => under.close());

    const draft = (text: string) => {
      const document = { ...emptyDocument(text), description: text };
      return { name: text, document, hash: contentHash(document) };
    };

    it("remembers small things until they are said anew or forgotten", async () => {
      expect(await catalog.fact("colour")).toBeNull();
      await catalog.say("colour", "red");
      now += 5;
      await catalog.say("colour", "blue");
      expect(await catalog.fact("colour")).toEqual({ value: "blue", at: now });
      expect(await (await under.reopen()).fact("colour")).toEqual({ value: "blue", at: now });
      await catalog.forgetFact("colour");
      expect(await catalog.fact("colour")).toBeNull();
    });

    describe("flows", () => {
      it("saves a draft only over the revision that was read", async () => {
        const flow = await catalog.createFlow(draft("One"));
        expect(flow).toMatchObject({ name: "One", revision: 1, published: null });
        expect(await catalog.saveDraft(flow.id, { revision: 1, ...draft("Two") })).toEqual({ saved: true, revision: 2 });
        expect(await catalog.saveDraft(flow.id, { revision: 1, ...draft("Three") })).toEqual({ saved: false, revision: 2 });
        expect(await catalog.flow(flow.id)).toMatchObject({ name: "Two", revision: 2 });
        expect(await catalog.saveDraft("nope", { revision: 1, ...draft("x") })).toBeNull();
      });

      it("keeps flows in folders, and finds those in one and below", async () => {
        const at = async (folder: string, name: string) => (now++, catalog.createFlow({ ...draft(name), folder }));
        const [top, day, night] = [await at("", "Top"), await at("Support", "Day"), await at("Support/Night", "Night")];
        await at("Support_", "Other");
        await at("support", "Small");
        expect([top.folder, night.folder]).toEqual(["", "Support/Night"]);
        const names = async (folder?: string) => (await catalog.listFlows({ limit: 9, folder })).items.map(({ name }) => name);
        expect(await names("Support")).toEqual(["Night", "Day"]);
        expect(await names("Support/Night")).toEqual(["Night"]);
        expect(await names()).toHaveLength(5);
        expect(await catalog.moveFlow(day.id, "")).toBe(true);
        expect(await catalog.flow(day.id)).toMatchObject({ folder: "", revision: 1, updatedAt: day.updatedAt });
        expect(await catalog.moveFlow("nope", "")).toBe(false);
      });

      it("numbers versions from 1 and never changes them", async () => {
        const flow = await catalog.createFlow(draft("One"));
        const release = { by: "Ann", message: "first" };
        expect(await catalog.publish(flow.id, { revision: 1, ...release })).toMatchObject({ published: { version: 1, by: "Ann" } });
        expect(await catalog.publish(flow.id, { revision: 9, ...release })).toEqual({ revision: 1 });
        await catalog.saveDraft(flow.id, { revision: 1, ...draft("Two") });
        expect(await catalog.publish(flow.id, { revision: 2, ...release })).toMatchObject({ published: { version: 2 } });
        expect((await catalog.version(flow.id, 1))?.document.name).toBe("One");
        expect(await catalog.published(flow.id)).toMatchObject({ version: 2, flowName: "Two", hash: draft("Two").hash });
        expect((await catalog.snapshot(draft("One").hash))?.name).toBe("One");
      });

      it("keeps versions and snapshots of a deleted flow for its runs, and takes no new ones", async () => {
        const flow = await catalog.createFlow(draft("One"));
        await catalog.publish(flow.id, { revision: 1, by: "Ann", message: "" });
        expect(await catalog.deleteFlow(flow.id)).toBe(true);
        expect(await catalog.deleteFlow(flow.id)).toBe(false);
        expect(await catalog.flow(flow.id)).toBeNull();
        expect(await catalog.published(flow.id)).toBeNull();
        expect((await catalog.snapshot(draft("One").hash))?.name).toBe("One");
        expect((await catalog.version(flow.id, 1))?.version).toBe(1);
      });

      it("pages through flows, last changed first, without repeating any", async () => {
        for (let i = 0; i < 7; i++) {
          now += 1;
          await catalog.createFlow(draft(`Flow ${i}`));
        }
        const first = await catalog.listFlows({ limit: 3 });
        const second = await catalog.listFlows({ limit: 3, cursor: first.next ?? "" });
        const third = await catalog.listFlows({ limit: 3, cursor: second.next ?? "" });
        const names = [first, second, third].flatMap((page) => page.items.map((flow) => flow.name));
        expect(names).toEqual(["Flow 6", "Flow 5", "Flow 4", "Flow 3", "Flow 2", "Flow 1", "Flow 0"]);
        expect(third.next).toBeNull();
        expect((await catalog.listFlows({ limit: 9, text: "flow 3" })).items).toHaveLength(1);
        expect((await catalog.listFlows({ limit: 9, text: "%" })).items).toHaveLength(0);
        await expect(catalog.listFlows({ limit: 3, cursor: "rubbish" })).rejects.toMatchObject({ code: "bad_cursor" });
      });
    });

    it("keeps a number's token for ever and changes only what is given", async () => {
      const first = await catalog.putNumber("+14155550199", { voiceFlowId: "a" });
      expect(first).toMatchObject({ voiceFlowId: "a", messageFlowId: null, applicationId: null });
      const second = await catalog.putNumber("+14155550199", { messageFlowId: "b", applicationId: "app" });
      expect(second).toEqual({ ...first, messageFlowId: "b", applicationId: "app" });
      expect(await catalog.numberByToken(first.token)).toEqual(second);
      expect(await catalog.numberByToken("")).toBeNull();
      expect(await catalog.numbersOfFlow("b")).toEqual([second]);
      await catalog.putNumber("+14155550199", { voiceFlowId: null, messageFlowId: null });
      expect(await catalog.numbersOfFlow("b")).toEqual([]);
    });

    describe("access", () => {
      it("shows a key once, finds it by its hash, and forgets it when revoked or expired", async () => {
        const made = await catalog.createKey({ name: "CI", role: "editor", createdBy: "Ann", expiresAt: now + 1000 });
        expect(made.key).toMatch(/^cb_[\w-]{43}$/);
        const listed = (await catalog.listKeys({ limit: 9 })).items;
        expect(listed).toHaveLength(1);
        expect(JSON.stringify(listed)).not.toContain(made.key);
        expect(await catalog.keyByHash(hashToken(made.key))).toMatchObject({ id: made.id, role: "editor" });
        now += 1001;
        expect(await catalog.keyByHash(hashToken(made.key))).toBeNull();
        now -= 1001;
        expect(await catalog.deleteKey(made.id)).toBe(true);
        expect(await catalog.keyByHash(hashToken(made.key))).toBeNull();
      });

      it("takes a sign-in link once, within 15 minutes", async () => {
        const owner = await catalog.firstOwner();
        expect((await catalog.firstOwner()).id).toBe(owner.id);
        const { token } = await catalog.createSignInToken(owner.id);
        const late = await catalog.createSignInToken(owner.id);
        const opened = await catalog.signIn(token);
        expect(opened?.user.id).toBe(owner.id);
        expect(await catalog.signIn(token)).toBeNull();
        now += CATALOG_LIMITS.signInMs;
        expect(await catalog.signIn(late.token)).toBeNull();
        expect(await catalog.sessionByToken(opened?.sessionToken ?? "")).toMatchObject({ by: { user: { role: "owner" } } });
      });

      it("ends sessions by hand and by age", async () => {
        const { sessionToken } = await catalog.openKeySession("hash");
        const session = await catalog.sessionByToken(sessionToken);
        expect(session?.by).toEqual({ keyHash: "hash" });
        await catalog.deleteSession(session?.id ?? "");
        expect(await catalog.sessionByToken(sessionToken)).toBeNull();
        const other = await catalog.openKeySession("hash");
        now += CATALOG_LIMITS.sessionMs;
        expect(await catalog.sessionByToken(other.sessionToken)).toBeNull();
      });
    });

    it("seals secrets: never listed, gone with another master key", async () => {
      expect(await catalog.putSecret("CHAT", "s3cret-value", "Ann", "create")).toMatchObject({ name: "CHAT", updatedBy: "Ann" });
      expect(await catalog.putSecret("CHAT", "x", "Ann", "create")).toBeNull();
      expect(await catalog.putSecret("OTHER", "x", "Ann", "replace")).toBeNull();
      expect(await catalog.secretValue("CHAT")).toBe("s3cret-value");
      expect(JSON.stringify(await catalog.listSecrets({ limit: 9 }))).not.toContain("s3cret");
      await expect((await under.reopen(randomBytes(32))).secretValue("CHAT")).rejects.toMatchObject({ code: "secret_unreadable" });
      expect(await (await under.reopen()).secretValue("CHAT")).toBe("s3cret-value");
      expect(await catalog.deleteSecret("CHAT")).toBe(true);
      expect(await catalog.secretValue("CHAT")).toBeNull();
    });

    it("keeps uploads byte for byte", async () => {
      const content = randomBytes(5000);
      const made = await catalog.addMedia({ name: "Hello", contentType: "audio/wav", content, by: "Ann" });
      expect((await catalog.mediaContent(made.id))?.content.equals(content)).toBe(true);
      expect((await catalog.listMedia({ limit: 9 })).items).toEqual([made]);
      expect(await catalog.deleteMedia(made.id)).toBe(true);
      expect(await catalog.mediaContent(made.id)).toBeNull();
    });

    describe("idempotency", () => {
      it("gives the first answer again for a day, and refuses another request under the key", async () => {
        expect(await catalog.beginAttempt("key:1", "k", "body")).toEqual({ state: "new" });
        expect(await catalog.beginAttempt("key:1", "k", "body")).toEqual({ state: "busy" });
        await catalog.keepAnswer("key:1", "k", { status: 201, body: "{}" });
        expect(await catalog.beginAttempt("key:1", "k", "body")).toEqual({ state: "done", answer: { status: 201, body: "{}" } });
        expect(await catalog.beginAttempt("key:1", "k", "other")).toEqual({ state: "other" });
        expect(await catalog.beginAttempt("key:2", "k", "other")).toEqual({ state: "new" });
        now += CATALOG_LIMITS.idempotencyMs + 1;
        expect(await catalog.beginAttempt("key:1", "k", "other")).toEqual({ state: "new" });
      });

      it("lets an attempt be made again that was dropped, or was never answered", async () => {
        await catalog.beginAttempt("a", "k", "body");
        await catalog.dropAttempt("a", "k");
        expect(await catalog.beginAttempt("a", "k", "body")).toEqual({ state: "new" });
        now += CATALOG_LIMITS.attemptMs + 1;
        expect(await catalog.beginAttempt("a", "k", "body")).toEqual({ state: "new" });
      });
    });

    it("lists the audit newest first, by action and target", async () => {
      const actor = { kind: "user" as const, id: "u", name: "Ann" };
      for (const target of ["1", "2", "3"])
        await catalog.addAudit({ actor, action: "publishFlow", target, details: { version: 1 }, address: "127.0.0.1" });
      const page = await catalog.listAudit({ limit: 2 });
      expect(page.items.map((entry) => entry.target)).toEqual(["3", "2"]);
      expect((await catalog.listAudit({ limit: 2, cursor: page.next ?? "" })).items.map((entry) => entry.target)).toEqual(["1"]);
      expect((await catalog.listAudit({ limit: 9, target: "2" })).items).toMatchObject([{ actor, details: { version: 1 } }]);
      expect((await catalog.listAudit({ limit: 9, action: "deleteFlow" })).items).toEqual([]);
      expect((await catalog.listAudit({ limit: 9, action: "publishFlow", target: "1" })).items).toHaveLength(1);
    });

    it("sorts and finds names by bytes and pages through them, whatever the database's language", async () => {
      const names = ["B", "_A", "a", "b_c", "A", "Ä", "a-b", "~z"];
      for (const name of names) await catalog.putSecret(name, "x", "Ann", "create");
      const listed: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await catalog.listSecrets({ limit: 2, cursor });
        listed.push(...page.items.map((secret) => secret.name));
        if (page.next === null) break;
        cursor = page.next;
      }
      expect(listed).toEqual(["A", "B", "_A", "a", "a-b", "b_c", "~z", "Ä"]);
    });

    describe("two replicas at once", () => {
      let other: CatalogStore;
      beforeEach(async () => void (other = await under.reopen()));
      /** Both do it several times, as near to the same moment as can be. */
      const race = <Result>(work: (on: CatalogStore, i: number) => Promise<Result>, times = 8): Promise<Result[]> =>
        Promise.all(Array.from({ length: times }, (_, i) => work(i % 2 === 0 ? catalog : other, i)));

      it("number versions without a gap or a double", async () => {
        const flow = await catalog.createFlow(draft("One"));
        const done = await race((on, i) => on.publish(flow.id, { revision: 1, by: String(i), message: "" }));
        const versions = done.flatMap((made) => (made && "published" in made ? [made.published.version] : []));
        expect(versions.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
        expect((await other.published(flow.id))?.version).toBe(8);
      });

      it("save one draft over one revision", async () => {
        const flow = await catalog.createFlow(draft("One"));
        const done = await race((on, i) => on.saveDraft(flow.id, { revision: 1, ...draft(`By ${i}`) }));
        expect(done.filter((saved) => saved?.saved)).toEqual([{ saved: true, revision: 2 }]);
        expect(done.filter((saved) => !saved?.saved)).toEqual(Array(7).fill({ saved: false, revision: 2 }));
        const winner = done.findIndex((saved) => saved?.saved);
        expect((await catalog.flow(flow.id))?.name).toBe(`By ${winner}`);
      });

      it("publish what was saved, or are told that it changed", async () => {
        const flow = await catalog.createFlow(draft("One"));
        const [published] = await Promise.all([
          catalog.publish(flow.id, { revision: 1, by: "Ann", message: "" }),
          other.saveDraft(flow.id, { revision: 1, ...draft("Two") }),
        ]);
        expect(published && "published" in published ? published.published.hash : published).toEqual(
          published && "published" in published ? draft("One").hash : { revision: 2 },
        );
      });

      it("begin one attempt under an idempotency key", async () => {
        const done = await race((on) => on.beginAttempt("key:1", "k", "body"));
        expect(done.filter(({ state }) => state === "new")).toHaveLength(1);
        expect(done.filter(({ state }) => state === "busy")).toHaveLength(7);
        now += CATALOG_LIMITS.attemptMs + 1;
        const again = await race((on) => on.beginAttempt("key:1", "k", "body"));
        expect(again.filter(({ state }) => state === "new")).toHaveLength(1);
      });

      it("make one first owner", async () => {
        const owners = await race((on) => on.firstOwner());
        expect(new Set(owners.map(({ id }) => id)).size).toBe(1);
        expect((await catalog.listUsers({ limit: 9 })).items).toHaveLength(1);
      });

      it("make one number, and keep each other's fields", async () => {
        const fields = [{ voiceFlowId: "v" }, { messageFlowId: "m" }, { applicationId: "a" }, {}];
        const made = await race((on, i) => on.putNumber("+14155550199", fields[i % 4] ?? {}));
        expect(new Set(made.map(({ token }) => token)).size).toBe(1);
        expect(await other.number("+14155550199")).toMatchObject({ voiceFlowId: "v", messageFlowId: "m", applicationId: "a" });
      });

      it("let one browser in by a link", async () => {
        const owner = await catalog.firstOwner();
        const { token } = await catalog.createSignInToken(owner.id);
        const opened = (await race((on) => on.signIn(token))).filter((session) => session !== null);
        expect(opened).toHaveLength(1);
        expect(await other.sessionByToken(opened[0]?.sessionToken ?? "")).toMatchObject({ by: { user: { id: owner.id } } });
      });

      it("take a secret's name once", async () => {
        const done = await race((on, i) => on.putSecret("CHAT", `value ${i}`, "Ann", "create"));
        const winner = done.findIndex((secret) => secret !== null);
        expect(done.filter((secret) => secret !== null)).toHaveLength(1);
        expect(await other.secretValue("CHAT")).toBe(`value ${winner}`);
      });
    });

    it("sweeps out what has expired", async () => {
      const { sessionToken } = await catalog.openKeySession("hash");
      now += CATALOG_LIMITS.sessionMs;
      await catalog.sweepCatalog();
      now -= CATALOG_LIMITS.sessionMs;
      expect(await catalog.sessionByToken(sessionToken)).toBeNull();
    });
  });
}
