import { timer, toMs } from "../app/format/time.ts";
import { useNow } from "../app/use-now.ts";
import type { Line } from "./lines.ts";

/** How long somebody has been on the line. */
export function CallClock({ line }: { line: Line }) {
  const running = line.state === "in-progress";
  const now = useNow(running ? 500 : null);
  if (line.state === "ringing") return <span className="text-xs text-muted">Ringing…</span>;
  if (!line.answeredAt) return <span className="text-xs text-muted">Ended</span>;
  const end = line.endedAt ? toMs(line.endedAt) : now;
  return (
    <span role="timer" aria-label="Call time" className={`tabular font-mono text-sm ${running ? "text-ok" : "text-muted"}`}>
      {timer(end - toMs(line.answeredAt))}
    </span>
  );
}
