// @vitest-environment node
import { parseFlowTest } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { flow, node, receptionist } from "../../document/fixture.ts";
import { freeName, newTest, startKinds } from "./new-test.ts";

const say = (id: string, text: string) => node(id, "play_audio", id.toUpperCase(), { prompt: [{ speak: text }] });

describe("a new test", () => {
  it("can begin as the flow can", () => {
    expect(startKinds(receptionist())).toEqual(["call"]);
    expect(startKinds(flow([node("start", "start", "Start")]))).toEqual([]);
  });

  it("hears the menu and presses its first key that leads on", () => {
    const test = newTest(receptionist(), "call");
    expect(test).toMatchObject({
      name: "a caller chooses sales",
      steps: [{ hear: "Press 1." }, { press: "1" }],
      expect: { path: ["Menu:sales"] },
    });
    expect(parseFlowTest(test).problems).toBeUndefined();
  });

  it("goes along what only speaks, and ends where somebody must decide", () => {
    const document = flow(
      [node("start", "start", "Start"), say("a", "Good morning. We are glad."), say("b", "Hello {{ Start.call.from }}"), say("c", "Bye")],
      ["start:incoming_call>a", "a:completed>b", "b:completed>c"],
    );
    expect(newTest(document, "call")).toMatchObject({
      steps: [{ hear: "Good morning." }, { hear: "Bye" }],
      expect: { path: ["A", "B", "C"] },
    });
  });

  it("ends on a flow that goes in circles", () => {
    const document = flow(
      [node("start", "start", "Start"), say("a", "One"), say("b", "Two")],
      ["start:incoming_call>a", "a:completed>b", "b:completed>a"],
    );
    expect(newTest(document, "call")).toMatchObject({ expect: { path: ["A", "B"] } });
  });

  it("sends the payload's examples", () => {
    const payload = [
      { name: "customer", example: "Ann" },
      { name: "plan", default: "free" },
    ];
    const test = newTest(flow([node("start", "start", "Start", { payload })]), "api");
    expect(test).toMatchObject({ name: "an API request", start: { api: { params: { customer: "Ann", plan: "free" } } } });
    expect(parseFlowTest(test).problems).toBeUndefined();
    expect(parseFlowTest(newTest(flow([]), "message")).problems).toBeUndefined();
  });

  it("has a name of its own", () => {
    const document = { ...receptionist(), tests: [{ name: "a" }, { name: "a (2)" }] };
    expect(freeName(document, "a")).toBe("a (3)");
    expect(freeName(document, "b")).toBe("b");
  });
});
