import { Check, CheckCheck, CircleAlert, Clock } from "lucide-react";
import type { Message } from "../../api/messages.ts";
import { Tooltip } from "../../ui/index.ts";
import { didFail } from "./did-fail.ts";

const WORDS: Record<string, string> = {
  queued: "Queued at the carrier",
  sent: "Sent",
  delivered: "Delivered",
  read: "Read",
  undelivered: "Not delivered",
  failed: "Failed",
  rejected: "Rejected by the carrier",
};

/** What became of a text of ours, as a glyph and a word. Why it failed is said beside it. */
export function DeliveryState({ message }: { message: Message }) {
  const word = WORDS[message.status] ?? message.status;
  if (didFail(message)) {
    return (
      <span className="inline-flex items-center gap-1 text-danger">
        <CircleAlert size={12} aria-hidden />
        {word}
        {message.errorCode && ` (${message.errorCode})`}
      </span>
    );
  }
  const Glyph = { queued: Clock, sent: Check, delivered: CheckCheck, read: CheckCheck }[message.status] ?? Clock;
  return (
    <Tooltip content={word}>
      <span className={message.status === "delivered" || message.status === "read" ? "text-ok" : undefined}>
        <Glyph size={13} aria-hidden />
        <span className="sr-only">{word}</span>
      </span>
    </Tooltip>
  );
}
