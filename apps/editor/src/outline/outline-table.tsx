import { useDeferredValue, useEffect, useMemo, useRef } from "react";
import { useRowKeys } from "../app/row-keys.ts";
import { useDocumentState, useEditor, viewOf, type Point } from "../document/index.ts";
import { FIRST_FIELD, reveal, useLayoutStore } from "../panels/layout-store.ts";
import { cx, NodeTile, Th } from "../ui/index.ts";
import { IssueMark } from "./tree-row.tsx";

/** Every step in a line, as they lie on the board: what it is, what it says, how much of it is connected. */
export function OutlineTable({ asked }: { asked: number }) {
  const { store } = useEditor();
  const layout = useLayoutStore();
  const document = useDeferredValue(useDocumentState((state) => state.document));
  const chosen = useDocumentState((state) => state.selection.nodes);
  const wiring = useMemo(() => countCords(document.edges), [document.edges]);
  const place = (id: string): Point => document.layout[id] ?? { x: 0, y: 0 };
  const nodes = document.nodes.toSorted((a, b) => place(a.id).x - place(b.id).x || place(a.id).y - place(b.id).y);
  const keys = useRowKeys();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = box.current?.querySelector<HTMLElement>("[aria-pressed=true]") ?? box.current?.querySelector<HTMLElement>("[data-row]");
    row?.focus();
  }, [asked]);
  return (
    <div ref={box} data-outline className="min-h-0 flex-1 overflow-auto">
      <table ref={keys} aria-label="Outline" className="w-full border-collapse text-xs">
        <thead className="sticky top-0 z-1 bg-raised">
          <tr>
            <Th className="w-0">Step</Th>
            <Th>Component</Th>
            <Th>What it does</Th>
            <Th>Reached by</Th>
            <Th>Leads on</Th>
            <Th>Issues</Th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => {
            const { manifest, face, exits } = viewOf(node);
            const selected = chosen.has(node.id);
            const usual = exits.filter(({ optional }) => optional !== true).length;
            return (
              <tr key={node.id} className={cx("h-8 border-b border-line", selected && "bg-brass-soft")}>
                <td className="px-1">
                  <button
                    type="button"
                    data-row
                    data-node={node.id}
                    aria-pressed={selected}
                    className="flex h-7 items-center gap-2 rounded-sm px-2 font-medium hover:bg-hover"
                    onFocus={() => store.select({ nodes: new Set([node.id]) })}
                    onClick={() => reveal(layout, node.id, FIRST_FIELD)}
                  >
                    <NodeTile size="sm" icon={manifest?.icon ?? "puzzle"} group={manifest?.group ?? null} />
                    {node.name}
                  </button>
                </td>
                <td className="px-3 whitespace-nowrap text-muted">{manifest?.title ?? node.type}</td>
                <td className="max-w-64 truncate px-3">{face[0] ?? ""}</td>
                <td className="tabular px-3 text-muted">{manifest?.entry ? "–" : (wiring.to.get(node.id) ?? 0)}</td>
                <td className="tabular px-3 whitespace-nowrap text-muted">
                  {wiring.from.get(node.id) ?? 0} of {Math.max(usual, wiring.from.get(node.id) ?? 0)}
                </td>
                <td className="px-3">
                  <IssueMark nodeId={node.id} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Cords by the node they come from, and by the one they lead to. */
function countCords(edges: readonly { from: string; to: string }[]): { from: Map<string, number>; to: Map<string, number> } {
  const count = { from: new Map<string, number>(), to: new Map<string, number>() };
  for (const { from, to } of edges) {
    count.from.set(from, (count.from.get(from) ?? 0) + 1);
    count.to.set(to, (count.to.get(to) ?? 0) + 1);
  }
  return count;
}
