import { expect, test } from "@playwright/test";
import pg from "pg";
import { newDatabase, NO_POSTGRES, POSTGRES } from "../steps/database.ts";
import { flow, publish } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";
import { contextOf, ended, path, stepsOf } from "../steps/runs.ts";

test.skip(POSTGRES === "", NO_POSTGRES);

/* A database of the author's own, which a flow asks: never the one that Cordboard keeps its runs in. */
let database: Awaited<ReturnType<typeof newDatabase>>;
let customers: pg.Client;
let product: Product;

test.beforeAll(async () => {
  database = await newDatabase();
  customers = new pg.Client({ connectionString: database.url });
  await customers.connect();
  await customers.query("CREATE TABLE customers (phone TEXT PRIMARY KEY, name TEXT NOT NULL, owes NUMERIC(8, 2))");
  await customers.query("INSERT INTO customers VALUES ('+14155550142', 'Ann', 12.50), ('+14155550143', 'Bob', NULL)");
  product = await Product.start({ EGRESS_ALLOW: new URL(database.url).host });
  const value = Object.assign(new URL(database.url), { search: "?sslmode=disable" }).href;
  await product.api("POST", "/api/secrets", { name: "CRM", value });
});
test.afterAll(async () => {
  await product.stop();
  await customers.end();
  await database.drop();
});

const text = (name: string) => ({ name, type: "text", value: `{{ Start.http.params.${name} }}` });

/** Makes a flow that asks this, and answers what the step with the query did when it is run with `params`. */
async function asking(sql: string, config: Record<string, unknown> = {}) {
  const document = flow("Customers", { Find: ["query_database", { connection: "CRM", sql, ...config }], Done: ["end", {}] }, [
    "Start.api_request -> Find",
    ...["rows", "empty", "failed"].map((exit) => `Find.${exit} -> Done`),
  ]);
  const flowId = await publish(product, document);
  return async (params: Record<string, string> = {}) => {
    const { runId } = await product.api<{ runId: string }>("POST", `/api/flows/${flowId}/runs`, { params });
    await ended(product, runId);
    const [, find] = await stepsOf(product, runId);
    const { variables } = await contextOf(product, runId);
    return { way: (await path(product, runId))[1], error: find?.error?.code ?? null, found: variables["Find"] };
  };
}

test("rows, no rows and a refused query take their exits; a value is never part of the statement", async () => {
  const find = await asking("SELECT name, owes FROM customers WHERE phone = :phone OR name = :name ORDER BY name", {
    parameters: [text("phone"), text("name")],
  });
  expect(await find({ phone: "+14155550142" })).toMatchObject({
    way: "Find:rows",
    found: { first: { name: "Ann", owes: "12.50" }, row_count: 1, more: false },
  });
  expect(await find({ phone: "+14155550142", name: "Bob" })).toMatchObject({
    found: { rows: [{ name: "Ann" }, { name: "Bob", owes: null }] },
  });
  expect(await find({ phone: "' OR '1'='1", name: "x'; DROP TABLE customers; --" })).toMatchObject({
    way: "Find:empty",
    error: null,
    found: { rows: [], row_count: 0 },
  });
  await expect(asking("SELECT name FROM customers WHERE phone = '{{ Start.http.params.phone }}'")).rejects.toThrow(/sql_has_template/);
  const wrong = await asking("SELECT shoe_size FROM customers");
  expect(await wrong()).toMatchObject({
    way: "Find:failed",
    error: "query_failed",
    found: { error: { message: expect.stringMatching(/shoe_size/) } },
  });
});

test("only a step that may change data does, with the words as they are", async () => {
  const insert = "INSERT INTO customers VALUES (:phone, :name)";
  await expect(asking(insert)).rejects.toThrow(/changes_not_allowed/);
  // One whose first word doesn't give it away is refused by the database.
  const hidden = await asking("WITH gone AS (DELETE FROM customers RETURNING name) SELECT name FROM gone");
  expect(await hidden()).toMatchObject({ way: "Find:failed", error: "query_read_only" });

  const parameters = [text("phone"), text("name")];
  const name = "Rob'); DROP TABLE customers; -- ☎";
  const allowed = await asking(insert, { parameters, mayChange: true });
  expect(await allowed({ phone: "+14155550144", name })).toMatchObject({ way: "Find:rows", found: { row_count: 1 } });
  expect((await customers.query("SELECT name FROM customers ORDER BY phone")).rows).toEqual([{ name: "Ann" }, { name: "Bob" }, { name }]);
  expect(await allowed({ phone: "+14155550144", name: "again" })).toMatchObject({ way: "Find:failed", error: "query_failed" });
});

test("a query that takes too long is given up on both sides; more rows than asked for are left behind", async () => {
  const slow = await asking("SELECT pg_sleep(30), 'of the spec' AS mark", { timeoutSeconds: 1 });
  expect(await slow()).toMatchObject({ way: "Find:failed", error: "query_timeout" });
  const running = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%of the spec%' AND pid <> pg_backend_pid()";
  await expect.poll(async () => (await customers.query(running)).rowCount).toBe(0);
  const many = await asking("SELECT n FROM generate_series(1, 1000000) AS n", { maxRows: 2 });
  expect(await many()).toMatchObject({ way: "Find:rows", found: { rows: [{ n: 1 }, { n: 2 }], row_count: 2, more: true } });
});
