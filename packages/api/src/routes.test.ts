import { describe, expect, it } from "vitest";
import { API_ERRORS } from "./errors.ts";
import { clientMessage } from "./live.ts";
import type { RouteSpec } from "./route.ts";
import { ROUTES } from "./routes.ts";
import { assignNumber } from "./schemas/account.ts";

const rows = Object.entries<RouteSpec>(ROUTES);

describe("the route table", () => {
  it("has each address once, and a more special one before a general one", () => {
    const seen: { method: string; pattern: RegExp; path: string }[] = [];
    for (const [, { method, path, aliases = [] }] of rows) {
      for (const each of [path, ...aliases]) {
        const shadow = seen.find((known) => known.method === method && known.pattern.test(each.replace(/:\w+/g, "x")));
        expect(shadow?.path, `${method} ${each} is never reached`).toBeUndefined();
        seen.push({
          method,
          path: each,
          pattern: new RegExp(`^${each.replaceAll(".", "\\.").replace(/:\w+/g, "[^/]+").replace(/\*\w+/g, ".+")}$`),
        });
      }
    }
  });

  it("takes a body only where one may be sent", () => {
    for (const [name, { method, body, bodyKind }] of rows)
      if (method === "GET" || method === "DELETE") expect([body, bodyKind], name).toEqual([undefined, undefined]);
  });

  it("describes every route in a sentence", () => {
    for (const [name, { summary }] of rows) expect(summary, name).toMatch(/^[A-Z].*[.?]$/);
  });
});

it("codes are words, their statuses refuse, their meanings are sentences", () => {
  for (const [code, [status, meaning]] of Object.entries(API_ERRORS)) {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  }
});

it("a number is assigned by one flow for both, or by one each", () => {
  const takes = (body: object) => assignNumber.safeParse(body).success;
  expect([{ flowId: "a" }, { flowId: null }, { voiceFlowId: "a" }, { voiceFlowId: "a", messageFlowId: null }].map(takes)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([{}, { flowId: "a", voiceFlowId: "b" }, { flow: "a" }, { flowId: 7 }].map(takes)).toEqual([false, false, false, false]);
});

it("topics are `runs`, a run or a flow", () => {
  const id = "00000000-0000-4000-8000-000000000000";
  const takes = (topic: string) => clientMessage.safeParse({ type: "subscribe", topic }).success;
  expect(["runs", `run:${id}`, `flow:${id}`].map(takes)).toEqual([true, true, true]);
  expect(["", "all", "run:", `run:${id} `, `user:${id}`, "runs\n"].map(takes)).toEqual([false, false, false, false, false, false]);
});
