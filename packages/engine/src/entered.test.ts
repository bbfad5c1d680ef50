import type { JsonObject } from "@cordboard/contract";
import { expect, test } from "vitest";
import { ToyRun, inboundCall, toyFlow, withConfigs } from "./toys.ts";

const FLOW = toyFlow("Begin.call>Ask", "Ask.got>Send", "Send.failed>Pause");

/** Keys `digits`, then comes to a step that texts `to`. */
function texts(digits: string, to: string[], config: JsonObject = {}): boolean {
  const run = new ToyRun(withConfigs(FLOW, { Send: { to, ...config } }), inboundCall);
  run.press(digits);
  const refused = run.state.variables["Send"] !== undefined;
  if (refused) {
    expect(run.state.variables["Send"]).toMatchObject({ error: { code: "caller_chose_number" } });
    expect(run.path).toEqual(["Begin", "Ask", "Send", "Pause"]);
  }
  expect(run.effects.length).toBe(refused ? 0 : 1);
  return !refused;
}

test.each([
  ["14155550142", "+{{ Ask.digits }}"],
  ["4155550142", "+1{{ Ask.digits }}"],
  ["01114155550142", "+14155550142{{ vars.nothing }}"],
  ["02079460958", "+44 20 7946 0958{{ vars.nothing }}"],
  ["55501", "+1415{{ Ask.digits }}"],
  ["14155550142", "+14155550143, +1 (415) 555-0142{{ vars.nothing }}"],
  ["14155550142", '["+14155550143","+14155550142"]{{ vars.nothing }}'],
  ["14155550142", "sip:{{ Ask.digits }}@phone.plivo.com"],
])("who keys in %s doesn't have %s texted", (digits, to) => expect(texts(digits, [to])).toBe(false));

test("unless the step allows it", () => expect(texts("14155550142", ["+{{ Ask.digits }}"], { free: true })).toBe(true));

test.each([
  ["a number that the author wrote", "14155550142", ["+14155550142"]],
  ["the contact's own", "14155550101", ["{{ contact.number }}"]],
  ["another one", "14155550142", ["{{ contact.number }}", "+14155550143{{ vars.nothing }}"]],
  ["one that ends in a choice of few digits", "0142", ["+14155550142{{ vars.nothing }}"]],
])("%s is texted whatever was keyed in", (_what, digits, to) => expect(texts(digits, to)).toBe(true));

test("what was entered is forgotten when the run ends", () => {
  const run = new ToyRun(toyFlow("Begin.call>Ask", "Ask.got>Say"), inboundCall);
  run.press("14155550142");
  run.hangUp();
  expect(run.state).toMatchObject({ status: "completed" });
  expect(run.state.entered).toBeUndefined();
});

test("who enters more than is kept has no filled-in number called any more", () => {
  const many = Array.from({ length: 600 }, (_, i) => `+4420794${10_000 + i}`).join(",");
  expect(texts(many, ["+14155550142{{ vars.nothing }}"])).toBe(false);
});
