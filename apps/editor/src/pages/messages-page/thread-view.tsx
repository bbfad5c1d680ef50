import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Play } from "lucide-react";
import { Link } from "wouter";
import { messagesQuery, type Message } from "../../api/messages.ts";
import { phone } from "../../app/format/phone.ts";
import { shortTime } from "../../app/format/time.ts";
import { Loaded } from "../../app/loaded.tsx";
import { useStayAtEnd } from "../../app/use-stay-at-end.ts";
import { Button, CopyButton, cx, IconButton, Tooltip } from "../../ui/index.ts";
import { DeliveryState } from "../../app/messages/delivery-state.tsx";
import { MessageParts } from "../../app/messages/message-parts.tsx";
import { byDay } from "./threads.ts";

export function ThreadView({ contact, onBack }: { contact: string; onBack: (() => void) | null }) {
  const messages = useQuery(messagesQuery({ contact }));
  return (
    <section aria-label={`Messages with ${phone(contact)}`} className="flex h-full min-w-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-surface px-4">
        {onBack && <IconButton label="All contacts" icon={<ArrowLeft size={16} />} onClick={onBack} />}
        <h2 className="tabular truncate text-md font-semibold">{phone(contact)}</h2>
        <CopyButton text={contact} label="Copy the number" />
        <div className="flex-1" />
        <Button asChild size="sm">
          <Link href={`/runs?contact=${encodeURIComponent(contact)}`}>
            <Play size={13} aria-hidden />
            Runs
          </Link>
        </Button>
      </header>
      <Loaded query={messages}>{({ items }) => <Bubbles messages={items} />}</Loaded>
    </section>
  );
}

function Bubbles({ messages }: { messages: Message[] }) {
  const stay = useStayAtEnd();
  if (messages.length === 0) return <p className="m-auto text-muted">No messages with this contact.</p>;
  return (
    <div {...stay} role="log" aria-label="Messages" className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex min-h-full max-w-2xl flex-col justify-end gap-5 px-4 py-5">
        {byDay(messages).map(({ day, messages: ofDay }) => (
          <div key={day} className="flex flex-col gap-2">
            <h3 className="text-center text-2xs font-medium text-muted">{dayName(day)}</h3>
            {ofDay.map((message) => (
              <Bubble key={message.uuid} message={message} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Ours stand at the right: here one is the flow, not the phone. */
function Bubble({ message }: { message: Message }) {
  const own = message.direction === "out";
  return (
    <div className={cx("flex max-w-[80%] flex-col gap-0.5", own ? "items-end self-end" : "items-start self-start")}>
      <p
        className={cx(
          "rounded-card border px-3 py-2 break-words whitespace-pre-wrap",
          own ? "rounded-br-sm border-brass/40 bg-brass-soft" : "rounded-bl-sm border-line bg-surface",
        )}
      >
        {message.text}
        {message.media.map((url) => (
          <a key={url} href={url} target="_blank" rel="noreferrer" className="mt-1 block truncate text-xs underline">
            {url}
          </a>
        ))}
      </p>
      <span className="tabular flex items-center gap-1.5 text-2xs text-muted">
        <Tooltip content={`${phone(message.from)} to ${phone(message.to)}`}>
          <Link href={`/runs/${message.runId}`} className="rounded-sm hover:text-ink hover:underline">
            {shortTime(message.at)}
          </Link>
        </Tooltip>
        <MessageParts message={message} />
        {own && <DeliveryState message={message} />}
        {message.test && <span>test</span>}
      </span>
      {message.errorText && <p className="max-w-full text-right text-2xs text-danger">{message.errorText}</p>}
    </div>
  );
}

function dayName(day: string): string {
  const date = new Date(day);
  const today = new Date().toDateString();
  if (day === today) return "Today";
  return new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(date);
}
