import { CircleAlert } from "lucide-react";
import { phone } from "../../app/format/phone.ts";
import { useRowKeys } from "../../app/row-keys.ts";
import { TimeAgo } from "../../app/time-ago.tsx";
import { cx } from "../../ui/index.ts";
import type { Thread } from "./threads.ts";

export function ThreadList({
  threads,
  chosen,
  onChoose,
}: {
  threads: Thread[];
  chosen: string | null;
  onChoose: (contact: string) => void;
}) {
  const rowKeys = useRowKeys();
  if (threads.length === 0) return <p className="px-4 py-8 text-center text-muted">No contact matches.</p>;
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-2" ref={rowKeys}>
      {threads.map((thread) => (
        <li key={thread.contact}>
          <button
            type="button"
            data-row
            aria-current={thread.contact === chosen || undefined}
            onClick={() => onChoose(thread.contact)}
            className={cx(
              "flex w-full flex-col gap-0.5 rounded-control px-2.5 py-2 text-left outline-offset-[-2px]",
              thread.contact === chosen ? "bg-brass-soft" : "hover:bg-hover",
            )}
          >
            <span className="flex w-full items-baseline justify-between gap-2">
              <span className="tabular truncate font-medium">{phone(thread.contact)}</span>
              <TimeAgo time={thread.last.at} className="tabular shrink-0 text-2xs text-muted" />
            </span>
            <span className="flex w-full items-center gap-1.5 text-xs text-muted">
              {thread.failed > 0 && (
                <CircleAlert size={12} className="shrink-0 text-danger" aria-label={`${thread.failed} not delivered`} />
              )}
              <span className="truncate">
                {thread.last.direction === "out" && "You: "}
                {thread.last.text || "(media)"}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
