import { Tooltip } from "../ui/index.ts";
import { absoluteTime, relativeTime, toMs } from "./format/time.ts";
import { useNow } from "./use-now.ts";

/** "5 min ago"; the exact time in its tooltip. */
export function TimeAgo({ time, className }: { time: string | number; className?: string }) {
  const now = useNow(5_000);
  return (
    <Tooltip content={absoluteTime(time)}>
      <time dateTime={new Date(toMs(time)).toISOString()} className={className ?? "tabular whitespace-nowrap text-muted"}>
        {relativeTime(time, now)}
      </time>
    </Tooltip>
  );
}
