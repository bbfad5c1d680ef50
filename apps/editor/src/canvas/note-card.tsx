import { NodeResizer, type NodeProps } from "@xyflow/react";
import { lazy, memo, Suspense, useState } from "react";
import { cx } from "../ui/index.ts";
import { useBoard } from "./board-context.ts";
import { useBoardState } from "./board-store.ts";
import type { NoteNode } from "./board-types.ts";

const NoteMarkdown = lazy(() => import("./note-markdown.tsx"));

/** A note to whoever opens the flow next, or a frame around cards. Neither changes what the flow does. */
export const NoteCard = memo(
  function NoteCard({ id, data: { note }, selected }: NodeProps<NoteNode>) {
    const board = useBoard();
    const writing = useBoardState((state) => state.writing === id);
    return (
      <div className={cx(note.frame ? "frame" : "note", selected && "note-selected")}>
        {board.editable && !note.locked && (
          <NodeResizer
            isVisible={selected}
            minWidth={120}
            minHeight={64}
            lineClassName="note-resize-line"
            handleClassName="note-resize-handle"
            onResizeEnd={(_event, { x, y, width, height }) => board.resizeNote(id, { x, y, width, height })}
          />
        )}
        {writing ? (
          <Writing id={id} text={note.text} frame={note.frame === true} />
        ) : note.frame ? (
          <div className="frame-title">{note.text || "Frame"}</div>
        ) : (
          <div className="note-text note-prose">
            {note.text === "" ? (
              <p className="text-muted">Write a note</p>
            ) : (
              <Suspense fallback={note.text}>
                <NoteMarkdown text={note.text} />
              </Suspense>
            )}
          </div>
        )}
      </div>
    );
  },
  (a, b) => a.data === b.data && a.selected === b.selected,
);

/** The text itself: Markdown of a note, the title of a frame. Leaving it ends the writing. */
function Writing({ id, text, frame }: { id: string; text: string; frame: boolean }) {
  const board = useBoard();
  const [focus] = useState(() => (field: HTMLTextAreaElement | null) => {
    // The board takes the focus back as the click that began this ends.
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(field.value.length, field.value.length);
    });
  });
  return (
    <textarea
      ref={focus}
      className={frame ? "frame-title nodrag nowheel" : "note-text nodrag nowheel"}
      aria-label={frame ? "Title of the frame" : "Note"}
      value={text}
      rows={1}
      placeholder={frame ? "Title" : "Write a note. Markdown works."}
      onChange={(event) => board.setNoteText(id, frame ? event.target.value.replaceAll("\n", " ") : event.target.value)}
      onBlur={() => board.writeNote(null)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" && !(frame && event.key === "Enter")) return;
        event.stopPropagation();
        event.currentTarget.closest<HTMLElement>(".react-flow__node")?.focus();
      }}
    />
  );
}
