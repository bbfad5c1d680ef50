import { ChevronRight, CircleAlert, CornerLeftUp, TriangleAlert } from "lucide-react";
import { useChecked, viewOf } from "../document/index.ts";
import { cx, Kbd, NodeTile } from "../ui/index.ts";
import type { OutlineRow } from "./rows.ts";
import { ROW } from "./use-window.ts";

/** px that each level stands further in. */
const STEP = 16;

export const rowId = ({ key }: OutlineRow): string => `outline ${key}`.replaceAll(" ", "_");

/** A line: the exit that leads here, the step, what it says. Presses and keys are the tree's, which has the focus. */
export function TreeRow({ row, top, active }: { row: OutlineRow; top: number; active: boolean }) {
  const { key, via, node, level, place, of, open } = row;
  return (
    <div
      id={rowId(row)}
      role="treeitem"
      tabIndex={-1}
      data-line={key}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={of}
      aria-expanded={open ?? undefined}
      aria-selected={active}
      className={cx("absolute inset-x-0 flex items-center gap-2 rounded-sm pr-2", active ? "bg-brass-soft" : "hover:bg-hover")}
      style={{ top, height: ROW, paddingLeft: (level - 1) * STEP + 4 }}
    >
      <span className="sr-only">{wordsOf(row)}</span>
      <div aria-hidden className="flex min-w-0 flex-1 items-center gap-2">
        <span data-fold className="flex size-5 shrink-0 items-center justify-center text-muted">
          {open !== null && <ChevronRight size={14} className={cx("transition-transform duration-100", open && "rotate-90")} />}
        </span>
        {via && (
          <span className="flex max-w-44 shrink-0 items-center gap-1.5 truncate text-xs text-muted">
            {via.exit.key !== undefined && <Kbd>{via.exit.key}</Kbd>}
            {via.exit.label}
          </span>
        )}
        {node ? <Step row={row} /> : <span className="text-xs text-muted italic">nowhere yet</span>}
      </div>
      {node && <IssueMark nodeId={node.id} />}
    </div>
  );
}

function Step({ row: { node, again } }: { row: OutlineRow }) {
  if (!node) return null;
  const { manifest, face } = viewOf(node);
  return (
    <>
      <NodeTile size="sm" icon={manifest?.icon ?? "puzzle"} group={manifest?.group ?? null} />
      <span className="shrink-0 font-medium">{node.name}</span>
      {again ? (
        <span className="flex items-center gap-1 text-xs text-muted">
          <CornerLeftUp size={12} /> further up
        </span>
      ) : (
        <span className="min-w-0 truncate text-xs text-muted">{face[0] ?? manifest?.title ?? node.type}</span>
      )}
    </>
  );
}

export function IssueMark({ nodeId }: { nodeId: string }) {
  const worst = useChecked(({ byNode }) => worstOf(byNode.get(nodeId)));
  if (worst === "error") return <CircleAlert size={13} className="ml-auto shrink-0 text-danger" aria-label="Has errors" />;
  return worst === "warning" ? <TriangleAlert size={13} className="ml-auto shrink-0 text-warning" aria-label="Has warnings" /> : null;
}

function worstOf(issues: readonly { level: string }[] | undefined): "error" | "warning" | null {
  if (issues?.some(({ level }) => level === "error")) return "error";
  return issues?.some(({ level }) => level === "warning") ? "warning" : null;
}

/** As a screen reader says it: what is seen, in that order, and what the sign stands for. */
function wordsOf({ via, node, again }: OutlineRow): string {
  const exit = via ? `${via.exit.key === undefined ? "" : `${via.exit.key}, `}${via.exit.label}: ` : "";
  if (!node) return `${exit}nowhere yet`;
  const { manifest, face } = viewOf(node);
  const title = manifest?.title ?? node.type;
  const seen = again ? "further up" : (face[0] ?? title);
  return `${exit}${node.name}, ${seen}${seen === title ? "" : `, ${title}`}`;
}
