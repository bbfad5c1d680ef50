import { useLayout, useLayoutStore } from "../layout-store.ts";

const MIN = 120;
const STEP = 24;

/** Drags the dock's height; arrow keys do too. As high as a finger needs, over the edge between board and dock. */
export function DockHandle() {
  const layout = useLayoutStore();
  const height = useLayout((state) => state.dock.height);
  const set = (next: number) => {
    const { dock } = layout.getState();
    layout.setState({ dock: { ...dock, height: Math.round(Math.min(Math.max(next, MIN), innerHeight * 0.7)) } });
  };
  return (
    <input
      type="range"
      aria-label="Height of this panel"
      min={MIN}
      max={Math.round(innerHeight * 0.7)}
      step={STEP}
      value={height}
      onChange={(event) => set(Number(event.target.value))}
      onPointerDown={(event) => {
        event.preventDefault();
        const handle = event.currentTarget;
        handle.setPointerCapture(event.pointerId);
        const [from, start] = [event.clientY, layout.getState().dock.height];
        const move = (moved: PointerEvent) => set(start + from - moved.clientY);
        handle.addEventListener("pointermove", move);
        handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), { once: true });
      }}
      className="absolute inset-x-0 -top-3 z-10 h-6 w-full cursor-row-resize appearance-none bg-[length:100%_2px] bg-center bg-no-repeat outline-offset-[-6px] hover:bg-[linear-gradient(var(--brass),var(--brass))] focus-visible:bg-[linear-gradient(var(--brass),var(--brass))] [&::-moz-range-thumb]:opacity-0 [&::-webkit-slider-thumb]:opacity-0"
    />
  );
}
