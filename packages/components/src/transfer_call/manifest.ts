import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";
import { isTemplate, nameFrom, shorten } from "../shared/text.ts";

const config = z.strictObject({
  to: z
    .enum(["flow", "url"])
    .default("flow")
    .meta({ title: "Transfer to", form: { widget: "segmented", labels: { flow: "Another flow", url: "An answer URL" } } }),
  flow: z
    .string()
    .default("")
    .meta({
      title: "Flow",
      description: "It goes on with the call and with the variables of this run.",
      form: { widget: "flow", showWhen: { field: "to", is: ["flow"] } },
    }),
  url: z
    .string()
    .default("")
    .meta({
      title: "Answer URL",
      description: "Asked for XML, as if the call had come in there.",
      form: { widget: "url", placeholder: "https://example.com/answer", showWhen: { field: "to", is: ["url"] } },
    }),
  callUuid: z
    .string()
    .default("")
    .meta({
      title: "Call",
      description: "The id of a call. Left empty: the one this run talks to.",
      form: { widget: "template", advanced: true, placeholder: "{{ Initiate_Call.uuid }}", showWhen: { field: "to", is: ["url"] } },
    }),
});

export type TransferCallConfig = z.infer<typeof config>;

export const transferCall = defineManifest({
  type: "transfer_call",
  version: 1,
  title: "Transfer",
  summary: "Hands the call over to another flow, or to an address that answers it.",
  group: "call",
  icon: "phone-forwarded",
  keywords: ["redirect", "hand over", "send to", "switch", "answer url"],
  waits: true,
  config,
  defaults: (): JsonObject => ({ to: "flow" }),
  exits: (c): ExitSpec<"transferred" | "failed">[] => [
    ...(c.to === "url" && c.callUuid.trim() !== "" ? [{ id: "transferred" as const, label: "Transferred" }] : []),
    FAILED,
  ],
  variables: () => [],
  face: (c) => [faceOf(c)],
  suggestName: (c) => (c.to === "flow" ? nameFrom("To", c.flow) : null),
  subFlow: (c) =>
    c.to === "flow" && c.flow.trim() !== "" ? { flow: c.flow, version: null, field: "flow", inputs: null, results: null } : null,
  check: checkTransfer,
});

function faceOf({ to, flow, url }: TransferCallConfig): string {
  if (to === "flow") return flow ? `To ${shorten(flow, 80)}` : "To … no flow yet";
  return url ? `To ${shorten(url.replace(/^https?:\/\//, ""), 80)}` : "To … no address yet";
}

/** Codes: flow_missing, flow_not_fixed, url_missing, bad_url. */
function checkTransfer({ to, flow, url }: TransferCallConfig): NodeIssue[] {
  const error = (code: string, message: string, field: string): NodeIssue[] => [{ level: "error", code, message, field }];
  if (to === "flow") {
    if (flow.trim() === "") return error("flow_missing", "Choose the flow that goes on with the call.", "flow");
    return isTemplate(flow)
      ? error("flow_not_fixed", "Which flow goes on is fixed when this one is published. Choose it from the list.", "flow")
      : [];
  }
  if (url.trim() === "") return error("url_missing", "Write the address that answers the call.", "url");
  return isTemplate(url) || isAddress(url)
    ? []
    : error("bad_url", `“${shorten(url, 60)}” is no web address. Write it as https://example.com/answer.`, "url");
}

export function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text.trim()) && URL.canParse(text.trim());
}
