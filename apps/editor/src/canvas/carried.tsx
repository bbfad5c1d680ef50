import { registry } from "@cordboard/flow";
import { useReactFlow } from "@xyflow/react";
import { useEffect, useRef, type RefObject } from "react";
import { createPortal } from "react-dom";
import { useEditor, viewOf } from "../document/index.ts";
import { NodeTile } from "../ui/index.ts";
import { addComponent } from "./board-edits.ts";
import { EMPTY_HAND, useBoardState, useBoardStore } from "./board-store.ts";
import { cordAt } from "./cord-at.ts";
import { CARD } from "./geometry.ts";
import { exitNear, type Plug } from "./near.ts";
import { snap } from "./place.ts";
import { keepRecent } from "./recent.ts";

/** A component on its way from the palette to the board: it lands where the pointer is, on a cord it goes between. */
export function Carried({ frame }: { frame: RefObject<HTMLElement | null> }) {
  const editor = useEditor();
  const board = useBoardStore();
  const flow = useReactFlow();
  const type = useBoardState((state) => state.carried?.type);
  const ghost = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (type === undefined) return;
    const overBoard = (event: PointerEvent) => frame.current?.contains(document.elementFromPoint(event.clientX, event.clientY)) === true;
    const placeAt = (event: PointerEvent) => {
      const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      return { x: snap(x - CARD.width / 2), y: snap(y - CARD.header / 2) };
    };
    /** What it would be plugged into: a cord, or a bare exit close by. */
    const plugAt = (event: PointerEvent): Plug | null => {
      if (!overBoard(event)) return null;
      const key = cordAt(event);
      if (key !== null) return { kind: "cord", key };
      const { x, y } = placeAt(event);
      return event.ctrlKey || event.metaKey ? null : exitNear(editor.store.getState().document, viewOf, { x, y: y + CARD.inputY }, null);
    };
    const move = (event: PointerEvent) => {
      const scale = overBoard(event) ? flow.getZoom() : 1;
      if (ghost.current) ghost.current.style.transform = `translate(${event.clientX}px, ${event.clientY}px) scale(${scale})`;
      board.setState({ plug: plugAt(event) });
    };
    const drop = (event: PointerEvent) => {
      const plug = plugAt(event);
      board.setState({ ...EMPTY_HAND, carried: null });
      if (!overBoard(event)) return;
      const place = placeAt(event);
      keepRecent(type);
      if (plug?.kind === "cord") addComponent(editor, type, { on: plug.key });
      else addComponent(editor, type, { place, ...(plug && { from: { nodeId: plug.nodeId, exit: plug.exit } }) });
    };
    const cancel = (event: KeyboardEvent) => {
      if (event.key === "Escape") board.setState({ ...EMPTY_HAND, carried: null });
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", drop);
    addEventListener("keydown", cancel, true);
    return () => {
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
