import { CircleAlert, Copy, Download, Ellipsis, FolderInput, Hash, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { Flow } from "../../api/flows.ts";
import { phone } from "../../app/format/phone.ts";
import { useRowKeys } from "../../app/row-keys.ts";
import { TimeAgo } from "../../app/time-ago.tsx";
import { Badge, ConfirmDialog, IconButton, Menu, type MenuItem, Table, Td, Th, Thead, Tooltip, Tr } from "../../ui/index.ts";
import { FlowThumb } from "./flow-thumb.tsx";
import { FolderDialog } from "./folder-dialog.tsx";
import { FolderRow } from "./folder-row.tsx";
import { allFolders, type Folder } from "./folders.ts";
import { flowDrag } from "./use-flow-drag.ts";
import { useFlowActions } from "./use-flow-actions.ts";

interface FlowsTableProps {
  folders: Folder[];
  flows: Flow[];
  /** Every flow there is: their folders are where one can be moved to. */
  all: Flow[];
  /** Each row says its folder, where rows of several stand together. */
  saysFolder?: boolean;
}

export function FlowsTable({ folders, flows, all, saysFolder = false }: FlowsTableProps) {
  const rowKeys = useRowKeys();
  return (
    <div ref={rowKeys}>
      <Table label="Flows">
        <Thead>
          <Th>Name</Th>
          <Th>Version</Th>
          <Th className="max-md:hidden">Numbers</Th>
          <Th className="max-sm:hidden">Issues</Th>
          <Th className="max-sm:hidden">Edited</Th>
          <Th className="w-10">
            <span className="sr-only">Actions</span>
          </Th>
        </Thead>
        <tbody>
          {folders.map((folder) => (
            <FolderRow key={folder.path} folder={folder} />
          ))}
          {flows.map((flow) => (
            <FlowRow key={flow.id} flow={flow} all={all} saysFolder={saysFolder} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function FlowRow({ flow, all, saysFolder }: { flow: Flow; all: Flow[]; saysFolder: boolean }) {
  const [, go] = useLocation();
  const { description } = flow.draft.document;
  return (
    <Tr className="h-14" onClick={() => go(`/flows/${flow.id}`)} {...flowDrag(flow.id)}>
      <Td className="w-1/2 max-w-0">
        <div className="flex items-center gap-3">
          <FlowThumb document={flow.draft.document} className="h-9 w-16 shrink-0 rounded-sm border border-line bg-board max-sm:hidden" />
          <div className="min-w-0">
            <Link
              href={`/flows/${flow.id}`}
              data-row
              onClick={(event) => event.stopPropagation()}
              className="block truncate rounded-sm font-medium hover:underline"
            >
              {flow.name}
            </Link>
            {saysFolder && flow.folder !== "" && <div className="truncate text-xs text-muted">in {flow.folder}</div>}
            {description && <div className="truncate text-xs text-muted">{description}</div>}
          </div>
        </div>
      </Td>
      <Td>
        <VersionBadge flow={flow} />
      </Td>
      <Td className="max-md:hidden">
        <Numbers flow={flow} />
      </Td>
      <Td className="max-sm:hidden">
        <IssueCounts flow={flow} />
      </Td>
      <Td className="max-sm:hidden">
        <TimeAgo time={flow.updatedAt} />
      </Td>
      <Td onClick={(event) => event.stopPropagation()}>
        <RowMenu flow={flow} all={all} />
      </Td>
    </Tr>
  );
}

function VersionBadge({ flow }: { flow: Flow }) {
  if (!flow.published) return <Badge tone="outline">Draft</Badge>;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Badge tone="ok">v{flow.published.version}</Badge>
      {flow.changed && <span className="text-xs text-muted">edited since</span>}
    </span>
  );
}

function Numbers({ flow }: { flow: Flow }) {
  const [first, ...more] = flow.numbers;
  if (!first) return <span className="text-muted">–</span>;
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className="tabular whitespace-nowrap">{phone(first.number)}</span>
      {more.length > 0 && (
        <Tooltip content={more.map(({ number }) => phone(number)).join(", ")}>
          <span className="text-xs text-muted">+{more.length}</span>
        </Tooltip>
      )}
    </span>
  );
}

function IssueCounts({ flow }: { flow: Flow }) {
  const errors = flow.issues.filter((issue) => issue.level === "error").length;
  const warnings = flow.issues.filter((issue) => issue.level === "warning").length;
  if (errors + warnings === 0) return <span className="text-muted">–</span>;
  return (
    <span className="tabular inline-flex gap-2.5 text-xs font-medium">
      {errors > 0 && (
        <span className="inline-flex items-center gap-1 text-danger">
          <CircleAlert size={13} aria-label="Errors" />
          {errors}
        </span>
      )}
      {warnings > 0 && (
        <span className="inline-flex items-center gap-1 text-warning">
          <TriangleAlert size={13} aria-label="Warnings" />
          {warnings}
        </span>
      )}
    </span>
  );
}

function folderItems(flow: Flow, all: Flow[], move: (id: string, folder: string) => Promise<void>, onNew: () => void): MenuItem[] {
  const to = (path: string, label: string): MenuItem => ({
    label,
    checked: path === flow.folder,
    onSelect: () => void move(flow.id, path),
  });
  return [
    to("", "All flows"),
    ...allFolders(all).map((path) => to(path, path)),
    { separator: true },
    { label: "New folder", onSelect: onNew },
  ];
}

function RowMenu({ flow, all }: { flow: Flow; all: Flow[] }) {
  const actions = useFlowActions();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const [naming, setNaming] = useState(false);
  const hasNumbers = flow.numbers.length > 0;
  const remove = () => (flow.published || hasNumbers ? setAsking(true) : void actions.remove(flow));
  return (
    <>
      <Menu
        trigger={<IconButton label={`Actions for ${flow.name}`} size="sm" icon={<Ellipsis size={16} />} />}
        items={[
          { label: "Duplicate", icon: <Copy size={14} />, onSelect: () => void actions.duplicate(flow) },
          { label: "Move to", icon: <FolderInput size={14} />, items: folderItems(flow, all, actions.move, () => setNaming(true)) },
          { label: "Export as a file", icon: <Download size={14} />, onSelect: () => void actions.exportFile(flow) },
          { label: "Put on a number", icon: <Hash size={14} />, onSelect: () => go(`/numbers?flow=${flow.id}`) },
          { separator: true },
          { label: "Delete", icon: <Trash2 size={14} />, danger: true, onSelect: remove },
        ]}
      />
      {naming && (
        <FolderDialog
          title={`Move “${flow.name}”`}
          action="Move"
          path={flow.folder}
          onPath={(path) => void actions.move(flow.id, path)}
          onClose={() => setNaming(false)}
        />
      )}
      {hasNumbers ? (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={`“${flow.name}” is on a number`}
          description={`${flow.numbers.map(({ number }) => phone(number)).join(", ")} would go unanswered. Give ${flow.numbers.length > 1 ? "them" : "it"} another flow first, then delete this one.`}
          action="To the numbers"
          onConfirm={() => go("/numbers")}
        />
      ) : (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={`Delete “${flow.name}”?`}
          description={`Its draft and its ${flow.published?.version === 1 ? "version" : `${flow.published?.version ?? 0} versions`} go for good. Runs that are under way finish, and past runs stay readable.`}
          action="Delete flow"
          danger
          onConfirm={() => void actions.remove(flow)}
        />
      )}
    </>
  );
}
