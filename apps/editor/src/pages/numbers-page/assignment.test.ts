// @vitest-environment node
import { emptyDocument } from "@cordboard/flow";
import { expect, it } from "vitest";
import type { Flow } from "../../api/flows.ts";
import type { AccountNumber } from "../../api/numbers.ts";
import { assignmentOf, usesOf } from "./assignment.ts";

const number = (voice: boolean, sms: boolean) => ({ voice, sms, mms: false }) as AccountNumber;

/** A flow that answers what leaves its start by these exits. */
function answering(...exits: string[]): Flow {
  const document = emptyDocument("Desk");
  const start = document.nodes[0]?.id ?? "";
  return {
    id: "f",
    name: "Desk",
    draft: { document: { ...document, edges: exits.map((exit) => ({ from: start, exit, to: start })) } },
  } as Flow;
}

it("gives a flow what the number can take and the flow answers, and nothing else", () => {
  expect(assignmentOf(number(true, true), answering("incoming_call"))).toEqual({ voiceFlowId: "f" });
  expect(assignmentOf(number(true, true), answering("incoming_call", "incoming_message"))).toEqual({
    voiceFlowId: "f",
    messageFlowId: "f",
  });
  expect(assignmentOf(number(true, false), answering("incoming_call", "incoming_message"))).toEqual({ voiceFlowId: "f" });
  expect(assignmentOf(number(false, true), answering("incoming_call"))).toBeNull();
  expect(assignmentOf(number(true, true), answering("api_request"))).toBeNull();
});

it("says what a number takes", () => {
  expect(usesOf(number(true, true))).toBe("Calls, SMS");
  expect(usesOf(number(false, false))).toBe("");
});
