import { Panel, useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from "react";
import { GROUP_TEXT, whenColoursChange } from "../ui/index.ts";
import type { BoardNode } from "./board-types.ts";
import { miniMapShown, useBoardState } from "./board-store.ts";
import { CARD } from "./geometry.ts";
import { boundsOf, fitInto, type Fit, type Rect } from "./mini-fit.ts";

const WIDTH = 168;
const HEIGHT = 108;

/**
 * The whole flow in a corner; press or drag in it to get about. Cards are painted once onto a canvas,
 * panning only moves the frame: with a node each in the DOM it cost more than the board itself.
 */
export function MiniBoard() {
  const chosen = useBoardState((state) => state.miniMap);
  const cards = useStore((state) => state.nodes.length);
  return miniMapShown(chosen, cards) ? <Map /> : null;
}

function Map() {
  const map = useRef<HTMLButtonElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const swatches = useRef<HTMLDivElement>(null);
  const fit = useRef<Fit>({ scale: 1, x: 0, y: 0 });
  const store = useStoreApi<BoardNode>();
  const flow = useReactFlow();

  useEffect(() => {
    let scheduled = 0;
    const paint = () => {
      scheduled = 0;
      const { nodes } = store.getState();
      const rects = nodes.map(rectOf);
      fit.current = fitInto(boundsOf(rects), WIDTH, HEIGHT, 8);
      if (canvas.current && swatches.current) draw(canvas.current, nodes, fit.current, coloursOf(swatches.current));
      map.current?.setAttribute("aria-label", `Map of the flow${troubleIn(nodes)}. Arrow keys move the view`);
      outline();
    };
    const outline = () => {
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const { scale, x: left, y: top } = fit.current;
      if (!frame.current) return;
      frame.current.style.transform = `translate(${left - (x / zoom) * scale}px, ${top - (y / zoom) * scale}px)`;
      frame.current.style.width = `${(width / zoom) * scale}px`;
      frame.current.style.height = `${(height / zoom) * scale}px`;
    };
    paint();
    const repaint = () => (scheduled ||= requestAnimationFrame(paint));
    const stopColours = whenColoursChange(repaint);
    const stop = store.subscribe((state, previous) => {
      if (state.nodes !== previous.nodes) repaint();
      else if (state.transform !== previous.transform || state.width !== previous.width || state.height !== previous.height) outline();
    });
    return () => {
      stop();
      stopColours();
      cancelAnimationFrame(scheduled);
    };
  }, [store]);

  const goTo = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>) => {
    const box = currentTarget.getBoundingClientRect();
    const { scale, x, y } = fit.current;
    void flow.setCenter((clientX - box.left - x) / scale, (clientY - box.top - y) / scale, { zoom: flow.getZoom() });
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [120, 0], ArrowRight: [-120, 0], ArrowUp: [0, 120], ArrowDown: [0, -120] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y, zoom } = flow.getViewport();
    void flow.setViewport({ x: x + (by[0] ?? 0), y: y + (by[1] ?? 0), zoom });
  };
  return (
    <Panel position="bottom-right" className="!mx-3 !mt-3 !mb-6">
      <button
        ref={map}
        type="button"
        aria-label="Map of the flow. Arrow keys move the view"
        className="floating relative block overflow-hidden"
        style={{ width: WIDTH, height: HEIGHT }}
        onKeyDown={step}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          goTo(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && goTo(event)}
      >
        <canvas ref={canvas} aria-hidden style={{ width: WIDTH, height: HEIGHT }} />
        <div ref={frame} className="absolute top-0 left-0 rounded-[3px] border-[1.5px] border-brass bg-brass/8" />
        <div ref={swatches} hidden>
          {Object.entries(GROUP_TEXT).map(([group, className]) => (
            <i key={group} data-group={group} className={className} />
          ))}
          <i data-group="" className="text-control" />
          <i data-group="error" className="text-danger" />
          <i data-group="warning" className="text-warning" />
          <i data-group="around" className="text-surface" />
        </div>
      </button>
    </Panel>
  );
}

function troubleIn(nodes: readonly BoardNode[]): string {
  const errors = nodes.filter((node) => node.type === "card" && node.data.issues?.level === "error").length;
  return errors === 0 ? "" : `, ${errors} ${errors === 1 ? "step" : "steps"} with errors`;
}

function rectOf({ position, width = CARD.width, height = 0 }: BoardNode): Rect {
  return { ...position, width, height };
}

/** The tokens as the canvas understands them. */
function coloursOf(swatches: HTMLElement): Record<string, string> {
  return Object.fromEntries(
    [...swatches.querySelectorAll("i")].map((swatch) => [swatch.dataset["group"] ?? "", getComputedStyle(swatch).color]),
  );
}

function draw(canvas: HTMLCanvasElement, nodes: readonly BoardNode[], { scale, x, y }: Fit, colours: Record<string, string>): void {
  const ratio = devicePixelRatio;
  canvas.width = WIDTH * ratio;
  canvas.height = HEIGHT * ratio;
  const brush = canvas.getContext("2d");
  if (!brush) return;
  brush.scale(ratio, ratio);
  for (const node of nodes) {
    const { width, height, ...at } = rectOf(node);
    brush.fillStyle = colours[(node.type === "card" ? node.data.view.manifest?.group : undefined) ?? ""] ?? "grey";
    brush.globalAlpha = node.type === "card" ? 1 : 0.25;
    brush.fillRect(x + at.x * scale, y + at.y * scale, Math.max(1.5, width * scale), Math.max(1.5, height * scale));
  }
  // Above all cards, and as large however small those are: what is wrong is seen from afar.
  brush.globalAlpha = 1;
  for (const node of nodes) {
    const level = node.type === "card" ? node.data.issues?.level : undefined;
    if (!level) continue;
    const { width, ...at } = rectOf(node);
    mark(brush, x + (at.x + width) * scale, y + at.y * scale, level === "error", colours);
  }
}

/** A dot for an error, a triangle for a warning: colour isn't all. */
function mark(brush: CanvasRenderingContext2D, x: number, y: number, error: boolean, colours: Record<string, string>): void {
  brush.beginPath();
  if (error) brush.arc(x, y, 4, 0, 2 * Math.PI);
  else {
    brush.moveTo(x, y - 4.5);
    brush.lineTo(x + 4.5, y + 3.5);
    brush.lineTo(x - 4.5, y + 3.5);
    brush.closePath();
  }
  brush.fillStyle = colours[error ? "error" : "warning"] ?? "grey";
  brush.strokeStyle = colours["around"] ?? "grey";
  brush.lineWidth = 1.5;
  brush.stroke();
  brush.fill();
}
