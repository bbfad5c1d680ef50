import type { Issue } from "@cordboard/contract";
import { Wand2 } from "lucide-react";
import { fixCommands, useEditor } from "../document/index.ts";
import { Button, cx } from "../ui/index.ts";

/** Mends an issue with one press, as one step back. Nothing for an issue that only its author can mend. */
export function MendButton({ issue, className, prominent = false }: { issue: Issue; className?: string; prominent?: boolean }) {
  const { store } = useEditor();
  const commands = issue.fix && fixCommands(issue.fix.commands);
  if (!issue.fix || !commands) return null;
  return (
    <Button
      size="sm"
      variant={prominent ? "primary" : "ghost"}
      className={cx(!prominent && "text-brass!", className)}
      icon={<Wand2 size={13} />}
      onClick={() => store.dispatch(commands)}
    >
      {issue.fix.label}
    </Button>
  );
}
