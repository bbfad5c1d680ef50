import type { JsonObject } from "@cordboard/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACCOUNT, OWNER_KEY, flow, type TestServer, startTestServer, until } from "./test-server.ts";

const OURS = { party: "+14155550199", room: "+14155550198" };
const [CUSTOMER, AGENT, COLLEAGUE] = ["+14155550130", "+14155550131", "+14155550132"];

let server: TestServer;
const flows = { party: "", room: "" };
const basic = { authorization: `Basic ${Buffer.from(`${ACCOUNT}:${OWNER_KEY}`).toString("base64")}` };

beforeAll(async () => {
  server = await startTestServer();
  const bye: [string, JsonObject] = ["play_audio", { prompt: [{ speak: "They are gone." }] }];
  const documents = {
    party: flow(
      "Party",
      { Party: ["multi_party_call", { from: OURS.party, to: [AGENT], voicemailDrop: "https://example.com/drop.mp3" }], Bye: bye },
      ["Start.incoming_call -> Party", "Party.completed -> Bye"],
    ),
    room: flow("Room", { Room: ["conference_bridge", { room: "team" }], Bye: bye }, [
      "Start.incoming_call -> Room",
      "Room.completed -> Bye",
    ]),
  };
  for (const kind of ["party", "room"] as const) {
    const { id } = await server.api("createFlow", { body: { name: kind, document: documents[kind] } });
    await server.api("publishFlow", { params: { id }, body: { revision: 1 } });
    await server.api("assignNumber", { params: { e164: OURS[kind] }, body: { flowId: id } });
    flows[kind] = id;
  }
  for (const number of [AGENT, COLLEAGUE])
    await sim("POST", "numbers", { number, kind: "phone", script: { answerAfterSeconds: 1, steps: [] } });
  await sim("POST", "numbers", { number: CUSTOMER, kind: "phone" });
});
afterAll(() => server.close());

async function sim(method: "GET" | "POST", path: string, body: Record<string, unknown> = {}): Promise<string> {
  if (method === "GET") return JSON.stringify(await server.api("simGet", { params: { path } }));
  return JSON.stringify(await server.api("simPost", { params: { path }, body: JSON.parse(JSON.stringify(body)) }));
}
const callIn = async (to: string): Promise<string> =>
  /"callUuid":"([\w-]+)"/.exec(await sim("POST", "calls", { from: CUSTOMER, to }))?.[1] ?? "";
const steer = (path: string, body: unknown, headers: Record<string, string> = basic) =>
  server.ask("POST", `/v1/phlo/${path}`, { key: null, headers, body });
const ledger = () => sim("GET", "ledger");
const runOf = (flowId: string) => until(async () => (await server.api("listRuns", { query: { flow: flowId } })).items[0]);
const legsOf = async (flowId: string) => (await server.api("getRun", { params: { id: (await runOf(flowId)).id } })).legs;

describe("a multi-party call", () => {
  const party = () => `${flows.party}/multi_party_call/party`;

  it("calls the agent in, and is steered by number", async () => {
    const call = await callIn(OURS.party);
    await until(async () => (await legsOf(flows.party)).some((leg) => leg.to === AGENT && leg.status === "in-progress"));
    await until(async () =>
      JSON.stringify(await server.api("runContext", { params: { id: (await runOf(flows.party)).id } })).includes(AGENT),
    );

    const node = await server.ask("GET", `/v1/phlo/${party()}`, { key: null, headers: basic });
    expect(node).toMatchObject({
      status: 200,
      json: { node_id: "party", phlo_id: flows.party, name: "Party", node_type: "multi_party_call" },
    });

    expect(await steer(`${party()}/members/${CUSTOMER.slice(1)}`, { action: "hold" })).toMatchObject({ status: 201, json: { error: "" } });
    await until(async () => /"hold":true/.test(await ledger()));
    expect(await steer(`${party()}/members/${CUSTOMER}`, { action: "unhold" })).toMatchObject({ status: 201 });
    expect(await steer(`${party()}/members/${CUSTOMER}/`, { action: "voicemail_drop" })).toMatchObject({ status: 201 });
    await until(async () => (await ledger()).includes("drop.mp3"));

    const handed = await steer(party(), { action: "cold_transfer", to: COLLEAGUE, role: "agent", trigger_source: AGENT });
    expect(handed).toMatchObject({ status: 201, json: { error: "" } });
    await until(async () => (await legsOf(flows.party)).some((leg) => leg.to === AGENT && leg.endedAt !== null));
    expect((await legsOf(flows.party)).find((leg) => leg.to === COLLEAGUE)).toMatchObject({ role: "outbound", endedAt: null });

    // The colleague goes, the call is over, and the customer's call goes on in the flow.
    await steer(`${party()}/members/${COLLEAGUE}`, { action: "hangup" });
    await until(async () => (await sim("GET", `calls/${call}`)).includes("They are gone."));
    const run = await until(async () => {
      const one = await runOf(flows.party);
      return one.status === "running" ? null : one;
    });
    expect(run).toMatchObject({ status: "completed" });
  });

  it("refuses what it can't do, with the hosted service's errors", async () => {
    const refused: [string, unknown, number][] = [
      [`${party()}/members/${CUSTOMER}`, { action: "hold" }, 404],
      [party(), { action: "call", to: AGENT }, 404],
      [party(), { action: "call" }, 400],
      [party(), { action: "hold" }, 400],
      [party(), { action: "dance", to: AGENT }, 400],
      [party(), { action: "call", to: "nobody at all" }, 400],
      [`${flows.party}/multi_party_call/bye`, { action: "call", to: AGENT }, 404],
      [`${flows.party}/conference_bridge/party/members/${CUSTOMER}`, { action: "mute" }, 404],
    ];
    for (const [path, body, status] of refused) expect((await steer(path, body)).status, `${path} ${JSON.stringify(body)}`).toBe(status);
    expect((await steer(party(), { action: "call", to: AGENT }, {})).status).toBe(401);
  });
});

describe("a conference", () => {
  it("mutes and hangs up a member by number", async () => {
    const call = await callIn(OURS.room);
    const member = `${flows.room}/conference_bridge/room/members/${CUSTOMER}`;
    await until(async () =>
      JSON.stringify(await server.api("runContext", { params: { id: (await runOf(flows.room)).id } })).includes("ConferenceEnter"),
    );
    expect(await steer(member, { action: "mute" })).toMatchObject({ status: 201 });
    await until(async () => /Conference\/team\/Member\/\d+\/Mute/.test(await ledger()));
    expect(await steer(member, { action: "cold_transfer", to: AGENT })).toMatchObject({ status: 400 });
    expect(await steer(member, { action: "hangup" })).toMatchObject({ status: 201 });
    const run = await until(async () => {
      const one = await runOf(flows.room);
      return one.status === "running" ? null : one;
    });
    expect(run).toMatchObject({ status: "completed" });
    expect(await sim("GET", `calls/${call}`)).not.toContain("They are gone.");
  });
});
