import { useEffect, useState } from "react";
import type { Flow } from "../../api/flows.ts";
import { Board } from "../../canvas/index.ts";
import { useDocumentState, useEditor } from "../../document/index.ts";
import {
  CompareDialog,
  Dock,
  ExtractDialog,
  FlowSettings,
  Inspector,
  NAME_FIELD,
  Palette,
  PublishDialog,
  reveal,
  ShortcutsDialog,
  useFlowPalette,
  TryFromDialog,
  useLayout,
  useLayoutStore,
  useTestRunner,
  VersionsPanel,
} from "../../panels/index.ts";
import { makeRoom, registerDraft } from "../../phone/index.ts";
import { FindBar, useOpenAt } from "../../search/index.ts";
import { useFlowOverlay } from "../../run-board/index.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { DrawingBar } from "./presence/drawing-bar.tsx";
import { usePresence } from "./presence/use-presence.ts";
import { TopBar } from "./top-bar.tsx";
import { Tour } from "./tour/tour.tsx";
import { useAutosave } from "./use-autosave.ts";
import { useClipboard } from "./use-clipboard.ts";
import { useFlowHands } from "./use-flow-hands.ts";
import { useFlowKeys } from "./use-flow-keys.ts";
import { useRecorder } from "./use-recorder.ts";
import { useSurroundings } from "./use-surroundings.ts";
import { useTry } from "./use-try.ts";

/** Top bar, palette, board, inspector, dock. */
export function FlowFrame({ flow }: { flow: Flow }) {
  const { store } = useEditor();
  const layout = useLayoutStore();
  const [published, setPublished] = useState(flow.published);
  const { autosave, state, conflict, settle } = useAutosave(flow);
  const presence = usePresence(autosave);
  const overlay = useFlowOverlay(flow.id);
  const tests = useTestRunner(autosave.flush);
  const keepAsTest = useRecorder(tests);
  const draft = useTry(flow.id, autosave.flush, keepAsTest);
  useEffect(() => registerDraft(draft.current()), [draft]);
  useClipboard();
  useSurroundings();
  const hands = useFlowHands(autosave.flush, draft.open);
  useFlowKeys(hands);
  useFlowPalette(hands);
  useOpenAt();

  return (
    <main className="flex h-full flex-col select-none">
      <FlowHeading />
      <TopBar
        save={state}
        flow={flow}
        published={published}
        onTry={draft.open}
        onRetry={() => void autosave.flush().catch(() => undefined)}
        flush={autosave.flush}
        others={presence.others}
      />
      <DrawingBar presence={presence} />
      <div className="flex min-h-0 flex-1">
        <Palette />
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="relative flex min-h-0 flex-1">
            <Board
              overlay={overlay}
              onRename={(nodeId) => {
                store.select({ nodes: new Set([nodeId]) });
                reveal(layout, nodeId, NAME_FIELD);
              }}
            />
            <FindBar />
            <Tour flow={flow} live={overlay !== null} published={published !== null} />
          </div>
          <Dock tests={tests} keepAsTest={keepAsTest} />
        </div>
        <Side published={published?.version ?? null} />
      </div>
      <PublishDialog flow={{ ...flow, published }} flush={autosave.flush} onPublished={setPublished} />
      <CompareDialog />
      {conflict && <ConflictDialog {...conflict} settle={settle} />}
      <ExtractDialog />
      <TryFromDialog />
      <ShortcutsDialog />
    </main>
  );
}

/** For screen readers: on screen the name is a field in the top bar. */
function FlowHeading() {
  const name = useDocumentState((state) => state.document.name);
  return (
    <>
      <title>{`${name} · Cordboard`}</title>
      <h1 className="sr-only">{name}</h1>
    </>
  );
}

/** px */
const SIDE_WIDTH = 360;

/** 360 px at the right: the selected step, else what was asked for. */
function Side({ published }: { published: number | null }) {
  const side = useLayout((state) => state.side);
  const only = useDocumentState((state) => (state.selection.nodes.size === 1 ? [...state.selection.nodes][0] : undefined));
  const panel =
    side === "versions" ? (
      <VersionsPanel published={published} />
    ) : side === "flow" ? (
      <FlowSettings />
    ) : only === undefined ? null : (
      <Inspector key={only} nodeId={only} />
    );
  const open = panel !== null;
  useEffect(() => (open ? makeRoom(SIDE_WIDTH) : undefined), [open]);
  return (
    panel && (
      <div data-tour-place="say" className="w-[360px] shrink-0 border-l border-line">
        {panel}
      </div>
    )
  );
}
