import type { AnyManifest } from "@cordboard/contract";
import { useRef, type PointerEvent } from "react";
import { useBoardStore } from "../../canvas/index.ts";
import { NodeTile, Tooltip } from "../../ui/index.ts";
import { useAddAfterSelection } from "./use-add-after-selection.ts";

/** px before a press becomes a drag. */
const THRESHOLD = 4;

export function PaletteItem({ manifest, small }: { manifest: AnyManifest; small?: boolean }) {
  const board = useBoardStore();
  const add = useAddAfterSelection();
  const pressed = useRef<{ x: number; y: number } | null>(null);
  const dragged = useRef(false);

  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      // A quick hand is off the button before the first move is told.
      event.currentTarget.setPointerCapture(event.pointerId);
      dragged.current = false;
      pressed.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      const from = pressed.current;
      if (!from || dragged.current || Math.hypot(event.clientX - from.x, event.clientY - from.y) < THRESHOLD) return;
      dragged.current = true;
      board.setState({ carried: { type: manifest.type, at: { x: event.clientX, y: event.clientY } } });
    },
    onPointerUp: () => {
      pressed.current = null;
    },
    onClick: () => {
      if (!dragged.current) add(manifest.type);
    },
  };
  const tile = <NodeTile icon={manifest.icon} group={manifest.group} />;
  return (
    <Tooltip content={small ? `${manifest.title}. ${manifest.summary}` : manifest.summary} side="right">
      <button
        type="button"
        data-component={manifest.type}
        aria-label={small ? manifest.title : undefined}
        className={
          small
            ? "flex size-9 touch-none items-center justify-center rounded-control hover:bg-hover"
            : "flex h-9 w-full touch-none items-center gap-2.5 rounded-control px-2 text-left hover:bg-hover"
        }
        {...handlers}
      >
        {tile}
        {!small && <span className="truncate">{manifest.title}</span>}
      </button>
    </Tooltip>
  );
}
