import { registry } from "@cordboard/flow";
import { useReactFlow } from "@xyflow/react";
import { useEffect, useRef, type RefObject } from "react";
import { createPortal } from "react-dom";
import { useEditor } from "../document/index.ts";
import { NodeTile } from "../ui/index.ts";
import { addComponent } from "./board-edits.ts";
import { useBoardState, useBoardStore } from "./board-store.ts";
import { CARD } from "./geometry.ts";
import { snap } from "./place.ts";

/** How near a cord must be to take the card. */
const CORD_REACH = 14;

/** A component on its way from the palette to the board: it lands where the pointer is, on a cord it goes between. */
export function Carried({ frame }: { frame: RefObject<HTMLElement | null> }) {
  const editor = useEditor();
  const board = useBoardStore();
  const flow = useReactFlow();
  const type = useBoardState((state) => state.carried?.type);
  const ghost = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (type === undefined) return;
    let target: Element | null = null;
    const mark = (next: Element | null) => {
      target?.classList.remove("cord-target");
      next?.classList.add("cord-target");
      target = next;
    };
    const move = (event: PointerEvent) => {
      const zoom = flow.getZoom();
      if (ghost.current)
        ghost.current.style.transform = `translate(${event.clientX}px, ${event.clientY}px) scale(${overBoard(event) ? zoom : 1})`;
      mark(overBoard(event) ? cordAt(event) : null);
    };
    const overBoard = (event: PointerEvent) => frame.current?.contains(document.elementFromPoint(event.clientX, event.clientY)) === true;
    const drop = (event: PointerEvent) => {
      const cord = cordAt(event)?.closest(".react-flow__edge")?.getAttribute("data-id") ?? null;
      mark(null);
      board.setState({ carried: null });
      if (!overBoard(event)) return;
      const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      const place = { x: snap(x - CARD.width / 2), y: snap(y - CARD.header / 2) };
      addComponent(editor, type, cord === null ? { place } : { on: cord });
    };
    const cancel = (event: KeyboardEvent) => {
      if (event.key === "Escape") board.setState({ carried: null });
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", drop);
    addEventListener("keydown", cancel, true);
    return () => {
      mark(null);
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", drop);
      removeEventListener("keydown", cancel, true);
    };
  }, [type, board, editor, flow, frame]);

  const manifest = type === undefined ? undefined : registry.get(type);
  const at = board.getState().carried?.at;
  if (!manifest || !at) return null;
  return createPortal(
    <div
      ref={ghost}
      className="pointer-events-none fixed top-0 left-0 z-50 origin-top-left"
      style={{ transform: `translate(${at.x}px, ${at.y}px)` }}
    >
      <div className="flex w-60 -translate-x-1/2 -translate-y-5 items-center gap-2 rounded-card bg-surface/85 px-2.5 py-2 shadow-float ring-1 ring-brass">
        <NodeTile icon={manifest.icon} group={manifest.group} />
        <span className="truncate font-semibold">{manifest.title}</span>
      </div>
    </div>,
    document.body,
  );
}

/** The cord below the pointer, or one close by. */
function cordAt({ clientX, clientY }: { clientX: number; clientY: number }): Element | null {
  for (const [dx, dy] of [
    [0, 0],
    [0, -CORD_REACH],
    [0, CORD_REACH],
    [-CORD_REACH, 0],
    [CORD_REACH, 0],
  ] as const) {
    const cord = document.elementsFromPoint(clientX + dx, clientY + dy).find((element) => element.classList.contains("cord-hit"));
    if (cord) return cord.closest(".cord");
  }
  return null;
}
