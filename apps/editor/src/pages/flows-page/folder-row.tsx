import { Ellipsis, Folder as FolderIcon, Pencil } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { cx, IconButton, Menu, Td, Tr } from "../../ui/index.ts";
import { FolderDialog } from "./folder-dialog.tsx";
import { type Folder, folderAddress } from "./folders.ts";
import { useFlowActions } from "./use-flow-actions.ts";
import { useFlowDrop } from "./use-flow-drag.ts";

/** A folder among flows: opens by a press, takes flows that are dropped onto it. */
export function FolderRow({ folder }: { folder: Folder }) {
  const [, go] = useLocation();
  const actions = useFlowActions();
  const [renaming, setRenaming] = useState(false);
  const { over, handlers } = useFlowDrop((id) => void actions.move(id, folder.path));
  return (
    <Tr className={cx("h-11", over && "bg-brass-soft")} onClick={() => go(folderAddress(folder.path))} {...handlers}>
      <Td colSpan={5}>
        <span className="flex items-center gap-3">
          <span className="flex w-16 shrink-0 justify-center text-muted max-sm:w-auto">
            <FolderIcon size={18} aria-hidden />
          </span>
          <Link
            href={folderAddress(folder.path)}
            data-row
            onClick={(event) => event.stopPropagation()}
            className="truncate rounded-sm font-medium hover:underline"
          >
            {folder.name}
          </Link>
          <span className="tabular text-xs text-muted">{folder.flows === 1 ? "1 flow" : `${folder.flows} flows`}</span>
        </span>
      </Td>
      <Td onClick={(event) => event.stopPropagation()}>
        <Menu
          trigger={<IconButton label={`Actions for the folder ${folder.name}`} size="sm" icon={<Ellipsis size={16} />} />}
          items={[{ label: "Rename or move", icon: <Pencil size={14} />, onSelect: () => setRenaming(true) }]}
        />
        {renaming && (
          <FolderDialog
            title={`Rename “${folder.name}”`}
            action="Rename"
            path={folder.path}
            onPath={(path) => void actions.renameFolder(folder.path, path)}
            onClose={() => setRenaming(false)}
          />
        )}
      </Td>
    </Tr>
  );
}
