import { carrierUrls, createDestinationGuard } from "@cordboard/carrier";
import { runtimes } from "@cordboard/components/runtime";
import { type FlowDocument, contentHash, registry } from "@cordboard/flow";
import { pino } from "pino";
import { createCodeRunner } from "./code/code-runner.ts";
import { createDatabases } from "./databases/databases.ts";
import { createAddressGuard } from "./egress/address-guard.ts";
import { createEgressClient } from "./egress/egress-client.ts";
import { createGuardStore } from "./store/guard-store.ts";
import { GUARD_MIGRATIONS } from "./store/guards/migrations.ts";
import { openStepMarks } from "./step-mark-files.ts";
import { openSqlite } from "./store/sqlite/sql.ts";
import { createSqliteRunStore } from "./store/sqlite/sqlite-run-store.ts";
import { createCarrier, createCarriers } from "./runtime/carriers.ts";
import { createCompiledFlows } from "./runtime/compiled-flows.ts";
import { createRealHost } from "./runtime/real-host.ts";
import { createRuntime } from "./runtime/runtime.ts";

/*
 * For runtime/quarantine.test.ts, as a process of its own: a runtime on the database file named first, in which a Hang Up step takes
 * the whole process down. Begins one run of the flow named second (JSON) for each key that follows, lives for a moment and
 * stops as it should.
 */
const [file = "", json = "", ...keys] = process.argv.slice(2);
const LIVES_MS = 2_500;

const document = JSON.parse(json) as FlowDocument;
const hash = contentHash(document);
const pin = { flowId: "flow-1", flowName: document.name, version: 1, hash };
const sql = openSqlite(file);
const store = createSqliteRunStore(sql);
sql.migrate("guards", GUARD_MIGRATIONS);
const bomb = { ...runtimes.hangup, enter: (): never => process.abort() };
const nobody = createCarrier({ name: "simulator", authId: "MANOBODY", authTokens: ["nobody"], baseUrl: "http://127.0.0.1:9" });
const catalog = { snapshot: async () => document, published: async () => pin, numberByToken: async () => null, number: async () => null };
const egress = createEgressClient(createAddressGuard([]));
const code = createCodeRunner();
const marks = openStepMarks(`${file}-steps`);
const runtime = createRuntime({
  store,
  flows: createCompiledFlows(catalog, { registry, runtimes: { ...runtimes, hangup: bomb } }),
  carriers: createCarriers(nobody, nobody),
  urls: carrierUrls("http://127.0.0.1:9"),
  guard: createDestinationGuard(null),
  egress,
  code,
  databases: createDatabases(),
  secrets: async () => null,
  subFlows: { pin: async () => null },
  catalog,
  mediaUrl: (id) => id,
  recordingUrl: (id) => id,
  eventKey: Buffer.alloc(32),
  log: pino({ level: "silent" }),
  host: createRealHost(),
  guards: createGuardStore(sql, () => store.now()),
  marks,
  alone: true,
});
for (const key of keys)
  await runtime.startRun({ pin, trigger: { kind: "api", params: { key }, to: "+14155550100" }, idempotency: { key, digest: key } });
await new Promise((done) => setTimeout(done, LIVES_MS));
await runtime.stop(1_000);
await egress.close();
await code.close();
marks.close();
await store.close();
await sql.close();
