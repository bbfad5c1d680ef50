import { expect, test } from "vitest";
import { ApiError } from "../api/client.ts";
import { worthRetrying } from "./query-client.ts";

test("tries again what may be over: a lost connection, a server in trouble, three times at most", () => {
  expect(worthRetrying(0, new ApiError(0, "offline", ""))).toBe(true);
  expect(worthRetrying(2, new ApiError(503, "not_ready", ""))).toBe(true);
  expect(worthRetrying(3, new ApiError(503, "not_ready", ""))).toBe(false);
});

test("takes a refusal at its word", () => {
  expect(worthRetrying(0, new ApiError(404, "flow_not_found", ""))).toBe(false);
  expect(worthRetrying(0, new ApiError(401, "not_signed_in", ""))).toBe(false);
  expect(worthRetrying(0, new Error("a bug of ours"))).toBe(false);
});
