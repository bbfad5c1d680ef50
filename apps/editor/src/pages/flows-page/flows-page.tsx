import { useQuery } from "@tanstack/react-query";
import { FileUp, FolderOpen, Plus, SearchX, Workflow } from "lucide-react";
import { useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { flowsQuery, type Flow } from "../../api/flows.ts";
import { Loaded } from "../../app/loaded.tsx";
import { SearchField } from "../../app/search-field.tsx";
import { useShortcut } from "../../app/shortcut.ts";
import { useSearchText } from "../../app/use-search-text.ts";
import { Button, EmptyState, Page, PageHeader } from "../../ui/index.ts";
import { FlowsTable } from "./flows-table.tsx";
import { FolderWay } from "./folder-way.tsx";
import { contentOf } from "./folders.ts";
import { NewFlowDialog } from "./new-flow-dialog.tsx";
import { SampleGrid } from "./sample-grid.tsx";
import { useFileDrop } from "./use-file-drop.ts";
import { useImportFiles } from "./use-flow-actions.ts";

export function FlowsPage() {
  const flows = useQuery(flowsQuery());
  const [text, setText] = useSearchText();
  const [making, setMaking] = useState(false);
  const folder = useSearchParams()[0].get("folder") ?? "";
  const importFiles = useImportFiles(folder);
  const dropping = useFileDrop(importFiles);
  useShortcut("n", () => setMaking(true));
  return (
    <Page>
      <PageHeader
        title="Flows"
        actions={
          <>
            {(flows.data?.items.length ?? 0) > 0 && (
              <SearchField value={text} onChange={setText} label="Search flows" className="w-56 max-sm:w-32" />
            )}
            <ImportButton onFiles={importFiles} />
            <Button variant="primary" icon={<Plus size={15} />} onClick={() => setMaking(true)}>
              New flow
            </Button>
          </>
        }
      />
      <Loaded query={flows}>{({ items }) => <FlowsList flows={items} folder={folder} text={text} onNew={() => setMaking(true)} />}</Loaded>
      <NewFlowDialog open={making} onOpenChange={setMaking} folder={folder} />
      {dropping && (
        <div className="fade-in pointer-events-none fixed inset-3 z-40 flex items-center justify-center rounded-panel border-2 border-dashed border-brass bg-brass-soft/90 text-md font-semibold text-brass">
          Drop flow files to import them
        </div>
      )}
    </Page>
  );
}

function FlowsList({ flows, folder, text, onNew }: { flows: Flow[]; folder: string; text: string; onNew: () => void }) {
  if (flows.length === 0) return <FirstFlow onNew={onNew} />;
  if (text.trim() === "") {
    const content = contentOf(flows, folder);
    return (
      <>
        {folder !== "" && <FolderWay path={folder} />}
        {content.flows.length + content.folders.length === 0 ? (
          <EmptyState icon={<FolderOpen size={20} />} title="Nothing is in this folder">
            Move a flow here by its menu, or make a new one. A folder without flows is gone by itself.
          </EmptyState>
        ) : (
          <FlowsTable {...content} all={flows} />
        )}
      </>
    );
  }
  // What is looked for may lie in any folder.
  const found = flows.filter((flow) => matches(flow, text));
  if (found.length === 0) {
    return (
      <EmptyState icon={<SearchX size={20} />} title="No flow matches">
        Nothing here is called “{text}”, and no flow has it as a number.
      </EmptyState>
    );
  }
  return <FlowsTable folders={[]} flows={found} all={flows} saysFolder />;
}

function matches(flow: Flow, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  const digits = wanted.replace(/\D/g, "");
  return flow.name.toLowerCase().includes(wanted) || (digits !== "" && flow.numbers.some(({ number }) => number.includes(digits)));
}

function FirstFlow({ onNew }: { onNew: () => void }) {
  return (
    <>
      <EmptyState
        className="pb-8"
        icon={<Workflow size={20} />}
        title="Draw your first flow"
        action={
          <Button variant="primary" icon={<Plus size={15} />} onClick={onNew}>
            New flow
          </Button>
        }
      >
        A flow says what happens when somebody calls or texts your number: greet, ask, decide, connect. Start empty, or take a sample that
        works at once and change it.
      </EmptyState>
      <SampleGrid />
    </>
  );
}

function ImportButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={<FileUp size={15} />} onClick={() => field.current?.click()}>
        <span className="max-sm:sr-only">Import</span>
      </Button>
      <input
        ref={field}
        type="file"
        accept=".json,application/json"
        multiple
        hidden
        aria-label="Flow files to import"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}
