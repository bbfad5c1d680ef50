import { ArrowLeft, Keyboard, Phone, Redo2, Settings2, TextSearch, Undo2, Wand2 } from "lucide-react";
import { Link } from "wouter";
import type { Flow } from "../../api/flows.ts";
import { tidy } from "../../canvas/index.ts";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { keysFor, useBindings } from "../../keys/index.ts";
import { flowCommand, openFind, useLayout, useLayoutStore } from "../../panels/index.ts";
import { Button, IconButton, Tooltip } from "../../ui/index.ts";
import type { SaveState } from "./autosave.ts";
import { Crumbs } from "./crumbs.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { FlowName } from "./flow-name.tsx";
import { SavedState } from "./saved-state.tsx";
import { People } from "./presence/people.tsx";
import type { FlowPresence } from "./presence/use-presence.ts";
import { NoNumber } from "./no-number.tsx";
import { VersionChip } from "./version-chip.tsx";

export interface TopBarProps {
  save: SaveState;
  flow: Flow;
  published: Flow["published"];
  onTry: () => void;
  onRetry: () => void;
  flush: () => Promise<unknown>;
  others: FlowPresence["others"];
}

/** For a tooltip: the keys that do the same now. */
function keysOf(id: string): { keys?: string[] } {
  const keys = keysFor(flowCommand(id));
  return keys ? { keys } : {};
}

export function TopBar({ save, flow, published, onTry, onRetry, flush, others }: TopBarProps) {
  const layout = useLayoutStore();
  const side = useLayout((state) => state.side);
  // Drawn again when other keys were chosen.
  useBindings();
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-surface pr-3 pl-2">
      <Tooltip content="All flows">
        <Link
          href="/flows"
          aria-label="All flows"
          className="flex size-8 items-center justify-center rounded-control text-muted hover:bg-hover hover:text-ink"
        >
          <ArrowLeft size={16} />
        </Link>
      </Tooltip>
      <Crumbs />
      <FlowName />
      <SavedState save={save} onRetry={onRetry} />
      <VersionChip published={published} saved={save.saved} />
      {published && <NoNumber flow={flow} />}
      <div className="ml-auto flex items-center gap-0.5">
        <People others={others} />
        <HistoryButtons />
        <span className="mx-1.5 h-5 w-px bg-line" />
        <TidyButton />
        <IconButton label="Find on the board" {...keysOf("find")} icon={<TextSearch size={16} />} onClick={() => openFind(layout)} />
        <IconButton
          label="Flow settings"
          {...keysOf("flow-settings")}
          active={side === "flow"}
          icon={<Settings2 size={16} />}
          onClick={() => layout.setState({ side: side === "flow" ? "node" : "flow" })}
        />
        <ExportMenu flush={flush} />
        <IconButton
          label="Keys"
          {...keysOf("keys")}
          icon={<Keyboard size={16} />}
          onClick={() => layout.setState({ dialog: "shortcuts" })}
        />
      </div>
      <div className="ml-2 flex items-center gap-2">
        <Tooltip content="Call or text this draft" {...keysOf("try")}>
          <Button data-tour-place="try" icon={<Phone size={14} />} onClick={onTry}>
            Try
          </Button>
        </Tooltip>
        <Tooltip content="Make this draft the version in use" {...keysOf("publish")}>
          <Button data-tour-place="publish" variant="primary" onClick={() => layout.setState({ dialog: "publish" })}>
            Publish
          </Button>
        </Tooltip>
      </div>
    </header>
  );
}

function HistoryButtons() {
  const { store } = useEditor();
  const canUndo = useDocumentState((state) => state.history.past.length > 0);
  const canRedo = useDocumentState((state) => state.history.future.length > 0);
  return (
    <>
      <IconButton label="Undo" {...keysOf("undo")} disabled={!canUndo} icon={<Undo2 size={16} />} onClick={() => store.undo()} />
      <IconButton label="Redo" {...keysOf("redo")} disabled={!canRedo} icon={<Redo2 size={16} />} onClick={() => store.redo()} />
    </>
  );
}

function TidyButton() {
  const editor = useEditor();
  return <IconButton label="Tidy up" {...keysOf("tidy")} icon={<Wand2 size={16} />} onClick={() => void tidy(editor)} />;
}
