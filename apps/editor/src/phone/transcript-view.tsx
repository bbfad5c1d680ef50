import { TriangleAlert } from "lucide-react";
import { useStayAtEnd } from "../app/use-stay-at-end.ts";
import { Kbd } from "../ui/index.ts";
import type { Line } from "./lines.ts";
import { listeningFor, spokenLines, type SpokenLine } from "./spoken-lines.ts";

/** What was heard at the left, what the person did at the right; stays at the end unless the reader scrolled up. */
export function TranscriptView({ line }: { line: Line }) {
  const stay = useStayAtEnd();
  const lines = spokenLines(line.transcript);
  return (
    <div {...stay} role="log" aria-label="Transcript" className="min-h-0 flex-1 overflow-y-auto px-3 py-3 outline-offset-[-2px]">
      <div className="flex min-h-full flex-col justify-end gap-1.5">
        {lines.map((spoken) => (
          <Bubble key={spoken.key} line={spoken} />
        ))}
        <Listening line={line} />
      </div>
    </div>
  );
}

function Bubble({ line }: { line: SpokenLine }) {
  switch (line.kind) {
    case "heard":
      return (
        <p className="fade-in max-w-[88%] self-start rounded-card rounded-bl-sm border border-line bg-raised px-2.5 py-1.5 text-sm break-words">
          {line.text}
        </p>
      );
    case "said":
      return (
        <p className="fade-in max-w-[88%] self-end rounded-card rounded-br-sm bg-brass-soft px-2.5 py-1.5 text-sm break-words">
          “{line.text}”
        </p>
      );
    case "pressed":
      return (
        <p className="fade-in flex max-w-[88%] flex-wrap gap-0.5 self-end" aria-label={`Pressed ${line.digits}`}>
          {line.digits.split("").map((digit, index) => (
            <Kbd key={index}>{digit}</Kbd>
          ))}
        </p>
      );
    case "note":
      return <p className="fade-in self-center text-xs text-muted">{line.text}</p>;
    case "trouble":
      return (
        <p className="fade-in flex gap-1.5 rounded-control bg-danger-soft px-2.5 py-1.5 text-xs text-danger">
          <TriangleAlert size={14} className="mt-px shrink-0" aria-hidden />
          {line.text}
        </p>
      );
  }
}

function Listening({ line }: { line: Line }) {
  const what = line.state === "in-progress" ? listeningFor(line.transcript) : null;
  if (!what) return null;
  return (
    <p className="mt-0.5 flex items-center gap-1.5 self-start text-xs text-muted">
      <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-brass" />
      {what}
    </p>
  );
}
