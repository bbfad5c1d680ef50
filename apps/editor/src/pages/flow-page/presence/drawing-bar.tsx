import { PencilLine } from "lucide-react";
import { Button } from "../../../ui/index.ts";
import { drawerOf, type FlowPresence } from "./use-presence.ts";

/** While another window draws: who, and the way to draw oneself. */
export function DrawingBar({ presence: { drawing, takeOver } }: { presence: FlowPresence }) {
  return (
    <output aria-label="Who draws" className="block">
      {drawing && (
        <span className="flex h-9 items-center gap-2 border-b border-line bg-raised px-3 text-xs">
          <PencilLine size={14} className="shrink-0 text-brass" aria-hidden />
          <span className="truncate">
            <span className="font-medium">{drawerOf(drawing)}.</span>{" "}
            <span className="text-muted">You see each change as it is saved.</span>
          </span>
          {takeOver && (
            <Button size="sm" className="ml-1" onClick={takeOver}>
              Take over
            </Button>
          )}
        </span>
      )}
    </output>
  );
}
