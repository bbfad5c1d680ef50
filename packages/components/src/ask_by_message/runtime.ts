import type { ExitOf, InboundMessage, JsonObject, Runtime, StepContext } from "@cordboard/contract";
import { validated } from "../shared/answer.ts";
import { answerInvalid, askByMessage as ask, type Dialogue, goOnAsking } from "../shared/dialogue.ts";
import type { AskByMessageConfig, askByMessage as manifest } from "./manifest.ts";

type Exit = ExitOf<typeof manifest>;

export const askByMessage: Runtime<AskByMessageConfig, Exit> = {
  enter: (config, ctx) => ask(dialogueOf(config, ctx), ctx),
  resume: (config, event, ctx, stored) => goOnAsking(dialogueOf(config, ctx), event, ctx, stored),
};

function dialogueOf(config: AskByMessageConfig, ctx: StepContext): Dialogue<Exit> {
  return {
    // Whoever has answered is in a conversation: plain text will do.
    content: (text) => (text === null ? config : { ...config, text, whatsapp: { kind: "text" } }),
    againText: config.invalidText,
    attempts: config.attempts,
    timeoutSeconds: config.timeoutSeconds,
    read: (message) => {
      const value = valueOf(message, config, ctx);
      return value === null ? null : { exit: "replied", outputs: { value } };
    },
    blank,
    givenUp: { exit: "failed", error: answerInvalid() },
    exits: { timeout: "timeout", failed: "failed" },
  };
}

/** The reply in the form that later steps want, or null when it doesn't pass the check. */
function valueOf({ text, media, from }: InboundMessage, { validate }: AskByMessageConfig, ctx: StepContext): string | number | null {
  // A picture without words is an answer too.
  if (validate.kind === "none" && media.length > 0) return text.trim();
  return validated({ inputType: "speech", digits: "", speech: text }, { minDigits: 1, validate }, { language: ctx.language, near: from });
}

const blank = (message: InboundMessage | null): JsonObject => ({
  text: message?.text ?? "",
  value: "",
  media: message?.media ?? [],
  received_at: message?.receivedAt ?? "",
  from: message?.from ?? "",
});
