import { ROUTES, type RouteSpec } from "@cordboard/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GUESSES_PER_MINUTE } from "../auth/failure-limit.ts";
import { ACCOUNT, OWNER_KEY, type TestServer, startTestServer } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const table = Object.entries<RouteSpec>(ROUTES).flatMap(([name, route]) =>
  [route.path, ...(route.aliases ?? [])].map((path) => ({ name, route, path: path.replace(/[:*]\w+/g, "x") })),
);
const OPEN = ["healthz", "readyz", "signIn", "openSession", "playMedia", "playRecording"];
const basic = (account: string, key: string) => ({ authorization: `Basic ${Buffer.from(`${account}:${key}`).toString("base64")}` });

describe("every route of the table", () => {
  it("is open only where it must be", () => {
    const open = Object.entries<RouteSpec>(ROUTES).filter(([, route]) => route.access === "none");
    expect(open.map(([name]) => name).sort()).toEqual([...OPEN].sort());
  });

  it.each(table.filter(({ route }) => route.access !== "none"))(
    "$route.method $path asks for a key before anything else",
    async ({ route, path }) => {
      // A body that is no JSON: whoever read it first would answer 400. Through a proxy, because /metrics is open on loopback.
      const unsafe = route.method !== "GET";
      const headers = { "x-forwarded-for": "203.0.113.9" };
      const answer = await server.ask(route.method, path, { key: null, headers, ...(unsafe ? { raw: "{" } : {}) });
      expect(answer.status).toBe(401);
      const wrong = await server.ask(route.method, path, { key: "cb_wrong", headers: { ...headers }, ...(unsafe ? { raw: "{" } : {}) });
      expect([401, 429]).toContain(wrong.status);
    },
  );

  it("answers the same to who is not signed in, whether an address exists or not", async () => {
    for (const path of ["/api/nothing", "/api/flows/validate/x", "/v1/nothing", "/phlo/x"])
      expect((await server.ask("GET", path, { key: null })).status, path).toBe(401);
    expect(await server.ask("GET", "/api/nothing")).toMatchObject({ status: 404, json: { error: { code: "not_found" } } });
    const wrongMethod = await server.ask("DELETE", "/api/flows");
    expect(wrongMethod).toMatchObject({ status: 405, json: { error: { code: "method_not_allowed" } } });
    expect(wrongMethod.headers.get("allow")).toBe("POST, GET");
  });
});

describe("roles", () => {
  const RANK = ["viewer", "operator", "editor", "owner"] as const;
  const NEEDS: Partial<Record<RouteSpec["access"], number>> = { view: 0, operate: 1, edit: 2, own: 3 };
  it.each(RANK)("a key of a %s may do what its role says and no more", async (role) => {
    const { key, id } = await server.api("createKey", { body: { name: role, role } });
    for (const { name, route, path } of table) {
      const needed = NEEDS[route.access];
      if (needed === undefined) continue;
      // Nothing of this exists, so what is allowed answers something else than 401 and 403.
      const { status } = await server.ask(route.method, path, { key, ...(route.method === "GET" ? {} : { raw: "[]" }) });
      const allowed = RANK.indexOf(role) >= needed;
      // The hosted service's doors know no 403.
      const refusal = path.startsWith("/phlo/") ? 401 : 403;
      expect(status === refusal, `${role} ${name}: ${status}`).toBe(!allowed);
    }
    await server.api("deleteKey", { params: { id } });
    expect((await server.ask("GET", "/api/flows", { key })).status).toBe(401);
  });

  it("an expired key is no key", async () => {
    const { key } = await server.api("createKey", { body: { name: "old", expiresAt: "2020-01-01T00:00:00Z" } });
    expect((await server.ask("GET", "/api/flows", { key })).status).toBe(401);
  });

  it("nobody raises their own role", async () => {
    const { key } = await server.api("createKey", { body: { name: "view", role: "viewer" } });
    const answer = await server.ask("PATCH", "/api/users/me", { key, body: { name: "x", role: "owner" } });
    expect(answer).toMatchObject({ status: 400, json: { error: { details: [{ path: "role", code: "unknown_key" }] } } });
  });
});

describe("sessions", () => {
  const cookieOf = (headers: Headers) => headers.get("set-cookie") ?? "";
  const signIn = async () => {
    const { url } = await server.api("createSignInLink");
    const answer = await server.ask("GET", url.slice(server.url.length), { key: null });
    return { answer, path: url.slice(server.url.length), cookie: cookieOf(answer.headers).split(";")[0] ?? "" };
  };

  it("opens one from a link, once, in a cookie that no script reads", async () => {
    const { answer, path, cookie } = await signIn();
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/");
    expect(cookieOf(answer.headers)).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=12\d{5}$/);
    expect((await server.ask("GET", "/api/users/me", { key: null, headers: { cookie } })).json).toMatchObject({
      kind: "user",
      role: "owner",
    });
    const again = await server.ask("GET", path, { key: null });
    expect(again.status).toBe(400);
    expect(again.headers.get("set-cookie")).toBeNull();
    expect(again.text).toContain("used up");
  });

  it("is not used up by a look at the link", async () => {
    const { url } = await server.api("createSignInLink");
    const path = url.slice(server.url.length);
    expect((await server.ask("HEAD", path, { key: null })).status).toBe(200);
    expect((await server.ask("GET", path, { key: null })).status).toBe(303);
  });

  it("the link printed at the start works", async () => {
    expect((await server.ask("GET", server.signInUrl.slice(server.url.length), { key: null })).status).toBe(303);
  });

  it("refuses an unsafe request of another site, and takes one of our own pages", async () => {
    const { cookie } = await signIn();
    const make = (headers: Record<string, string>) =>
      server.ask("POST", "/api/flows", { key: null, body: { name: "x" }, headers: { cookie, ...headers } });
    for (const origin of ["https://evil.example", "null", `${server.url}.evil.example`, "http://127.0.0.1:1"])
      expect(await make({ origin }), origin).toMatchObject({ status: 403, json: { error: { code: "origin_not_allowed" } } });
    expect((await make({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await make({ origin: server.url })).status).toBe(201);
    expect((await make({ origin: server.url.replace("127.0.0.1", "localhost") })).status).toBe(201);
    expect((await server.ask("POST", "/api/flows", { body: { name: "x" }, headers: { origin: "https://evil.example" } })).status).toBe(201);
  });

  it("ends by signing out", async () => {
    const { cookie } = await signIn();
    const out = await server.ask("DELETE", "/api/session", { key: null, headers: { cookie, origin: server.url } });
    expect(out.status).toBe(204);
    expect(cookieOf(out.headers)).toContain("Max-Age=0");
    expect((await server.ask("GET", "/api/flows", { key: null, headers: { cookie } })).status).toBe(401);
  });

  it("a session of a key has the key's rights and ends with it", async () => {
    const made = await server.api("createKey", { body: { name: "page", role: "viewer" } });
    const opened = await server.ask("POST", "/api/session", { key: null, body: { key: made.key }, headers: { origin: server.url } });
    expect(opened.status).toBe(204);
    const headers = { cookie: cookieOf(opened.headers).split(";")[0] ?? "", origin: server.url };
    expect((await server.ask("GET", "/api/flows", { key: null, headers })).status).toBe(200);
    expect((await server.ask("POST", "/api/flows", { key: null, body: { name: "x" }, headers })).status).toBe(403);
    await server.api("deleteKey", { params: { id: made.id } });
    expect((await server.ask("GET", "/api/flows", { key: null, headers })).status).toBe(401);
    expect((await server.ask("POST", "/api/session", { key: null, body: { key: OWNER_KEY } })).status).toBe(204);
    expect((await server.ask("POST", "/api/session", { key: null, body: { key: "cb_wrong" } })).status).toBe(401);
    const foreign = { origin: "https://evil.example" };
    expect((await server.ask("POST", "/api/session", { key: null, body: { key: OWNER_KEY }, headers: foreign })).status).toBe(403);
  });
});

describe("credentials", () => {
  it("a wrong Authorization header never falls back to the cookie", async () => {
    const opened = await server.ask("POST", "/api/session", { key: null, body: { key: OWNER_KEY } });
    const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
    for (const authorization of ["Bearer nope", "Digest x", "Bearer", basic(ACCOUNT, OWNER_KEY).authorization])
      expect((await server.ask("GET", "/api/flows", { key: null, headers: { cookie, authorization } })).status, authorization).toBe(401);
  });

  it("the doors of the hosted service take Basic only, the API takes no Basic", async () => {
    const id = "00000000-0000-4000-8000-000000000000";
    expect((await server.ask("GET", `/v1/phlo/${id}`)).status).toBe(401);
    expect((await server.ask("GET", `/v1/phlo/${id}`, { key: null, headers: basic(ACCOUNT, OWNER_KEY) })).status).toBe(404);
    expect((await server.ask("GET", `/v1/phlo/${id}`, { key: null, headers: basic("MAOTHER", OWNER_KEY) })).status).toBe(401);
    expect((await server.ask("POST", `/phlo/${id}/run`, { key: null, body: {}, headers: basic(ACCOUNT, OWNER_KEY) })).status).toBe(401);
  });

  it("lists the key of the environment without showing it, and doesn't revoke it", async () => {
    const { items } = await server.api("listKeys");
    const own = items.find(({ from }) => from === "environment");
    expect(own).toMatchObject({ name: "CORDBOARD_API_KEY", role: "owner" });
    expect(JSON.stringify(items)).not.toContain(OWNER_KEY);
    expect((await server.ask("DELETE", `/api/keys/${own?.id}`)).status).toBe(403);
  });

  // Last: it shuts out guesses from this address for a minute.
  it("stops guessing at keys, while keys that are right go on", async () => {
    let limited: Awaited<ReturnType<TestServer["ask"]>> | null = null;
    for (let i = 0; i <= GUESSES_PER_MINUTE && !limited; i++) {
      const answer = await server.ask("GET", "/api/flows", { key: `cb_guess_${i}` });
      if (answer.status === 429) limited = answer;
    }
    expect(limited?.json).toMatchObject({ error: { code: "too_many_requests" } });
    expect(Number(limited?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await server.ask("GET", "/api/flows")).status).toBe(200);
    expect((await server.ask("GET", "/sign-in?token=x", { key: null })).status).toBe(429);
  });
});
