import { cx } from "../ui/index.ts";
import type { CardData } from "./board-types.ts";
import { faceLines } from "./derive-cards.ts";
import { faceLine } from "./face-line.ts";

/** What the step does, in the author's own content. */
export function CardFace({ data }: { data: CardData }) {
  const lines = faceLines(data.view);
  if (lines.length === 0) return null;
  return (
    <div className="card-face">
      {lines.map((line, index) => (
        <FaceLine key={index} line={line} muted={index > 0} />
      ))}
    </div>
  );
}

function FaceLine({ line, muted }: { line: string; muted: boolean }) {
  const { text, tag } = faceLine(line);
  return (
    <div className={cx("card-line", muted && "text-muted")} title={line.length > 34 ? line : undefined}>
      <span className="card-words">{text}</span>
      {tag && <span className="card-tag">{tag}</span>}
    </div>
  );
}
