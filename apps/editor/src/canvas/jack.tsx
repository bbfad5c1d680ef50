import { Handle, Position } from "@xyflow/react";
import type { KeyboardEvent, MouseEvent } from "react";
import { cx } from "../ui/index.ts";
import { useBoard } from "./board-context.ts";
import { INPUT } from "./board-types.ts";
import { CARD } from "./geometry.ts";

/** Where cords come in: at header height on the left edge. */
export function InputJack({ nodeId, wired, lit }: { nodeId: string; wired: boolean; lit: boolean }) {
  const board = useBoard();
  return (
    <Handle
      id={INPUT}
      type="target"
      position={Position.Left}
      className={cx("jack jack-in", wired && "jack-wired", lit && "jack-lit")}
      style={{ top: CARD.inputY }}
      isConnectable={board.editable}
      onClick={(event) => {
        event.stopPropagation();
        board.pressInput(nodeId);
      }}
    />
  );
}

export interface ExitJackProps {
  nodeId: string;
  exit: string;
  label: string;
  y: number;
  wired: boolean;
  lit: boolean;
  /** One of several behind the fold. */
  folded?: boolean;
}

/** Where a cord goes out. A press opens the quick-add list; a drag pulls a cord. */
export function ExitJack({ nodeId, exit, label, y, wired, lit, folded }: ExitJackProps) {
  const board = useBoard();
  const press = (event: MouseEvent | KeyboardEvent) => {
    if (!board.editable) return;
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    board.pressExit(nodeId, exit, { x: box.right + 4, y: box.top });
  };
  return (
    <Handle
      id={exit}
      type="source"
      position={Position.Right}
      className={cx("jack jack-out", wired && "jack-wired", lit && "jack-lit", folded && "jack-folded")}
      style={{ top: y }}
      isConnectable={board.editable}
      data-exit={exit}
      title={board.editable && !wired ? `${label}: press to add the next step, or pull a cord` : undefined}
      onClick={press}
    />
  );
}
