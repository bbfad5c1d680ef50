import { Workflow, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { NOTHING, useDocumentState, useEditor, viewOf } from "../../document/index.ts";
import { FlowFields, NodeForm } from "../../form/index.ts";
import { IconButton, NodeTile, Segmented } from "../../ui/index.ts";
import { FIRST_FIELD, useLayout, useLayoutStore, type InspectorTab } from "../layout-store.ts";
import { flowRunBy, useEnter } from "../use-enter.ts";
import { autoName } from "./auto-name.ts";
import { ExitsTab } from "./exits-tab.tsx";
import { HelpTab } from "./help-tab.tsx";
import { NodeName } from "./node-name.tsx";
import { useReveal } from "./use-reveal.ts";

const TABS: { value: InspectorTab; label: string }[] = [
  { value: "settings", label: "Settings" },
  { value: "exits", label: "Exits" },
  { value: "help", label: "Help" },
];

/** The settings of the one selected step. */
export function Inspector({ nodeId }: { nodeId: string }) {
  const editor = useEditor();
  const layout = useLayoutStore();
  const tab = useLayout((state) => state.tab);
  const node = useDocumentState((state) => state.document.nodes.find((candidate) => candidate.id === nodeId));
  const frame = useRef<HTMLElement>(null);
  const enter = useEnter();
  useReveal(frame, nodeId);
  useEffect(() => () => autoName(editor, nodeId), [editor, nodeId]);

  if (!node) return null;
  const { manifest } = viewOf(node);
  const runs = flowRunBy(node);
  return (
    <aside ref={frame} aria-label={`Settings of ${node.name}`} className="flex h-full flex-col bg-surface" data-inspector={nodeId}>
      <header className="flex items-start gap-2.5 px-4 pt-3.5 pb-2">
        <span className="pt-1">
          <NodeTile icon={manifest?.icon ?? "puzzle"} group={manifest?.group ?? null} />
        </span>
        <div className="min-w-0 flex-1">
          <NodeName node={node} />
          <p className="mt-0.5 truncate px-1.5 text-xs text-muted" title={manifest?.summary}>
            {manifest?.title ?? `Unknown component “${node.type}”`}
          </p>
        </div>
        {runs !== null && <IconButton size="sm" label={`Go into “${runs}”`} icon={<Workflow size={16} />} onClick={() => enter(nodeId)} />}
        <IconButton size="sm" label="Close" keys={["Esc"]} icon={<X size={16} />} onClick={() => editor.store.select(NOTHING)} />
      </header>
      <div className="px-4 pb-3">
        <Segmented
          label="Part of the inspector"
          size="sm"
          className="w-full"
          value={tab}
          options={TABS}
          onValueChange={(next) => layout.setState({ tab: next === "exits" || next === "help" ? next : "settings" })}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line" key={`${nodeId} ${tab}`}>
        {tab === "settings" && (
          <div className="p-4" data-field={FIRST_FIELD}>
            <FlowFields>
              <NodeForm node={node} />
            </FlowFields>
          </div>
        )}
        {tab === "exits" && <ExitsTab node={node} />}
        {tab === "help" && <HelpTab type={node.type} />}
      </div>
    </aside>
  );
}
