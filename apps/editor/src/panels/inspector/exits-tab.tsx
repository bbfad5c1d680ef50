import type { ExitSpec } from "@cordboard/contract";
import type { FlowNode } from "@cordboard/flow";
import { CornerDownRight, Plus } from "lucide-react";
import { useBoardStore } from "../../canvas/index.ts";
import { useDocumentState, useEditor, viewOf } from "../../document/index.ts";
import { FlowFields } from "../../form/index.ts";
import { Combobox, IconButton, Kbd, NodeTile, type CommandOption } from "../../ui/index.ts";

const NOWHERE = "";

/** Every way out of a step and where it leads: cords by keyboard. */
export function ExitsTab({ node }: { node: FlowNode }) {
  const document = useDocumentState((state) => state.document);
  const view = viewOf(node);
  const own = document.edges.filter((edge) => edge.from === node.id);
  const gone: ExitSpec[] = own
    .filter((edge) => !view.exits.some((exit) => exit.id === edge.exit))
    .map((edge) => ({ id: edge.exit, label: edge.exit }));
  const exits = [...view.exits, ...gone];
  const before = document.edges.filter((edge) => edge.to === node.id);
  const steps = document.nodes.filter((other) => !viewOf(other).manifest?.entry).map(optionFor);
  return (
    <div className="flex flex-col gap-5 p-4">
      <section aria-label="Ways out" className="flex flex-col gap-3">
        <FlowFields>
          {exits.map((exit) => (
            <ExitField key={exit.id} node={node} exit={exit} to={own.find((edge) => edge.exit === exit.id)?.to} steps={steps} />
          ))}
        </FlowFields>
        {exits.length === 0 && <p className="text-muted">The path ends here: this step has no way out.</p>}
      </section>
      {before.length > 0 && (
        <section aria-label="Reached from" className="flex flex-col gap-1">
          <h3 className="text-xs font-medium">Reached from</h3>
          {before.map((edge) => (
            <Origin key={`${edge.from} ${edge.exit}`} from={edge.from} exit={edge.exit} />
          ))}
        </section>
      )}
    </div>
  );
}

function optionFor(node: FlowNode): CommandOption {
  const { manifest, face } = viewOf(node);
  return {
    value: node.id,
    label: node.name,
    keywords: [manifest?.title ?? node.type, ...face],
    icon: <NodeTile size="sm" icon={manifest?.icon ?? "puzzle"} group={manifest?.group ?? null} />,
  };
}

function ExitField({ node, exit, to, steps }: { node: FlowNode; exit: ExitSpec; to: string | undefined; steps: CommandOption[] }) {
  const { store } = useEditor();
  const board = useBoardStore();
  const connect = (target: string) =>
    store.dispatch(
      target === NOWHERE
        ? { type: "removeEdge", from: node.id, exit: exit.id }
        : { type: "addEdge", edge: { from: node.id, exit: exit.id, to: target } },
    );
  return (
    <div data-field={`exit.${exit.id}`} className="flex flex-col gap-1">
      <span className="flex items-center gap-1.5 text-xs font-medium">
        {exit.key !== undefined && <Kbd>{exit.key}</Kbd>}
        {exit.label}
      </span>
      <div className="flex items-center gap-1">
        <Combobox
          className="min-w-0 flex-1"
          label={`${exit.label} leads to`}
          value={to ?? NOWHERE}
          placeholder="Nowhere"
          options={[{ value: NOWHERE, label: bareWords(exit) }, ...steps]}
          onValueChange={connect}
        />
        {to === undefined && (
          <IconButton
            label={`Add a step after ${exit.label}`}
            icon={<Plus size={16} />}
            onClick={(event) => {
              const box = event.currentTarget.getBoundingClientRect();
              board.setState({ quickAdd: { at: { x: box.left - 300, y: box.bottom }, from: { nodeId: node.id, exit: exit.id } } });
            }}
          />
        )}
      </div>
    </div>
  );
}

function bareWords(exit: ExitSpec): string {
  if (exit.handler === "on_error") return "Nowhere: the error handler, if any";
  if (exit.handler === "on_hangup") return "Nowhere: the hang-up handler, if any";
  return "Nowhere: the run ends here";
}

function Origin({ from, exit }: { from: string; exit: string }) {
  const { store } = useEditor();
  const source = useDocumentState((state) => state.document.nodes.find((node) => node.id === from));
  if (!source) return null;
  const label = viewOf(source).exits.find((other) => other.id === exit)?.label ?? exit;
  return (
    <button
      type="button"
      className="-mx-1.5 flex h-7 items-center gap-2 rounded-sm px-1.5 text-left hover:bg-hover"
      onClick={() => store.select({ nodes: new Set([from]) })}
    >
      <CornerDownRight size={13} className="shrink-0 text-muted" aria-hidden />
      <span className="truncate">{source.name}</span>
      <span className="truncate text-muted">{label}</span>
    </button>
  );
}
