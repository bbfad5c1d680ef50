import { useLayoutEffect, useRef } from "react";
import { aroundOf, type Obstacle } from "./around.ts";
import { useBoardStore } from "./board-store.ts";
import type { BoardNode } from "./board-types.ts";
import { samePoint } from "./same.ts";

/** Tells cords where cards lie, each time one of them has come to rest elsewhere or has grown. */
export function useAround(nodes: readonly BoardNode[]): void {
  const board = useBoardStore();
  const last = useRef<readonly BoardNode[]>([]);
  useLayoutEffect(() => {
    if (samePlaces(last.current, nodes)) return;
    last.current = nodes;
    board.getState().around.setState(aroundOf(nodes.map(obstacleOf)));
  }, [nodes, board]);
}

/** px: what a letter of a frame's title takes, and what surrounds it. */
const TITLE = { letter: 9, pad: 28, height: 36 };

/** Cards and notes; of a frame only its title. */
export function obstacleOf(node: BoardNode): Obstacle {
  const { id, position, width = 0, height = 0 } = node;
  if (node.type !== "note" || !node.data.note.frame) return { id, ...position, width, height };
  const text = TITLE.pad + node.data.note.text.length * TITLE.letter;
  return { id, ...position, width: Math.min(width, text), height: TITLE.height };
}

function samePlaces(before: readonly BoardNode[], now: readonly BoardNode[]): boolean {
  if (before.length !== now.length) return false;
  return now.every((node, index) => {
    const old = before[index];
    return (
      old === node || (old !== undefined && old.id === node.id && samePoint(old.position, node.position) && old.height === node.height)
    );
  });
}
