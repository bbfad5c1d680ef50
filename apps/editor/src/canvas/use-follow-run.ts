import type { FlowDocument } from "@cordboard/flow";
import { useReactFlow, type OnMove } from "@xyflow/react";
import { useCallback, useEffect, useEffectEvent, useRef, type RefObject } from "react";
import { boxOf } from "./board-edits.ts";
import { bringInSight } from "./in-sight.ts";
import type { RunOverlay } from "./overlay.ts";

/** After a hand moved the board it stays where it was put for this long. */
const HANDS_OFF_MS = 8_000;
const FIT = { padding: 0.2, minZoom: 0.5, maxZoom: 1, duration: 180 };

/**
 * Follows a run over the board: first the steps it took (`fitFirst`), then whichever it waits at.
 * Answers the handler that tells when a hand moves the board.
 */
export function useFollowRun(
  frame: RefObject<HTMLElement | null>,
  document: FlowDocument,
  overlay: RunOverlay | null,
  fitFirst: boolean,
): OnMove {
  const flow = useReactFlow();
  const movedAt = useRef(-Infinity);
  const begun = overlay !== null && overlay.steps.size > 0;
  // What is there when the board opens it shows by itself.
  const fitted = useRef(!fitFirst || begun);
  const waiting = overlay && [...overlay.steps].findLast(([, mark]) => mark.state === "waiting")?.[0];

  useEffect(() => {
    if (!begun || fitted.current) return;
    fitted.current = true;
    const ids = [...overlay.steps.keys()].map((id) => ({ id }));
    // Cards are known to React Flow one frame after they were handed over.
    requestAnimationFrame(() => void flow.fitView({ ...FIT, nodes: ids }));
  }, [begun, overlay, flow]);

  // Only a run that moves on moves the board; an edit never does.
  const follow = useEffectEvent((nodeId: string) => {
    const node = document.nodes.find((candidate) => candidate.id === nodeId);
    if (!node || !frame.current || performance.now() - movedAt.current < HANDS_OFF_MS) return;
    bringInSight(flow, boxOf(document, node), frame.current.getBoundingClientRect());
  });
  useEffect(() => {
    if (waiting) follow(waiting);
  }, [waiting]);

  return useCallback((event) => {
    if (event) movedAt.current = performance.now();
  }, []);
}
