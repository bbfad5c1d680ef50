import { CodedError } from "@cordboard/contract";
import { PlivoError } from "@cordboard/plivo";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { invalidInput, problemBody, problemOf, refuse } from "./problem.ts";

describe("problemOf", () => {
  it("tells nothing of a fault but the id under which the log has it", () => {
    const body = problemBody(problemOf(new Error("SELECT secret FROM users"), "req-1"));
    expect(body).toEqual({ error: { code: "fault", message: expect.stringContaining("req-1"), details: [] } });
    expect(JSON.stringify(body)).not.toContain("SELECT");
    expect(problemOf("a thrown string", "req-1").status).toBe(500);
  });

  it("gives a coded error the status of its row, and 400 when it comes from elsewhere", () => {
    expect(problemOf(new CodedError("contact_busy", "busy"), "")).toMatchObject({ status: 409, code: "contact_busy" });
    expect(problemOf(new CodedError("template_failed", "no"), "")).toMatchObject({ status: 400, code: "template_failed" });
    expect(problemOf(new CodedError("toString", "no"), "").status).toBe(400);
  });

  it("passes the carrier's refusal on, with its wait", () => {
    const error = new PlivoError("rate_limited", "slow down", "yes", { status: 429, retryAfterSeconds: 7 });
    expect(problemOf(error, "")).toMatchObject({ status: 502, code: "carrier_failed", retryAfterSeconds: 7 });
  });

  it("leaves a refusal as it is, with what stands beside and inside its error", () => {
    const problem = refuse("draft_conflict", "no", { extra: { revision: 2 }, errorExtra: { revision: { sent: 1, current: 2 } } });
    expect(problemOf(problem, "")).toBe(problem);
    expect(problemBody(problem)).toMatchObject({ revision: 2, error: { code: "draft_conflict", revision: { sent: 1, current: 2 } } });
  });
});

it("invalidInput names every field, unknown keys by their names", () => {
  const schema = z.strictObject({ name: z.string(), inner: z.strictObject({ n: z.number() }) });
  const parsed = schema.safeParse({ name: 1, inner: { n: 1, x: 1, y: 2 }, z: 3 });
  if (parsed.success) throw new Error("was taken");
  const { details, message } = invalidInput(parsed.error, "body");
  expect(details.map(({ path, code }) => [path, code])).toEqual([
    ["name", "invalid_type"],
    ["inner.x", "unknown_key"],
    ["inner.y", "unknown_key"],
    ["z", "unknown_key"],
  ]);
  expect(message).toContain("(and 3 more)");
});
