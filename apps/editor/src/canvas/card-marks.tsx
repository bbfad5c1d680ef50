import { CircleAlert, Lock, TriangleAlert } from "lucide-react";
import type { CardData } from "./board-types.ts";

/** What sits on the card's corner: issues, and how many callers are here now. */
export function CardMarks({ data, known }: { data: CardData; known: boolean }) {
  const { issues, callers } = data;
  return (
    <>
      {issues && (
        <span className={issues.level === "error" ? "card-issue card-issue-error" : "card-issue card-issue-warning"} title={issues.message}>
          {issues.level === "error" ? <CircleAlert size={11} aria-hidden /> : <TriangleAlert size={11} aria-hidden />}
          <span className="sr-only">{issues.level === "error" ? "Errors:" : "Warnings:"}</span>
          {issues.count}
        </span>
      )}
      {callers > 0 && (
        <output className="card-callers" aria-label={callers === 1 ? "One run is here" : `${callers} runs are here`}>
          {callers > 1 ? callers : ""}
        </output>
      )}
      {data.locked && <Lock size={11} className="card-lock" aria-label="Locked" />}
      {!known && <span className="sr-only">Unknown component</span>}
    </>
  );
}
