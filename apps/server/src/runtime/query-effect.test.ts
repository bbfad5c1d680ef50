import type { QueryEffect } from "@cordboard/contract";
import { expect, it } from "vitest";
import { QueryError } from "../databases/query-error.ts";
import { createAddressGuard } from "../egress/address-guard.ts";
import { createEgressClient } from "../egress/egress-client.ts";
import { performQuery } from "./query-effect.ts";
import { serviceLog } from "./services.ts";

const EFFECT: QueryEffect = {
  id: "effect-1",
  kind: "query_database",
  database: "postgresql",
  connection: "CRM",
  sql: "SELECT name FROM customers WHERE phone = $1",
  parameters: [{ name: "phone", value: "+14155550100" }],
  mayChange: false,
  timeoutSeconds: 10,
  beginWithinSeconds: 20,
  maxRows: 100,
  maxBytes: 1_024,
};
const SECRET = "postgres://ann:s3cret@127.0.0.1/crm";
const ANSWER = { rows: [{ name: "Ann" }], rowCount: 1, more: false, durationMs: 5 };

async function perform({
  secret = SECRET,
  told = ANSWER,
  attempts = 1,
  allow = ["127.0.0.1"],
  full = false,
  effect = {},
}: {
  secret?: string | null;
  told?: typeof ANSWER | QueryError;
  attempts?: number;
  allow?: string[];
  full?: boolean;
  effect?: Partial<QueryEffect>;
} = {}) {
  const asked: unknown[] = [];
  let inside = 0;
  const client = createEgressClient(createAddressGuard(allow));
  const databases = {
    enter: () => {
      if (full) return null;
      inside += 1;
      return () => void (inside -= 1);
    },
    ask: async (...given: unknown[]) => {
      asked.push(given);
      if (told instanceof QueryError) throw told;
      return told;
    },
  };
  const attempt = await performQuery({ ...EFFECT, ...effect }, attempts, { databases, secrets: async () => secret, reach: client.reach });
  await client.close();
  return { attempt, asked, inside };
}

it("asks the judged address, with the values in their order, and leaves", async () => {
  const { attempt, asked, inside } = await perform();
  expect(attempt).toEqual({ kind: "done", result: { ok: true, data: ANSWER } });
  expect(asked).toMatchObject([[{ host: "127.0.0.1", user: "ann" }, "127.0.0.1", { sql: EFFECT.sql, values: ["+14155550100"] }]]);
  expect(inside).toBe(0);
});

it.each<[string, Parameters<typeof perform>[0], object]>([
  ["a private address", { allow: [] }, { kind: "done", result: { error: { code: "http_blocked" } } }],
  ["no such secret", { secret: null }, { kind: "done", result: { error: { code: "secret_missing" } } }],
  ["a secret that is no address", { secret: "crm" }, { kind: "done", result: { error: { code: "secret_invalid" } } }],
  ["a secret of the other kind", { effect: { database: "mysql" } }, { kind: "done", result: { error: { code: "secret_invalid" } } }],
  ["a database that is full of us", { full: true, attempts: 9 }, { kind: "retry", error: { code: "database_unreachable" } }],
  ["one that is away", { told: new QueryError("database_unreachable", "away", { again: true }) }, { kind: "retry" }],
  [
    "one that stays away",
    { told: new QueryError("database_unreachable", "away", { again: true }), attempts: 4 },
    { kind: "done", result: { error: { code: "database_unreachable" } } },
  ],
  [
    "a query it refuses",
    { told: new QueryError("query_failed", "no") },
    { kind: "done", result: { uncertain: false, error: { code: "query_failed" } } },
  ],
  [
    "a change in doubt",
    { told: new QueryError("query_timeout", "late", { done: "maybe" }) },
    { kind: "uncertain", error: { code: "uncertain" } },
  ],
])("%s", async (_name, given, outcome) => {
  const { attempt, inside } = await perform(given);
  expect(attempt).toMatchObject(outcome);
  expect(JSON.stringify(attempt)).not.toContain("s3cret");
  expect(inside).toBe(0);
});

it("is logged without the secret", async () => {
  const { attempt } = await perform();
  expect(serviceLog(3, EFFECT, attempt)).toMatchObject([
    { method: "SQL", url: "secret CRM", body: expect.stringContaining("+14155550100") },
    { direction: "in", body: expect.stringContaining("Ann") },
  ]);
});
