import { useQuery } from "@tanstack/react-query";
import { messagesQuery } from "../../api/messages.ts";
import { phone } from "../../app/format/phone.ts";
import { DeliveryState } from "../../app/messages/delivery-state.tsx";
import { MessageParts } from "../../app/messages/message-parts.tsx";

/** The texts that a step has sent, and what became of them. Nothing for a step that sent none. */
export function StepMessages({ runId, stepSeq }: { runId: string; stepSeq: number }) {
  const { data } = useQuery(messagesQuery({ run: runId }));
  const sent = data?.items.filter((message) => message.stepSeq === stepSeq) ?? [];
  if (sent.length === 0) return null;
  return (
    <section>
      <h2 className="mb-1 text-2xs font-medium text-muted">Texts it sent</h2>
      <ul aria-label="Texts it sent" className="flex flex-col gap-1.5">
        {sent.map((message) => (
          <li key={message.uuid} className="rounded-control border border-line bg-surface px-2.5 py-1.5">
            <p className="text-xs break-words whitespace-pre-wrap">{message.text || "(media)"}</p>
            <p className="tabular mt-0.5 flex flex-wrap items-center gap-x-2 text-2xs text-muted">
              <span>{phone(message.to)}</span>
              <MessageParts message={message} />
              <DeliveryState message={message} />
            </p>
            {message.errorText && <p className="mt-0.5 text-2xs text-danger">{message.errorText}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
