import { useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { BoardNode } from "./board-types.ts";
import type { Positions } from "./gesture.ts";
import { samePoint } from "./same.ts";

const DURATION_MS = 180;
/** More moving cards than this can't be drawn smoothly: they are just where they belong. */
const MANY = 400;

/**
 * Cards that were moved by anything but the hand (tidied up, aligned, undone) slide to where they belong.
 * `byHand` says that what comes next is where the hand has put it. Answers where cards are shown meanwhile; null at rest.
 */
export function useSettled(nodes: readonly BoardNode[], byHandRef: RefObject<boolean>): Positions | null {
  const [between, setBetween] = useState<Positions | null>(null);
  const last = useRef(nodes);

  useLayoutEffect(() => {
    const before = last.current;
    last.current = nodes;
    const still = byHandRef.current || before === nodes || matchMedia("(prefers-reduced-motion: reduce)").matches;
    byHandRef.current = false;
    const moves = still ? [] : movesBetween(before, nodes);
    if (moves.length === 0 || moves.length > MANY) return;
    const began = performance.now();
    let frame = 0;
    const step = (now: number): void => {
      const part = Math.min(1, Math.max(0, (now - began) / DURATION_MS));
      if (part === 1) return setBetween(null);
      const done = 1 - (1 - part) ** 3;
      setBetween(
        new Map(moves.map(({ id, from, to }) => [id, { x: from.x + (to.x - from.x) * done, y: from.y + (to.y - from.y) * done }])),
      );
      frame = requestAnimationFrame(step);
    };
    step(began);
    return () => {
      cancelAnimationFrame(frame);
      setBetween(null);
    };
  }, [nodes, byHandRef]);
  return between;
}

function movesBetween(before: readonly BoardNode[], nodes: readonly BoardNode[]) {
  const was = new Map(before.map((node) => [node.id, node]));
  return nodes.flatMap((node) => {
    const old = was.get(node.id);
    if (!old || old === node || samePoint(old.position, node.position)) return [];
    return [{ id: node.id, from: old.position, to: node.position }];
  });
}
