import { useStore, useStoreApi } from "@xyflow/react";
import { useMemo } from "react";
import { areaOf, reaches, sameArea } from "./area.ts";
import type { BoardNode, CordEdge } from "./board-types.ts";
import type { Derived } from "./derive.ts";
import type { Rect } from "./mini-fit.ts";

/**
 * React Flow looks at every edge it has for every frame of a pan: with 10,000 that was half of the frame. Of more than this it gets those about
 * the window, those that are selected, and those of cards that are on their way.
 */
const MANY = 2_000;

export function useCordsAbout(edges: CordEdge[], nodeById: Derived["nodeById"]): CordEdge[] {
  const store = useStoreApi<BoardNode, CordEdge>();
  const many = edges.length > MANY;
  const area = useStore((state) => (many ? areaOf(state) : null), sameArea);
  return useMemo(() => {
    if (!many) return edges;
    if (!area) return [];
    const carried = new Set([...store.getState().nodeLookup.values()].flatMap(({ id, dragging }) => (dragging ? [id] : [])));
    return edges.filter(({ selected, source, target }) => {
      if (selected || carried.has(source) || carried.has(target)) return true;
      const [from, to] = [nodeById.get(source), nodeById.get(target)];
      return from !== undefined && to !== undefined && reaches(area, boxOf(from), boxOf(to));
    });
  }, [many, edges, nodeById, area, store]);
}

const boxOf = ({ position, width = 0, height = 0 }: BoardNode): Rect => ({ ...position, width, height });
