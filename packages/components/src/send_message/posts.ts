import type { Json, JsonObject, PostEventEffect, StepContext, StepEvent } from "@cordboard/contract";
import { messageErrorText } from "@cordboard/plivo";
import type { Letter } from "../shared/letters.ts";
import { postEvents } from "../shared/post-events.ts";
import type { SendMessageConfig } from "./manifest.ts";

type Report = StepEvent & { type: "message_status" };
const EVENT_OF_REPORT = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  undelivered: "undelivered",
  failed: "failed",
  rejected: "failed",
};

/** What is posted of the recipients that nothing was tried for. */
export const postsOfRefused = (config: SendMessageConfig, letters: readonly Letter[], ctx: StepContext): PostEventEffect[] =>
  letters.filter(({ id }) => id === "").flatMap((one) => post(config, "failed", failedData(one.to, one.error), ctx));

/** What is posted when something becomes known of one message: its request was answered, or the carrier reports on it. */
export function postsOf(config: SendMessageConfig, letters: readonly Letter[], event: StepEvent, ctx: StepContext): PostEventEffect[] {
  if (event.type === "message_status") return postsOfReport(config, event, ctx);
  if (event.type !== "effect") return [];
  const { result } = event;
  const to = letters.find(({ id }) => id === event.effectId)?.to ?? "";
  if (result.ok)
    return post(config, "queued", { ...NOTHING, uuid: result.data["messageUuid"] ?? "", to, parts: result.data["parts"] ?? 0 }, ctx);
  return result.uncertain ? [] : post(config, "failed", failedData(to, result.error, result.data?.["errorCode"]), ctx);
}

export function postsOfReport(config: SendMessageConfig, report: Report, ctx: StepContext): PostEventEffect[] {
  // That it is queued was posted when the carrier took it.
  if (report.status === "queued") return [];
  const { messageUuid: uuid, to = "", units: parts = 0, price = "", errorCode } = report;
  return post(config, EVENT_OF_REPORT[report.status], { ...NOTHING, uuid, to, parts, price, ...explained(errorCode) }, ctx);
}

const NOTHING = { uuid: "", to: "", parts: 0, price: "", error_code: "", error_text: "" };

const post = (config: SendMessageConfig, event: string, data: JsonObject, ctx: StepContext): PostEventEffect[] =>
  postEvents(config.events, event, data, ctx);

/** `code`: the carrier's own; left out, ours. */
const failedData = (to: string, error: { code: string; message: string } | null, code: Json = error?.code ?? ""): JsonObject => ({
  ...NOTHING,
  to,
  error_code: code,
  error_text: error?.message ?? "",
});

export const explained = (code: string): { error_code: string; error_text: string } => ({
  error_code: code,
  error_text: code ? messageErrorText(code) : "",
});
