import { useReactFlow, type Connection, type FinalConnectionState, type HandleType } from "@xyflow/react";
import { useCallback, useMemo, useRef } from "react";
import { isEntry, type Editor } from "../document/index.ts";
import type { CordEdge } from "./board-types.ts";
import type { BoardStore } from "./board-store.ts";

/** Where the pointer was let go, whatever it was. */
function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const touch = "changedTouches" in event ? event.changedTouches[0] : undefined;
  const source = touch ?? ("clientX" in event ? event : { clientX: 0, clientY: 0 });
  return { x: source.clientX, y: source.clientY };
}

function cardAt({ x, y }: { x: number; y: number }): string | null {
  const card = document.elementsFromPoint(x, y).find((element) => element.closest(".react-flow__node-card"));
  return card?.closest(".react-flow__node-card")?.getAttribute("data-id") ?? null;
}

/** Plugging cords: drag from jack to jack, drop on a card, drop on the board for the quick-add list, re-plug an end. */
export function usePlugging({ store }: Editor, board: BoardStore) {
  const flow = useReactFlow();
  const replugged = useRef(false);

  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      if (sourceHandle !== null) store.dispatch({ type: "addEdge", edge: { from: source, exit: sourceHandle, to: target } });
    },
    [store],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, { isValid, fromHandle }: FinalConnectionState) => {
      if (isValid || !fromHandle || fromHandle.type !== "source" || fromHandle.id === null || fromHandle.id === undefined) return;
      const at = pointOf(event);
      const from = { nodeId: fromHandle.nodeId, exit: fromHandle.id };
      const onto = cardAt(at);
      const target = store.getState().document.nodes.find((node) => node.id === onto);
      if (target && !isEntry(target) && target.id !== from.nodeId) {
        store.dispatch({ type: "addEdge", edge: { from: from.nodeId, exit: from.exit, to: target.id } });
      } else if (!onto) {
        const { x, y } = flow.screenToFlowPosition(at);
        board.setState({ quickAdd: { at, from, place: { x, y: y - 20 } } });
      }
    },
    [board, flow, store],
  );

  const reconnect = useMemo(
    () => ({
      onReconnectStart: () => {
        replugged.current = false;
      },
      onReconnect: (old: CordEdge, { source, sourceHandle, target }: Connection) => {
        replugged.current = true;
        if (sourceHandle === null || old.sourceHandle === null || old.sourceHandle === undefined) return;
        const edge = { from: source, exit: sourceHandle, to: target };
        store.dispatch({ type: "reconnect", from: old.source, exit: old.sourceHandle, edge });
      },
      /** Let go over another card: plugged there. Let go anywhere else: it stays where it was. */
      onReconnectEnd: (event: MouseEvent | TouchEvent, old: CordEdge, fixed: HandleType) => {
        if (replugged.current || fixed !== "source") return;
        const target = store.getState().document.nodes.find((node) => node.id === cardAt(pointOf(event)));
        if (!target || isEntry(target) || target.id === old.target || typeof old.sourceHandle !== "string") return;
        store.dispatch({
          type: "reconnect",
          from: old.source,
          exit: old.sourceHandle,
          edge: { from: old.source, exit: old.sourceHandle, to: target.id },
        });
      },
    }),
    [store],
  );
  return { onConnect, onConnectEnd, ...reconnect };
}
