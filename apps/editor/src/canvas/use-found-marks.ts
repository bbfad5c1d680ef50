import { useMemo } from "react";
import { useBoardState } from "./board-store.ts";
import type { BoardNode } from "./board-types.ts";
import { withClasses } from "./with-classes.ts";

/** Marks the cards and notes that hold what is searched for. */
export function useFoundMarks(nodes: BoardNode[]): BoardNode[] {
  const found = useBoardState((state) => state.found);
  return useMemo(() => {
    if (!found) return nodes;
    return withClasses(nodes, new Map([...found.ids].map((id) => [id, id === found.current ? "found found-now" : "found"])));
  }, [nodes, found]);
}
