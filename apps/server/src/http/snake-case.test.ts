import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { snakeCase } from "./snake-case.ts";

it.each([
  ["customerName", "customer_name"],
  ["customer_name", "customer_name"],
  ["address2", "address_2"],
  ["customerID", "customer_id"],
  ["HTTPCode", "http_code"],
  ["orderID2b", "order_id_2_b"],
  ["a1B2c3", "a_1_b_2_c_3"],
  ["X", "x"],
  ["ALLCAPS", "allcaps"],
  ["_private", "private"],
])("%s is sent as %s", (name, sent) => {
  expect(snakeCase(name)).toBe(sent);
  expect(lodashSnakeCase(name)).toBe(sent);
});

/** The very function that the carrier's Node SDK puts its keys through. */
function lodashSnakeCase(name: string): string {
  const fromSdk = createRequire(createRequire(import.meta.url).resolve("plivo"));
  const lodash: unknown = fromSdk("lodash");
  return asLodash(lodash).snakeCase(name);
}
const asLodash = (value: unknown): { snakeCase: (text: string) => string } => value as { snakeCase: (text: string) => string };
