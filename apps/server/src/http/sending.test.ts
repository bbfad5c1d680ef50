import { NO_SENDING_LIMITS } from "@cordboard/api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestServer, flow, startTestServer } from "./test-server.ts";

const OURS = "+14155550199";
const NOBODY = { perSecond: null, perMinute: null, perDay: null };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ DESTINATION_COUNTRIES: "US,GB" });
});
afterAll(() => server.close());

it("says and sets the limits, and refuses what is none by name", async () => {
  expect(await server.api("getSending")).toMatchObject({
    limits: NO_SENDING_LIMITS,
    countriesOfServer: ["US", "GB"],
    today: { texts: 0, calls: 0, spent: 0 },
  });
  const limits = { ...NO_SENDING_LIMITS, numbers: { [OURS]: { ...NOBODY, perSecond: 5 } }, countries: ["GB"] };
  expect((await server.api("putSending", { body: limits })).limits).toEqual(limits);
  expect((await server.api("getSending")).limits).toEqual(limits);
  const texts = { account: { ...NOBODY, perSecond: 0 }, number: NOBODY };
  const refused = await server.ask("PUT", "/api/sending", { body: { ...limits, texts, countries: ["usa"] } });
  expect(refused.status).toBe(400);
  for (const path of ["texts.account.perSecond", "countries.0"]) expect(JSON.stringify(refused)).toContain(path);
  const unknown = await server.ask("PUT", "/api/sending", { body: { ...limits, spendPerCall: 1, prices: [] } });
  expect(JSON.stringify(unknown)).toContain("price of a minute");
});

it("lets flows text only the countries that both the server and the limits allow", async () => {
  const document = flow(
    "Text",
    { Text: ["send_message", { from: OURS, to: ["{{ Start.http.params.to }}"], text: "Hi" }], Sent: ["end", {}], Failed: ["end", {}] },
    ["Start.api_request -> Text", "Text.sent -> Sent", "Text.failed -> Failed"],
  );
  const { id } = await server.api("createFlow", { body: { name: "Text", document } });
  await server.api("publishFlow", { params: { id }, body: { revision: 1 } });
  const lastStep = async (to: string) => {
    const started = await server.api("startRuns", { params: { id }, body: { params: { to }, to } });
    if (!("runId" in started)) throw new Error("expected one run");
    const { runId } = started;
    for (;;) {
      const run = await server.api("getRun", { params: { id: runId } });
      if (run.status !== "running") break;
      await new Promise((done) => setTimeout(done, 50));
    }
    const { items } = await server.api("runSteps", { params: { id: runId }, query: {} });
    const text = items.find(({ node }) => node.name === "Text");
    return text?.error?.code ?? text?.exit;
  };
  await server.api("putSending", { body: { ...NO_SENDING_LIMITS, countries: ["GB", "FR"] } });
  expect(await lastStep("+442071838750")).toBe("sent");
  expect(await lastStep("+14155550100")).toBe("destination_not_allowed");
  expect(await lastStep("+33142685300")).toBe("destination_not_allowed");
  await server.api("putSending", { body: NO_SENDING_LIMITS });
  expect(await lastStep("+14155552671")).toBe("sent");
});
