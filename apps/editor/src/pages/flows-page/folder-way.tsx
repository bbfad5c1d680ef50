import { ChevronRight } from "lucide-react";
import { Link } from "wouter";
import { cx } from "../../ui/index.ts";
import { folderAddress, nameOf, wayTo } from "./folders.ts";
import { useFlowActions } from "./use-flow-actions.ts";
import { useFlowDrop } from "./use-flow-drag.ts";

/** Where one is: each folder on the way opens by a press, and takes flows that are dropped onto it. */
export function FolderWay({ path }: { path: string }) {
  const way = wayTo(path);
  return (
    <nav aria-label="Folder" className="mb-3 flex flex-wrap items-center gap-1">
      <Step path="" name="All flows" here={path === ""} />
      {way.map((folder) => (
        <span key={folder} className="flex items-center gap-1">
          <ChevronRight size={14} className="text-muted" aria-hidden />
          <Step path={folder} name={nameOf(folder)} here={folder === path} />
        </span>
      ))}
    </nav>
  );
}

function Step({ path, name, here }: { path: string; name: string; here: boolean }) {
  const actions = useFlowActions();
  const { over, handlers } = useFlowDrop((id) => void actions.move(id, path));
  return (
    <Link
      href={folderAddress(path)}
      aria-current={here ? "page" : undefined}
      className={cx("rounded-sm px-1 py-0.5", here ? "font-medium" : "text-muted hover:text-ink hover:underline", over && "bg-brass-soft")}
      {...(here ? {} : handlers)}
    >
      {name}
    </Link>
  );
}
