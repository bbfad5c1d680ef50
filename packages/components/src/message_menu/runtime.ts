import type { InboundMessage, JsonObject, Runtime } from "@cordboard/contract";
import { askByMessage, type Dialogue, goOnAsking } from "../shared/dialogue.ts";
import type { Content } from "../shared/letters.ts";
import { whatsAppParts } from "../shared/whatsapp.ts";
import { choiceIn, exitId } from "./choices.ts";
import type { MessageMenuConfig } from "./manifest.ts";

export const messageMenu: Runtime<MessageMenuConfig, string> = {
  enter: (config, ctx) => askByMessage(dialogueOf(config), ctx),
  resume: (config, event, ctx, stored) => goOnAsking(dialogueOf(config), event, ctx, stored),
};

function dialogueOf(config: MessageMenuConfig): Dialogue<string> {
  return {
    content: (text) => ({ ...config, text: text ?? config.text, ...tappable(config, text ?? config.text) }),
    againText: config.noMatchText,
    attempts: config.attempts,
    timeoutSeconds: config.timeoutSeconds,
    read: (message) => {
      const found = choiceIn(config.choices, message.text);
      const exit = found && exitId(found);
      return exit === null ? null : { exit, outputs: { choice: exit } };
    },
    blank,
    givenUp: { exit: "no_match" },
    exits: { timeout: "timeout", failed: "failed" },
  };
}

/** WhatsApp shows up to three choices as buttons and more as a list. What was tapped comes back as its title. */
function tappable({ channel, choices, listButton }: MessageMenuConfig, text: string): Pick<Content, "interactive"> {
  if (channel !== "whatsapp") return {};
  const options = choices.flatMap((choice) => {
    const id = exitId(choice);
    return id === null ? [] : [{ name: id.replace(/_/g, " "), id, description: "" }];
  });
  const around = { header: "", footer: "" };
  const few = options.length <= 3;
  return whatsAppParts(few ? { kind: "buttons", options, ...around } : { kind: "list", button: listButton, options, ...around }, text);
}

const blank = (message: InboundMessage | null): JsonObject => ({
  choice: "",
  text: message?.text ?? "",
  from: message?.from ?? "",
  received_at: message?.receivedAt ?? "",
});
