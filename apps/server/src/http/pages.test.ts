import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROUTES, type RouteSpec } from "@cordboard/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type TestServer, startTestServer } from "./test-server.ts";

const operation = z.looseObject({ operationId: z.string(), summary: z.string(), requestBody: z.unknown().optional() });
const description = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

let server: TestServer;
let editor = "";
beforeAll(async () => {
  editor = await mkdtemp(join(tmpdir(), "cordboard-editor-"));
  await mkdir(join(editor, "assets"));
  await writeFile(join(editor, "index.html"), "<!doctype html><title>the board</title>");
  await writeFile(join(editor, "assets", "main-1a2b3c.js"), "export {};");
  await writeFile(join(editor, "favicon.svg"), "<svg/>");
  server = await startTestServer({ CORDBOARD_TEST: "0" }, editor);
});
afterAll(async () => {
  await server.close();
  await rm(editor, { recursive: true });
});

describe("the editor", () => {
  it("is shut, page and files, to who is not signed in; they see how to sign in", async () => {
    for (const path of ["/", "/flows/123", "/assets/main-1a2b3c.js", "/favicon.svg", "/index.html"]) {
      const answer = await server.ask("GET", path, { key: null });
      expect(answer.status, path).toBe(401);
      expect(answer.text).toContain("sign-in link");
      expect(answer.text).not.toContain("the board");
    }
    for (const [path, type] of [
      ["/sign-in/page.js", "text/javascript"],
      ["/sign-in/page.css", "text/css"],
      ["/sign-in/inter.woff2", "font/woff2"],
    ] as const) {
      const file = await server.ask("GET", path, { key: null });
      expect(file.status).toBe(200);
      expect(file.headers.get("content-type")).toContain(type);
    }
  });

  it("is one page at every address of its own, asked for each time; hashed files never change", async () => {
    for (const path of ["/", "/flows/123", "/runs?status=failed"]) {
      const page = await server.ask("GET", path);
      expect(page.text, path).toContain("the board");
      expect(page.headers.get("cache-control")).toBe("no-cache");
    }
    const script = await server.ask("GET", "/assets/main-1a2b3c.js");
    expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await server.ask("GET", "/assets/gone-000000.js")).status).toBe(404);
    expect((await server.ask("GET", "/../../etc/passwd")).text).toContain("the board");
    expect((await server.ask("GET", "/..%2f..%2f..%2fetc%2fpasswd")).text).toContain("the board");
  });
});

it("allows no script in a page, no other host and no frame", async () => {
  for (const path of ["/", "/api/docs", "/api/flows", "/sign-in/page.js"]) {
    const policy = (await server.ask("GET", path)).headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("upgrade-insecure-requests");
  }
  expect((await server.ask("GET", "/api/flows")).headers.get("x-content-type-options")).toBe("nosniff");
  expect((await server.ask("GET", "/api/flows")).headers.get("x-powered-by")).toBeNull();
});

describe("the description", () => {
  it("has every route of the table, with what it takes and answers", async () => {
    const document = await server.api("openapi");
    const { paths, components } = description.parse(document);
    const text = JSON.stringify(document);
    expect(document["openapi"]).toMatch(/^3\.1\./);
    for (const [name, route] of Object.entries<RouteSpec>(ROUTES)) {
      const path = route.path.replace(/[:*](\w+)/g, "{$1}");
      const found = paths[path]?.[route.method.toLowerCase()];
      expect(found?.operationId, `${route.method} ${path}`).toBe(name);
      expect(found?.summary).toBe(route.summary);
      expect(found?.requestBody !== undefined, name).toBe(route.body !== undefined || route.bodyKind !== undefined);
    }
    for (const schema of ["Flow", "Run", "Step", "Issue", "Error", "PhloError"]) expect(text).toContain(`#/components/schemas/${schema}"`);
    const refs = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? "");
    const known = Object.keys(components.schemas);
    expect([...new Set(refs)].filter((ref) => !known.includes(ref))).toEqual([]);
  });

  it("has a page whose parts all come from here", async () => {
    const page = await server.ask("GET", "/api/docs");
    expect(page.headers.get("content-type")).toContain("text/html");
    const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      expect(part).toMatch(/^\/api\/docs\//);
      expect((await server.ask("GET", part)).status, part).toBe(200);
      expect((await server.ask("GET", part, { key: null })).status, part).toBe(401);
    }
    expect((await server.ask("GET", "/api/docs/package.json")).status).toBe(404);
  });

  it("of a flow document is a JSON Schema", async () => {
    const schema = await server.api("flowSchema");
    expect(JSON.stringify(schema)).toContain("cordboard/flow@1");
  });
});

describe("health", () => {
  it("says that it lives and that it is ready", async () => {
    expect((await server.ask("GET", "/healthz", { key: null })).json).toEqual({ status: "ok" });
    expect((await server.ask("GET", "/readyz", { key: null })).json).toEqual({ status: "ready", checks: { catalog: true, runs: true } });
  });

  it("shows figures on this machine without a key, and through a proxy with one", async () => {
    const figures = await server.ask("GET", "/metrics", { key: null });
    expect(figures.status).toBe(200);
    expect(figures.headers.get("content-type")).toContain("text/plain");
    for (const name of ["cordboard_runs_running", "cordboard_http_request_duration_seconds_bucket", "nodejs_heap_size_total_bytes"])
      expect(figures.text).toContain(name);
    const headers = { "x-forwarded-for": "203.0.113.9" };
    expect((await server.ask("GET", "/metrics", { key: null, headers })).status).toBe(401);
    expect((await server.ask("GET", "/metrics", { headers })).status).toBe(200);
  });

  it("logs a request without its query, its key or the secret part of its address", async () => {
    await server.ask("GET", "/sign-in?token=canary-token", { key: null });
    await server.ask("GET", "/media/some-id/canary-signature", { key: null });
    await server.ask("GET", "/api/flows?text=canary-text", { key: "canary-key" });
    const text = JSON.stringify(server.lines);
    expect(text).toContain('"path":"/sign-in"');
    expect(text).toContain('"path":"/media/some-id/…"');
    expect(text).not.toContain("canary-");
  });

  it("has no test clock unless asked for", async () => {
    expect(await server.ask("POST", "/api/test/clock", { body: { advanceMs: 1 } })).toMatchObject({
      status: 404,
      json: { error: { code: "test_clock_off" } },
    });
  });
});
