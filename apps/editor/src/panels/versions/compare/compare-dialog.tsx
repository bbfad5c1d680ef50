import type { FlowDocument } from "@cordboard/flow";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useMemo, useState } from "react";
import { listVersions, versionQuery } from "../../../api/flows.ts";
import { BoardView } from "../../../canvas/index.ts";
import { useDocumentState, useEditor } from "../../../document/index.ts";
import { Dialog, Loading, Select } from "../../../ui/index.ts";
import { useLayout, useLayoutStore, type Compared } from "../../layout-store.ts";
import { ChangeList } from "./change-list.tsx";
import { groupsOf, unionOf } from "./union.ts";

/** Two texts of the flow, side by side in words and as one board. */
export default function CompareDialog() {
  const layout = useLayoutStore();
  const compared = useLayout((state) => state.compare);
  if (!compared) return null;
  const change = (part: Partial<Compared>) => layout.setState({ compare: { ...compared, ...part } });
  return (
    <Dialog
      open
      size="full"
      onOpenChange={(open) => !open && layout.setState({ compare: null, dialog: compared.back })}
      title="What changed"
    >
      <div className="flex h-full min-h-0 flex-col gap-3">
        <div className="flex items-center gap-2">
          <Chooser label="From" value={compared.from} onChange={(from) => change({ from })} />
          <ArrowRight size={14} className="shrink-0 text-muted" aria-hidden />
          <Chooser label="To" value={compared.to} onChange={(to) => change({ to })} />
        </div>
        <Sides {...compared} />
      </div>
    </Dialog>
  );
}

type Text = Compared["from"];

function useVersions() {
  const { flowId } = useEditor();
  return useQuery({ queryKey: ["flows", flowId, "versions"], queryFn: () => listVersions(flowId) });
}

function Chooser({ label, value, onChange }: { label: string; value: Text; onChange: (text: Text) => void }) {
  const { data } = useVersions();
  const options = [
    { value: "draft", label: "The draft" },
    ...(data?.items ?? []).map(({ version, by, message }) => ({
      value: String(version),
      label: `Version ${version} · ${message || `by ${by}`}`,
    })),
  ];
  return (
    <div className="w-72">
      <Select
        label={label}
        value={String(value)}
        options={options}
        onValueChange={(next) => onChange(next === "draft" ? "draft" : Number(next))}
      />
    </div>
  );
}

/** Of a version its document; null while it is fetched. */
function useText(text: Text): FlowDocument | null {
  const { flowId } = useEditor();
  const draft = useDocumentState((state) => state.document);
  const { data } = useQuery({ ...versionQuery(flowId, text === "draft" ? 0 : text), enabled: text !== "draft" });
  return text === "draft" ? draft : (data?.document ?? null);
}

function Sides({ from, to }: Compared) {
  const [a, b] = [useText(from), useText(to)];
  const [chosen, setChosen] = useState<string | null>(null);
  const union = useMemo(() => a && b && unionOf(a, b), [a, b]);
  const classes = useMemo(() => {
    const cords = new Map([...(union?.cords ?? [])].map(([key, mark]) => [key, `diff-${mark}`]));
    const nodes = new Map([...(union?.nodes ?? [])].map(([id, mark]) => [id, `diff-${mark}`]));
    return { nodes, cords };
  }, [union]);
  if (!union) return <Loading />;
  const groups = groupsOf(union);
  const touched = union.changes.flatMap((change) => ("nodeId" in change ? change.nodeId : "from" in change ? change.from : []));
  return (
    <div className="flex min-h-0 flex-1 gap-3">
      <div className="w-80 shrink-0 overflow-y-auto">
        {groups.length === 0 ? (
          <p className="text-muted">Both do the same. Places and notes on the board don’t count.</p>
        ) : (
          <ChangeList groups={groups} chosen={chosen} onChoose={setChosen} />
        )}
      </div>
      <div className="min-w-0 flex-1 overflow-hidden rounded-card border border-line">
        <BoardView
          key={`${from} ${to}`}
          document={union.document}
          overlay={null}
          classes={classes}
          showFirst={touched}
          selectedNodeId={chosen}
          onSelectNode={setChosen}
        />
      </div>
    </div>
  );
}
