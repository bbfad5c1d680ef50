import { CloudAlert, CloudCheck, CloudUpload } from "lucide-react";
import { Button, Tooltip } from "../../ui/index.ts";
import type { SaveState } from "./autosave.ts";

/** Always says whether what is on screen is safe. */
export function SavedState({ save, onRetry }: { save: SaveState; onRetry: () => void }) {
  if (save.status === "failed" || save.status === "conflict") {
    return (
      <Tooltip content={`${save.problem ?? "The draft could not be saved."} What you changed is kept in this browser.`}>
        <Button size="sm" variant="danger-ghost" icon={<CloudAlert size={14} />} onClick={onRetry}>
          Not saved
        </Button>
      </Tooltip>
    );
  }
  const saved = save.status === "saved";
  return (
    <output className="flex items-center gap-1.5 px-1.5 text-xs text-muted">
      {saved ? <CloudCheck size={14} aria-hidden /> : <CloudUpload size={14} aria-hidden />}
      {saved ? "Saved" : "Saving"}
    </output>
  );
}
