// @vitest-environment node
import { expect, it } from "vitest";
import { flow, node, receptionist } from "../document/fixture.ts";
import { nextPlug } from "./next-plug.ts";

const plug = (document: ReturnType<typeof flow>, type: string, ...selected: string[]): string | null => {
  const found = nextPlug(document, new Set(selected), type);
  return found && `${found.nodeId}:${found.exit}`;
};
const EMPTY = flow([node("start", "start", "Start")]);

it("follows what is selected", () => {
  expect(plug(receptionist(), "hangup", "menu")).toBe("menu:no_input");
  expect(plug(receptionist(), "hangup", "menu", "say")).toBeNull();
  expect(plug(receptionist(), "hangup")).toBeNull();
});

it("begins a flow that nothing begins yet, by a call or by a text", () => {
  expect(plug(EMPTY, "ivr_menu")).toBe("start:incoming_call");
  expect(plug(EMPTY, "message_menu")).toBe("start:incoming_message");
  expect(plug(EMPTY, "message_menu", "start")).toBe("start:incoming_message");
  const ended = flow([node("start", "start", "Start"), node("bye", "hangup", "Bye")]);
  expect(plug(ended, "ivr_menu", "bye")).toBe("start:incoming_call");
});

it("takes Start's next way in once the first is joined, if Start is what is selected", () => {
  expect(plug(receptionist(), "ivr_menu", "start")).toBe("start:incoming_message");
  expect(plug(EMPTY, "ivr_menu", "start")).toBe("start:incoming_call");
});
