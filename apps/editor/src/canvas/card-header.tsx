import { Ellipsis } from "lucide-react";
import { NodeTile } from "../ui/index.ts";
import { useBoard } from "./board-context.ts";
import type { CardData } from "./board-types.ts";

/** Icon, name and, on hover or selection, the menu. */
export function CardHeader({ id, data }: { id: string; data: CardData }) {
  const board = useBoard();
  const { node, manifest } = data.view;
  return (
    <div className="card-header">
      <NodeTile icon={manifest?.icon ?? "puzzle"} group={manifest?.group ?? null} />
      <span className="card-name" title={node.name}>
        {node.name}
      </span>
      {data.step && <StepTime ms={data.step.ms} visits={data.step.visits} />}
      {board.editable && (
        <button
          type="button"
          tabIndex={-1}
          className="card-menu nodrag"
          aria-label={`Menu of ${node.name}`}
          onClick={(event) => {
            event.stopPropagation();
            const box = event.currentTarget.getBoundingClientRect();
            board.openMenu(id, { x: box.left, y: box.bottom + 4 });
          }}
        >
          <Ellipsis size={15} aria-hidden />
        </button>
      )}
    </div>
  );
}

function StepTime({ ms, visits }: { ms: number | null; visits: number }) {
  return (
    <span className="card-time">
      {visits > 1 && <span>×{visits}</span>}
      {ms !== null && formatMs(ms)}
    </span>
  );
}

/** Short, in the unit that fits: `40 ms`, `3.2 s`, `1:05`. */
export function formatMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)}:${String(Math.floor((ms % 60_000) / 1000)).padStart(2, "0")}`;
}
