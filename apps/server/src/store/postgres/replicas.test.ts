import { fileURLToPath } from "node:url";
import { contentHash, emptyDocument } from "@cordboard/flow";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadFirstFlows } from "../../first-start.ts";
import { loadSamples } from "../../samples.ts";
import { STARTER_NUMBERS } from "../../simulator.ts";
import { createCatalog } from "../catalog/catalog.ts";
import { withLookUps } from "../catalog/look-ups.ts";
import { POSTGRES_CATALOG } from "../catalog/migrations-postgres.ts";
import type { CatalogStore } from "../catalog-store.ts";
import type { CatalogChange, Changes } from "../changes.ts";
import type { PostgresDatabase } from "./database.ts";
import { createSharedChanges } from "./shared-changes.ts";
import { sharedNotes } from "./simulator-notes.ts";
import { createTestDatabase, TEST_POSTGRES, type TestDatabase, withReason } from "./test-database.ts";

const draft = (name: string) => ({ name, document: emptyDocument(name), hash: contentHash(emptyDocument(name)) });

describe.skipIf(!TEST_POSTGRES)(withReason("two replicas' catalogs"), () => {
  interface Replica {
    database: PostgresDatabase;
    changes: Changes;
    catalog: CatalogStore;
    heard: CatalogChange[];
  }
  let test: TestDatabase;
  let a: Replica;
  let b: Replica;
  /** Kept answers live so long that only a hint can end them in time. */
  const replica = async (): Promise<Replica> => {
    const database = await test.open();
    await database.migrate("catalog", POSTGRES_CATALOG);
    const changes = createSharedChanges(database.notifications, pino({ level: "silent" }));
    const heard: CatalogChange[] = [];
    changes.listen((change) => heard.push(change));
    const catalog = withLookUps(createCatalog(database.sql, { masterKey: Buffer.alloc(32) }), changes, 3_600_000);
    await database.notifications.works(); // LISTEN has come through
    return { database, changes, catalog, heard };
  };
  beforeAll(async () => {
    test = await createTestDatabase();
    [a, b] = [await replica(), await replica()];
  });
  afterAll(() => test.drop());

  it("answer webhooks by what the other has published and assigned", async () => {
    const flow = await a.catalog.createFlow(draft("One"));
    await a.catalog.publish(flow.id, { revision: 1, by: "Ann", message: "" });
    const { token } = await a.catalog.putNumber("+14155550199", { voiceFlowId: flow.id });
    expect(await b.catalog.published(flow.id)).toMatchObject({ version: 1 });
    expect(await b.catalog.numberByToken(token)).toMatchObject({ messageFlowId: null });

    await a.catalog.publish(flow.id, { revision: 1, by: "Ann", message: "again" });
    await a.catalog.putNumber("+14155550199", { messageFlowId: flow.id });
    await expect.poll(() => b.catalog.published(flow.id)).toMatchObject({ version: 2 });
    await expect.poll(() => b.catalog.numberByToken(token)).toMatchObject({ messageFlowId: flow.id });
  });

  it("hear of the other's drafts once, and of their own at once", async () => {
    const change: CatalogChange = { kind: "draft", flowId: "f", revision: 2, by: "Ann" };
    const before = a.heard.length;
    a.changes.tell(change);
    expect(a.heard.slice(before)).toEqual([change]);
    await expect.poll(() => b.heard.filter(({ kind }) => kind === "draft")).toEqual([change]);
    // A message sent later comes later: the first would have come twice by now.
    a.changes.tell({ kind: "numbers" });
    await expect.poll(() => b.heard.at(-1)).toEqual({ kind: "numbers" });
    expect(a.heard.filter(({ kind }) => kind === "draft")).toEqual([change]);
    expect(b.heard.filter(({ kind }) => kind === "draft")).toEqual([change]);
  });

  it("ask again after a gap in what they hear", async () => {
    const flow = await a.catalog.createFlow(draft("Gap"));
    await a.catalog.publish(flow.id, { revision: 1, by: "Ann", message: "" });
    await b.catalog.published(flow.id);
    const back = new Promise<void>((done) => b.database.notifications.onGap(done));
    await a.database.sql.all(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    await a.catalog.publish(flow.id, { revision: 1, by: "Ann", message: "untold" }).catch(() => undefined);
    await back;
    const { version } = (await a.catalog.listVersions(flow.id, { limit: 1 })).items[0] ?? {};
    expect(await b.catalog.published(flow.id)).toMatchObject({ version });
  });

  it("load the samples once when they start together", async () => {
    const fresh = await createTestDatabase();
    try {
      const catalogs = await Promise.all(
        [1, 2, 3].map(async () => {
          const database = await fresh.open();
          await database.migrate("catalog", POSTGRES_CATALOG);
          return { database, catalog: createCatalog(database.sql, { masterKey: Buffer.alloc(32) }) };
        }),
      );
      const samples = await loadSamples(fileURLToPath(new URL("../../../../../examples", import.meta.url)));
      await Promise.all(
        catalogs.map(({ database, catalog }) => database.underLock("first flows", () => loadFirstFlows(catalog, samples, STARTER_NUMBERS))),
      );
      const flows = (await catalogs[0]?.catalog.listFlows({ limit: 100 }))?.items ?? [];
      expect(samples.length).toBeGreaterThan(0);
      expect(flows.map(({ name }) => name).sort()).toEqual(samples.map(({ document }) => document.name).sort());
    } finally {
      await fresh.drop();
    }
  });

  it("know whether another one still uses the simulator", async () => {
    let now = 1_000_000;
    const [one, two] = [sharedNotes(a.database, () => now), sharedNotes(b.database, () => now)];
    const note = { url: "http://127.0.0.1:3001", pid: 42, host: "here" };
    await one.write(note);
    expect(await two.read()).toEqual(note);
    await one.use();
    expect(await one.usedByOthers()).toBe(false);
    await two.use();
    expect(await one.leave()).toBe(true);
    // One that was killed says no more that it uses it.
    now += 60_000;
    await one.use();
    expect(await one.leave()).toBe(false);
    await one.remove();
    expect(await two.read()).toBeNull();
  });
});
