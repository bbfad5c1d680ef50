import { useQuery } from "@tanstack/react-query";
import { MessageSquare, SendHorizontal } from "lucide-react";
import { useEffect, useState, type FormEvent } from "react";
import type { SimMessage } from "../api/sim.ts";
import { shortTime } from "../app/format/time.ts";
import { phone } from "../app/format/phone.ts";
import { useStayAtEnd } from "../app/use-stay-at-end.ts";
import { Combobox, cx, EmptyState, IconButton, Textarea } from "../ui/index.ts";
import { sendText } from "./actions.ts";
import { FromField } from "./from-field.tsx";
import { simMessagesQuery } from "./messages-query.ts";
import { KeptPayload } from "./kept-payload.tsx";
import { useParties } from "./parties.ts";
import { TO_DRAFT, usePhone } from "./phone-store.ts";
import { threadOf } from "./thread.ts";

/** The texts between this outside phone and one number of the account (or all that reach it, for a draft). */
export function MessagesTab() {
  const { from, to, draft } = usePhone();
  const [text, setText] = useState("");
  const { parties } = useParties("message");
  const messages = useQuery(simMessagesQuery());
  const known = parties.some((party) => party.to === to) ? to : (parties[0]?.to ?? "");
  useEffect(() => {
    if (known !== to) usePhone.setState({ to: known });
  }, [known, to]);
  const thread = threadOf(messages.data ?? [], from, to === TO_DRAFT ? null : to);
  return (
    <>
      <div className="flex flex-col gap-2 border-b border-line px-3 py-2.5">
        <FromField />
        <div className="grid grid-cols-[52px_1fr] items-center gap-2">
          <span className="text-xs text-muted">Texts to</span>
          <Combobox
            size="sm"
            value={known}
            options={parties.map((party) => ({ value: party.to, label: party.title, hint: party.hint, keywords: [party.hint] }))}
            onValueChange={(value) => usePhone.setState({ to: value })}
            label="Who to text"
            placeholder="Choose a number"
          />
        </div>
        {draft && (
          <KeptPayload
            shelf={draft.payloads}
            as="message"
            body={() => ({ as: "message", from, ...(text.trim() !== "" && { text }) })}
            onUse={(payload) => setText(payload.text ?? "")}
          />
        )}
      </div>
      <Thread messages={thread} from={from} />
      <Composer disabled={known === ""} text={text} setText={setText} />
    </>
  );
}

function Thread({ messages, from }: { messages: SimMessage[]; from: string }) {
  const stay = useStayAtEnd();
  if (messages.length === 0) {
    return (
      <div className="flex min-h-0 flex-1 items-center">
        <EmptyState icon={<MessageSquare size={18} />} title="No texts yet" className="py-4">
          Write the first one below. What the flow answers appears here.
        </EmptyState>
      </div>
    );
  }
  return (
    <div {...stay} role="log" aria-label="Texts" className="min-h-0 flex-1 overflow-y-auto px-3 py-3 outline-offset-[-2px]">
      <div className="flex min-h-full flex-col justify-end gap-2">
        {messages.map((message) => (
          <Text key={message.messageUuid} message={message} own={message.from === from} />
        ))}
      </div>
    </div>
  );
}

function Text({ message, own }: { message: SimMessage; own: boolean }) {
  return (
    <div className={cx("flex max-w-[86%] flex-col gap-0.5", own ? "items-end self-end" : "items-start self-start")}>
      <p
        className={cx(
          "rounded-card px-2.5 py-1.5 break-words whitespace-pre-wrap",
          own ? "rounded-br-sm bg-brass text-on-brass" : "rounded-bl-sm border border-line bg-raised",
        )}
      >
        {message.text}
      </p>
      <span className="tabular text-2xs text-muted">
        {own ? shortTime(message.at) : `${phone(message.from)} · ${shortTime(message.at)}`}
      </span>
    </div>
  );
}

function Composer({ disabled, text, setText }: { disabled: boolean; text: string; setText: (text: string) => void }) {
  const send = async () => {
    const wanted = text.trim();
    if (wanted === "") return;
    setText("");
    if (!(await sendText(wanted))) setText(wanted);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return (
    <form onSubmit={submit} className="relative border-t border-line p-3">
      <Textarea
        rows={2}
        value={text}
        maxLength={1600}
        disabled={disabled}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void send();
        }}
        placeholder="Text message"
        aria-label="Text message"
        className="resize-none! pr-10"
      />
      <span className="absolute right-4.5 bottom-4.5">
        <IconButton
          size="sm"
          variant="primary"
          type="submit"
          label="Send"
          keys={["enter"]}
          icon={<SendHorizontal size={14} />}
          disabled={disabled || text.trim() === ""}
        />
      </span>
    </form>
  );
}
