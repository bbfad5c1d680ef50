import { useLayoutEffect, useRef } from "react";
import { aroundOf } from "./around.ts";
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
    const cards = nodes.filter((node) => node.type === "card");
    board
      .getState()
      .around.setState(aroundOf(cards.map(({ id, position, width = 0, height = 0 }) => ({ id, ...position, width, height }))));
  }, [nodes, board]);
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
