import { Braces, ChevronDown, MessageSquare, PhoneIncoming, TriangleAlert, Workflow } from "lucide-react";
import type { ExitSpec } from "@cordboard/contract";
import type { ReactNode } from "react";
import { cx } from "../ui/index.ts";
import { useBoard } from "./board-context.ts";
import type { CardData } from "./board-types.ts";
import type { ExitRow } from "./geometry.ts";
import { ExitJack } from "./jack.tsx";

/** One row per exit, label left of its jack; many are folded. */
export function CardExits({ id, data }: { id: string; data: CardData }) {
  const { rows, folded, foldY } = data.shape;
  const taken = data.taken.split("\n");
  if (rows.length === 0) return null;
  return (
    <div className="card-exits">
      {rows.map((row) => (
        <Row key={row.exit.id} row={row} />
      ))}
      {folded.length > 0 && <Fold id={id} count={folded.length} />}
      {rows.map((row) => (
        <ExitJack
          key={row.exit.id}
          nodeId={id}
          exit={row.exit.id}
          label={row.exit.label}
          y={row.y}
          wired={row.wired}
          lit={taken.includes(row.exit.id)}
        />
      ))}
      {folded.map((exit) => (
        <ExitJack
          key={exit.id}
          nodeId={id}
          exit={exit.id}
          label={exit.label}
          y={foldY}
          wired={data.wired.has(exit.id)}
          lit={taken.includes(exit.id)}
          folded
        />
      ))}
    </div>
  );
}

function Row({ row }: { row: ExitRow }) {
  const { exit, wired, gone, toHandler } = row;
  return (
    <div className={cx("card-exit", !wired && "card-exit-bare", gone && "card-exit-gone")}>
      {gone && <TriangleAlert size={12} aria-label="This exit is gone" />}
      {toHandler && <span className="card-handler">to handler</span>}
      {exit.trigger && <span className="text-muted">{TRIGGERS[exit.trigger]}</span>}
      {exit.key !== undefined && <kbd className="card-key">{exit.key}</kbd>}
      <span className="truncate">{exit.label}</span>
    </div>
  );
}

const TRIGGERS: Record<NonNullable<ExitSpec["trigger"]>, ReactNode> = {
  call: <PhoneIncoming size={12} aria-hidden />,
  message: <MessageSquare size={12} aria-hidden />,
  api: <Braces size={12} aria-hidden />,
  flow: <Workflow size={12} aria-hidden />,
};

function Fold({ id, count }: { id: string; count: number }) {
  const board = useBoard();
  return (
    <button type="button" tabIndex={-1} className="card-exit card-fold nodrag" onClick={() => board.toggleExits(id)}>
      <ChevronDown size={12} aria-hidden />
      {count} more
    </button>
  );
}
