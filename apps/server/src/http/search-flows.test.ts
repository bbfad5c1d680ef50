import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lettersOf } from "./search-flows.ts";
import { flow, startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const say = (text: string) => ["play_audio", { prompt: [{ speak: text }] }] as [string, { prompt: { speak: string }[] }];
  const documents = [
    flow("Desk", { Hello: say("Welcome to Zephyr & Söhne."), Ring: ["call_forward", { to: ["+14155550142"] }] }, [
      "Start.incoming_call -> Hello",
    ]),
    flow(
      "Night",
      { Sub: ["run_flow", { flow: "Desk" }], Tell: ["http_request", { url: "https://x.example/{{ Sub.result }}?k={{ secrets.ZEPHYR }}" }] },
      ["Start.incoming_call -> Sub"],
    ),
  ];
  for (const document of documents) await server.api("createFlow", { body: { name: document.name, document } });
});
afterAll(() => server.close());

type Query = Parameters<typeof find>[0];
async function find(query: { text: string; kind?: "number" | "flow" | "secret" | "variable"; limit?: number; cursor?: string }) {
  return server.api("searchFlows", { query });
}
const places = async (query: Query): Promise<string[]> =>
  (await find(query)).items.flatMap(({ flowName, hits }) =>
    hits.map(({ nodeName, title, text, at, length }) => `${flowName} ${nodeName} ${title}: ${text.slice(at, at + length)}`),
  );

describe("a search over all flows", () => {
  it("finds a text in every draft, with the step and the setting that hold it", async () => {
    expect(await places({ text: "zephyr" })).toEqual(["Night Tell Web address: ZEPHYR", "Desk Hello What the caller hears: Zephyr"]);
    expect(await places({ text: "& söhne" })).toEqual(["Desk Hello What the caller hears: & Söhne"]);
    expect(await places({ text: "(415) 555-0142" })).toEqual(["Desk Ring To: +14155550142"]);
    expect(await places({ text: "100%" })).toEqual([]);
  });

  it("tells where something is used, not where it is only said", async () => {
    expect(await places({ kind: "number", text: "+14155550142" })).toEqual(["Desk Ring To: +14155550142"]);
    expect(await places({ kind: "flow", text: "Desk" })).toEqual(["Night Sub Flow: Desk"]);
    expect(await places({ kind: "secret", text: "ZEPHYR" })).toEqual(["Night Tell Web address: secrets.ZEPHYR"]);
    expect(await places({ kind: "variable", text: "Sub.result" })).toEqual(["Night Tell Web address: Sub.result"]);
  });

  it("goes on where the page ended", async () => {
    const first = await find({ text: "zephyr", limit: 1 });
    expect(first.items.map(({ flowName }) => flowName)).toEqual(["Night"]);
    const second = await find({ text: "zephyr", limit: 1, cursor: first.next ?? "" });
    expect(second.items.map(({ flowName }) => flowName)).toEqual(["Desk"]);
  });

  it("asks the store for what every way of writing has in it", () => {
    expect(["Ask.digits", "main menu", "+1 415 555-0142", "(415) 555", "äöü"].map(lettersOf)).toEqual([
      "digits",
      "main",
      "0142",
      "415",
      undefined,
    ]);
  });
});
