import { useQuery } from "@tanstack/react-query";
import { ArrowDownLeft, ArrowUpRight, ChevronRight } from "lucide-react";
import { useState } from "react";
import { carrierQuery, type CarrierItem, type Run } from "../../api/runs.ts";
import { offset, toMs } from "../../app/format/time.ts";
import { Loaded } from "../../app/loaded.tsx";
import { SCROLLABLE } from "../../app/scrollable.ts";
import { CopyButton, cx } from "../../ui/index.ts";
import { prettyBody, titleOf } from "./carrier-text.ts";

/** What was said between Cordboard and the carrier, as it was said. */
export function CarrierTab({ run, seq }: { run: Run; seq: number }) {
  const carrier = useQuery(carrierQuery(run.id, seq));
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (item: number) =>
    setOpen((before) => (before.has(item) ? new Set([...before].filter((one) => one !== item)) : new Set([...before, item])));
  return (
    <Loaded query={carrier}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="p-6 text-center text-muted">Nothing was said to the carrier yet.</p>
        ) : (
          <ol aria-label="Carrier traffic" className="py-2">
            {items.map((item) => (
              <CarrierRow
                key={item.seq}
                item={item}
                start={toMs(run.startedAt)}
                open={open.has(item.seq)}
                onToggle={() => toggle(item.seq)}
              />
            ))}
          </ol>
        )
      }
    </Loaded>
  );
}

function CarrierRow({ item, start, open, onToggle }: { item: CarrierItem; start: number; open: boolean; onToggle: () => void }) {
  const Arrow = item.direction === "in" ? ArrowDownLeft : ArrowUpRight;
  const bad = item.status !== null && item.status >= 400;
  return (
    <li className={cx(open && "bg-raised")}>
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex w-full items-center gap-3 px-3 py-1.5 text-left outline-offset-[-2px] hover:bg-hover"
      >
        <span className="w-13 shrink-0 text-right font-mono text-2xs text-muted">{offset(toMs(item.at) - start)}</span>
        <Arrow
          size={14}
          aria-label={item.direction === "in" ? "From the carrier" : "To the carrier"}
          className={cx("shrink-0", item.direction === "in" ? "text-call" : "text-message")}
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate">{titleOf(item)}</span>
          {item.url && <span className="block truncate font-mono text-2xs text-muted">{`${item.method ?? ""} ${item.url}`.trim()}</span>}
        </span>
        {item.status !== null && (
          <span className={cx("tabular shrink-0 font-mono text-xs", bad ? "font-medium text-danger" : "text-muted")}>{item.status}</span>
        )}
        <ChevronRight size={14} aria-hidden className={cx("shrink-0 text-muted transition-transform duration-100", open && "rotate-90")} />
      </button>
      {open && <Body item={item} />}
    </li>
  );
}

function Body({ item }: { item: CarrierItem }) {
  const text = prettyBody(item);
  return (
    <div className="relative mr-4 mb-3 ml-[4.75rem]">
      <span className="absolute top-1 right-1">
        <CopyButton text={item.body} label="Copy as it was sent" />
      </span>
      <pre
        {...SCROLLABLE}
        className="max-h-96 overflow-auto rounded-control border border-line bg-surface p-2.5 pr-9 font-mono text-xs leading-5 whitespace-pre [font-variant-ligatures:none]"
      >
        {text || "(empty)"}
      </pre>
    </div>
  );
}
