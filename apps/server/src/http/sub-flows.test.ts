import { ApiError } from "@cordboard/api";
import type { JsonObject } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, flow, startTestServer } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const part = (result: string) => flow("Part", { Done: ["end", { result }] }, ["Start.run_by_flow -> Done"]);
const whole = (name: string, config: JsonObject, cords: string[] = []) =>
  flow(name, { Sub: ["run_flow", config], Over: ["end", { result: "{{ Sub.result }}{{ Sub.error.code }}" }] }, [
    "Start.api_request -> Sub",
    "Sub.failed -> Over",
    ...cords,
  ]);

async function make(document: FlowDocument): Promise<string> {
  return (await server.api("createFlow", { body: { name: document.name, document } })).id;
}
async function change(id: string, document: FlowDocument): Promise<number> {
  const { draft } = await server.api("getFlow", { params: { id } });
  return (await server.api("saveDraft", { params: { id }, body: { revision: draft.revision, document } })).revision;
}
const publish = (id: string, revision = 1) => server.api("publishFlow", { params: { id }, body: { revision } });

/** The result of a run that is started now. */
async function resultOf(id: string): Promise<unknown> {
  const started = await server.api("startRuns", { params: { id }, body: {} });
  if (!("runId" in started)) throw new Error("One run was to begin.");
  for (let look = 0; look < 200; look++) {
    const steps = (await server.api("runSteps", { params: { id: started.runId } })).items;
    const over = steps.find(({ node, leftAt }) => node.name === "Over" && leftAt !== null);
    if (over) return over.inputs["result"];
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("The run didn't end.");
}

describe("flows that run others", () => {
  it("keep the version that was published when they were, until they are published again", async () => {
    const [partId, wholeId] = [
      await make(part("one")),
      await make(whole("Whole", { flow: "Part", results: [{ name: "one" }, { name: "two" }] }, ["Sub.one -> Over", "Sub.two -> Over"])),
    ];
    await publish(partId);
    await publish(wholeId);
    expect(await resultOf(wholeId)).toBe("one");
    await publish(partId, await change(partId, part("two")));
    expect(await resultOf(wholeId)).toBe("one");
    await publish(wholeId, 1);
    expect(await resultOf(wholeId)).toBe("two");
    // A version by number is that one, whatever is published.
    const first = whole("Whole", { flow: "Part", version: 1, results: [{ name: "one" }, { name: "two" }] }, ["Sub.one -> Over"]);
    await publish(wholeId, await change(wholeId, first));
    expect(await resultOf(wholeId)).toBe("one");
  });

  it("are refused while the other isn't there, isn't published, or runs this one", async () => {
    const id = await make(whole("Alone", { flow: "Nowhere" }));
    const codes = async (): Promise<string[]> => {
      const error: unknown = await publish(id, (await server.api("getFlow", { params: { id } })).draft.revision).then(
        () => null,
        (caught: unknown) => caught,
      );
      return error instanceof ApiError ? error.details.map(({ code }) => code) : [];
    };
    expect(await codes()).toEqual(["unknown_flow"]);
    const other = await make(whole("Nowhere", { flow: "Alone" }));
    expect(await codes()).toEqual(["flow_not_published"]);
    expect((await server.api("getFlow", { params: { id: other } })).issues.map(({ code }) => code)).toContain("flow_not_published");
  });
});
