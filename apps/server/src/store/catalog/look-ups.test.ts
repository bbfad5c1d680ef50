import { beforeEach, describe, expect, it } from "vitest";
import { contentHash, emptyDocument } from "@cordboard/flow";
import { createChanges } from "../changes.ts";
import type { CatalogStore } from "../catalog-store.ts";
import { openSqlite } from "../sqlite/sql.ts";
import { createCatalog } from "./catalog.ts";
import { withLookUps } from "./look-ups.ts";
import { SQLITE_CATALOG } from "./migrations-sqlite.ts";

const ONE = emptyDocument("One");
const draft = (name: string) => ({ name, document: emptyDocument(name), hash: contentHash(emptyDocument(name)) });

describe("look-ups of webhooks", () => {
  let real: CatalogStore;
  let reads: string[];
  /** Held reads go on when it is called. */
  let held: (() => void)[] | null;
  const changes = createChanges();
  let catalog: CatalogStore;
  beforeEach(() => {
    const sql = openSqlite(":memory:");
    sql.migrate("catalog", SQLITE_CATALOG);
    real = createCatalog(sql, { masterKey: Buffer.alloc(32) });
    reads = [];
    held = null;
    const counted =
      <Value>(name: string, read: (key: string) => Promise<Value>) =>
      async (key: string): Promise<Value> => {
        reads.push(name);
        const value = await read(key);
        if (held) await new Promise<void>((done) => held?.push(done));
        return value;
      };
    const watched = {
      ...real,
      numberByToken: counted("number", (key) => real.numberByToken(key)),
      published: counted("published", (key) => real.published(key)),
      snapshot: counted("snapshot", (key) => real.snapshot(key)),
    };
    catalog = withLookUps(watched, changes, null);
  });
  const published = async (name = "One") => {
    const flow = await catalog.createFlow(draft(name));
    await catalog.publish(flow.id, { revision: 1, by: "Ann", message: "" });
    return flow.id;
  };

  it("ask once for all who wait, and once for all later", async () => {
    const id = await published();
    await Promise.all([1, 2, 3].map(() => catalog.published(id)));
    expect((await catalog.published(id))?.version).toBe(1);
    const { token } = await catalog.putNumber("+14155550199", { voiceFlowId: id });
    for (let i = 0; i < 3; i++) expect((await catalog.numberByToken(token))?.voiceFlowId).toBe(id);
    for (let i = 0; i < 3; i++) expect((await catalog.snapshot(contentHash(ONE)))?.name).toBe("One");
    expect(reads).toEqual(["published", "number", "snapshot"]);
  });

  it("see a change of their own at once", async () => {
    const id = await published();
    await catalog.published(id);
    await catalog.saveDraft(id, { revision: 1, ...draft("Two") });
    expect(await catalog.published(id)).toMatchObject({ version: 1, flowName: "Two" });
    await catalog.publish(id, { revision: 2, by: "Ann", message: "" });
    expect(await catalog.published(id)).toMatchObject({ version: 2 });
    await catalog.deleteFlow(id);
    expect(await catalog.published(id)).toBeNull();
    const { token } = await catalog.putNumber("+14155550199", { voiceFlowId: "a" });
    await catalog.numberByToken(token);
    await catalog.putNumber("+14155550199", { voiceFlowId: "b" });
    expect((await catalog.numberByToken(token))?.voiceFlowId).toBe("b");
  });

  it("do not keep what was read while it changed", async () => {
    const id = await published();
    held = [];
    const before = catalog.published(id);
    await expect.poll(() => held?.length).toBe(1);
    await catalog.publish(id, { revision: 1, by: "Ann", message: "" });
    for (const go of held.splice(0)) go();
    held = null;
    expect((await before)?.version).toBe(1);
    expect((await catalog.published(id))?.version).toBe(2);
  });

  it("see a change of another replica when it is told, and after a gap", async () => {
    const id = await published();
    await catalog.published(id);
    await real.publish(id, { revision: 1, by: "Ann", message: "" });
    expect((await catalog.published(id))?.version).toBe(1);
    changes.arrived({ kind: "flow", flowId: id });
    expect((await catalog.published(id))?.version).toBe(2);
    await real.publish(id, { revision: 1, by: "Ann", message: "" });
    changes.missed();
    expect((await catalog.published(id))?.version).toBe(3);
  });

  it("look again after their time, when nothing was told", async () => {
    const aged = withLookUps(real, createChanges(), 30);
    const id = await published();
    expect((await aged.published(id))?.version).toBe(1);
    await real.publish(id, { revision: 1, by: "Ann", message: "" });
    await expect.poll(async () => (await aged.published(id))?.version).toBe(2);
  });

  it("keep neither failures nor what is not there", async () => {
    expect(await catalog.numberByToken("later")).toBeNull();
    expect(await catalog.numberByToken("later")).toBeNull();
    expect(reads).toEqual(["number", "number"]);
    let down = true;
    const flaky = withLookUps(
      { ...real, published: async (id) => (down ? Promise.reject(new Error("down")) : real.published(id)) },
      createChanges(),
      null,
    );
    const id = await published();
    await expect(flaky.published(id)).rejects.toThrow("down");
    down = false;
    expect((await flaky.published(id))?.version).toBe(1);
  });
});
