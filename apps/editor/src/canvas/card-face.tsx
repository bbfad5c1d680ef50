import { cx } from "../ui/index.ts";
import type { CardData } from "./board-types.ts";
import { faceLines } from "./derive-cards.ts";

/** What the step does, in the author's own content. */
export function CardFace({ data }: { data: CardData }) {
  const lines = faceLines(data.view);
  if (lines.length === 0) return null;
  return (
    <div className="card-face">
      {lines.map((line, index) => (
        <div key={index} className={cx("card-line", index > 0 && "text-muted")} title={line.length > 34 ? line : undefined}>
          {line}
        </div>
      ))}
    </div>
  );
}
