import type { VersionInfo } from "@cordboard/api";
import { diffFlows } from "@cordboard/flow";
import { useQuery } from "@tanstack/react-query";
import { GitCompareArrows, History, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { listVersions, versionQuery } from "../../api/flows.ts";
import { Loaded } from "../../app/loaded.tsx";
import { TimeAgo } from "../../app/time-ago.tsx";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { Badge, Button, cx, EmptyState, IconButton, Loading, toast } from "../../ui/index.ts";
import { useLayoutStore } from "../layout-store.ts";

/** Published versions, newest first; each says how the draft differs from it and can be brought back into the draft. */
export function VersionsPanel({ published }: { published: number | null }) {
  const { flowId } = useEditor();
  const layout = useLayoutStore();
  const [chosen, setChosen] = useState<number | null>(null);
  const versions = useQuery({ queryKey: ["flows", flowId, "versions"], queryFn: () => listVersions(flowId) });
  return (
    <aside aria-label="Versions" className="flex h-full flex-col bg-surface">
      <header className="flex items-center gap-1 border-b border-line py-2.5 pr-2.5 pl-4">
        <h2 className="text-md font-semibold">Versions</h2>
        <span className="flex-1" />
        <CompareButton published={published} />
        <IconButton size="sm" label="Close" icon={<X size={16} />} onClick={() => layout.setState({ side: "node" })} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Loaded query={versions}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={<History size={20} />} title="Not published yet">
                Publish the flow to put it on a number. Each publishing becomes a version you can come back to.
              </EmptyState>
            ) : (
              <ol className="flex flex-col p-2">
                {items.map((info) => (
                  <Version
                    key={info.version}
                    info={info}
                    live={info.version === published}
                    open={info.version === chosen}
                    onPress={() => setChosen(info.version === chosen ? null : info.version)}
                  />
                ))}
              </ol>
            )
          }
        </Loaded>
      </div>
    </aside>
  );
}

/** From the version in use to the draft, to begin with; any two can be chosen there. */
function CompareButton({ published }: { published: number | null }) {
  const layout = useLayoutStore();
  if (published === null) return null;
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={<GitCompareArrows size={14} />}
      onClick={() => layout.setState({ compare: { from: published, to: "draft", back: null } })}
    >
      Compare
    </Button>
  );
}

interface VersionProps {
  info: VersionInfo;
  live: boolean;
  open: boolean;
  onPress: () => void;
}

function Version({ info, live, open, onPress }: VersionProps) {
  return (
    <li className={cx("rounded-control", open && "bg-raised")}>
      <button
        type="button"
        aria-expanded={open}
        className="flex w-full flex-col gap-0.5 rounded-control px-2.5 py-2 text-left hover:bg-hover"
        onClick={onPress}
      >
        <span className="flex w-full items-center gap-2">
          <span className="font-semibold">Version {info.version}</span>
          {live && <Badge tone="brass">in use</Badge>}
          <span className="ml-auto text-xs">
            <TimeAgo time={info.at} />
          </span>
        </span>
        <span className="text-muted">{info.message || "No message"}</span>
        <span className="text-xs text-muted">by {info.by}</span>
      </button>
      {open && <Details version={info.version} />}
    </li>
  );
}

/** Shown changes; the rest is counted. */
const SHOWN = 8;

function Details({ version }: { version: number }) {
  const { flowId, store } = useEditor();
  const layout = useLayoutStore();
  const draft = useDocumentState((state) => state.document);
  const readOnly = useDocumentState((state) => state.readOnly);
  const { data } = useQuery(versionQuery(flowId, version));
  if (!data) return <Loading />;
  const changes = diffFlows(data.document, draft);
  const restore = () => {
    store.replace({ ...data.document, name: draft.name });
    toast(`The draft is version ${version} again`, { action: { label: "Undo", onClick: () => store.undo() } });
  };
  return (
    <div className="flex flex-col gap-2 px-2.5 pb-3">
      {changes.length === 0 ? (
        <p className="text-xs text-muted">The draft does the same as this version.</p>
      ) : (
        <>
          <p className="text-xs font-medium">Since then in the draft</p>
          <ul className="flex flex-col gap-1 text-xs text-muted">
            {changes.slice(0, SHOWN).map((change, index) => (
              <li key={index} className="flex gap-1.5">
                <span aria-hidden>·</span>
                {change.words}
              </li>
            ))}
            {changes.length > SHOWN && <li>and {changes.length - SHOWN} more</li>}
          </ul>
          <span className="flex flex-wrap gap-1.5">
            <Button size="sm" icon={<RotateCcw size={13} />} disabled={readOnly} onClick={restore}>
              Restore into the draft
            </Button>
            <Button
              size="sm"
              icon={<GitCompareArrows size={13} />}
              onClick={() => layout.setState({ compare: { from: version, to: "draft", back: null } })}
            >
              Show on the board
            </Button>
          </span>
        </>
      )}
    </div>
  );
}
