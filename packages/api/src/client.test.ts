import { expect, it } from "vitest";
import { ApiError, createClient } from "./client.ts";

interface Sent {
  url: string;
  init: RequestInit;
}
function clientThat(answer: (sent: Sent) => Response): { api: ReturnType<typeof createClient>; sent: Sent[] } {
  const sent: Sent[] = [];
  const api = createClient({
    baseUrl: "http://cordboard.test",
    apiKey: "cb_key",
    fetch: async (url, init) => {
      sent.push({ url, init });
      return answer({ url, init });
    },
  });
  return { api, sent };
}
const json = (body: unknown, status = 200) => Response.json(body, { status });

it("fills the path, the query and the body of a route", async () => {
  const { api, sent } = clientThat(() => json({}));
  await api("getVersion", { params: { id: "a/b", n: 3 } });
  await api("listRuns", { query: { flow: "x y", limit: 5, status: undefined } });
  await api("createFlow", { body: { name: "Line" }, idempotencyKey: "k1" });
  await api("simGet", { params: { path: "calls/1 2/x" } });
  expect(sent.map(({ url }) => url)).toEqual([
    "http://cordboard.test/api/flows/a%2Fb/versions/3",
    "http://cordboard.test/api/runs?flow=x+y&limit=5",
    "http://cordboard.test/api/flows",
    "http://cordboard.test/api/sim/calls/1%202/x",
  ]);
  expect(sent[2]?.init).toMatchObject({
    method: "POST",
    body: '{"name":"Line"}',
    headers: { authorization: "Bearer cb_key", "content-type": "application/json", "idempotency-key": "k1" },
  });
  expect(sent[0]?.init.body).toBeUndefined();
});

it("throws what the server refused, with the whole answer", async () => {
  const body = { error: { code: "draft_conflict", message: "changed", details: [], revision: { sent: 1, current: 2 } }, revision: 2 };
  const { api } = clientThat(() => json(body, 409));
  await expect(api("getFlow", { params: { id: "x" } })).rejects.toMatchObject({ status: 409, code: "draft_conflict", body });
});

it("tells an answer that isn't ours, and a server that is away", async () => {
  const proxy = clientThat(() => new Response("<h1>Bad Gateway</h1>", { status: 502, headers: { "content-type": "text/html" } }));
  await expect(proxy.api("system")).rejects.toMatchObject({ status: 502, code: "bad_answer" });
  const away = clientThat(() => {
    throw new TypeError("fetch failed");
  });
  await expect(away.api("system")).rejects.toMatchObject({ status: 0, code: "offline" });
  await expect(away.api("system")).rejects.toBeInstanceOf(ApiError);
});

it("answers nothing for an answer without a body", async () => {
  const { api } = clientThat(() => new Response(null, { status: 204 }));
  expect(await api("deleteFlow", { params: { id: "x" } })).toBeUndefined();
});
