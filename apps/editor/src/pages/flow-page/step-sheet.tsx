import type { FlowDocument, FlowNode } from "@cordboard/flow";
import { ArrowRight, X } from "lucide-react";
import { viewOf } from "../../document/index.ts";
import { IconButton, NodeTile } from "../../ui/index.ts";

interface StepSheetProps {
  node: FlowNode;
  document: FlowDocument;
  /** To the step that an exit leads to. */
  onGo: (nodeId: string) => void;
  onClose: () => void;
}

/** What a step does and where its exits lead, to be read below the board. */
export function StepSheet({ node, document, onGo, onClose }: StepSheetProps) {
  const { manifest, face, exits } = viewOf(node);
  const leads = (exit: string): FlowNode | undefined => {
    const cord = document.edges.find((edge) => edge.from === node.id && edge.exit === exit);
    return document.nodes.find(({ id }) => id === cord?.to);
  };
  return (
    <section
      aria-label={`Step ${node.name}`}
      className="max-h-[45%] shrink-0 overflow-y-auto border-t border-line bg-surface px-4 pt-3 pb-4"
    >
      <div className="flex items-center gap-2.5">
        <NodeTile icon={manifest?.icon ?? ""} group={manifest?.group ?? null} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{node.name}</h2>
          <p className="text-xs text-muted">{manifest?.title ?? `No component “${node.type}” here`}</p>
        </div>
        <IconButton label="Close" icon={<X size={16} />} onClick={onClose} />
      </div>
      {face.map((line, index) => (
        <p key={index} className="mt-1.5 break-words">
          {line}
        </p>
      ))}
      <ul aria-label="Exits" className="mt-3 flex flex-col gap-1">
        {exits.map((exit) => {
          const next = leads(exit.id);
          return (
            <li key={exit.id} className="flex min-h-8 items-center justify-between gap-3">
              <span className={next ? undefined : "text-muted"}>{exit.label}</span>
              {next ? (
                <button
                  type="button"
                  className="flex min-w-0 items-center gap-1.5 rounded-sm py-1 font-medium hover:underline"
                  onClick={() => onGo(next.id)}
                >
                  <ArrowRight size={14} className="shrink-0 text-muted" aria-hidden />
                  <span className="truncate">{next.name}</span>
                </button>
              ) : (
                <span className="text-xs text-muted italic">goes nowhere</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
