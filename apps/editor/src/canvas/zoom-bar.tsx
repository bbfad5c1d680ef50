import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { Map as MapIcon, Maximize, Minus, Plus } from "lucide-react";
import { IconButton } from "../ui/index.ts";
import { miniMapShown, setMiniMap, useBoardState, useBoardStore } from "./board-store.ts";

/** Zoom, fit, mini-map: bottom left, out of the way. */
export function ZoomBar() {
  const flow = useReactFlow();
  const board = useBoardStore();
  const cards = useStore((state) => state.nodes.length);
  const chosen = useBoardState((state) => state.miniMap);
  const miniMap = miniMapShown(chosen, cards);
  return (
    <Panel position="bottom-left" className="!m-3">
      <div className="floating flex items-center p-0.5">
        <IconButton
          size="sm"
          side="top"
          label="Zoom out"
          keys={["-"]}
          icon={<Minus size={15} />}
          onClick={() => void flow.zoomOut({ duration: 120 })}
        />
        <ZoomLevel />
        <IconButton
          size="sm"
          side="top"
          label="Zoom in"
          keys={["+"]}
          icon={<Plus size={15} />}
          onClick={() => void flow.zoomIn({ duration: 120 })}
        />
        <span className="mx-0.5 h-4 w-px bg-line" />
        <IconButton
          size="sm"
          side="top"
          label="Show the whole flow"
          keys={["1"]}
          icon={<Maximize size={14} />}
          onClick={() => void flow.fitView({ duration: 180, padding: 0.15, maxZoom: 1 })}
        />
        <IconButton
          size="sm"
          side="top"
          label="Map"
          active={miniMap}
          icon={<MapIcon size={14} />}
          onClick={() => setMiniMap(board, !miniMap)}
        />
      </div>
    </Panel>
  );
}

function ZoomLevel() {
  const flow = useReactFlow();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <button
      type="button"
      className="tabular h-7 w-12 rounded-control text-center text-xs text-muted hover:bg-hover hover:text-ink"
      aria-label={`Zoom is ${percent} %. Set it to 100 %`}
      onClick={() => void flow.zoomTo(1, { duration: 120 })}
    >
      {percent}%
    </button>
  );
}
