import { NodeResizer, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import { cx } from "../ui/index.ts";
import { useBoard } from "./board-context.ts";
import type { NoteNode } from "./board-types.ts";

/** A note to whoever opens the flow next. It never changes what the flow does. */
export const NoteCard = memo(
  function NoteCard({ id, data, selected }: NodeProps<NoteNode>) {
    const board = useBoard();
    return (
      <div className={cx("note", selected && "note-selected")}>
        {board.editable && (
          <NodeResizer
            isVisible={selected}
            minWidth={120}
            minHeight={64}
            lineClassName="note-resize-line"
            handleClassName="note-resize-handle"
            onResizeEnd={(_event, { x, y, width, height }) => board.resizeNote(id, { x, y, width, height })}
          />
        )}
        <textarea
          className={cx("note-text", selected && "nodrag nowheel")}
          aria-label="Note"
          readOnly={!board.editable}
          value={data.note.text}
          placeholder="Write a note"
          onChange={(event) => board.setNoteText(id, event.target.value)}
        />
      </div>
    );
  },
  (a, b) => a.data === b.data && a.selected === b.selected,
);
