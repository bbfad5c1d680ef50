import { CircleCheck, CircleDot, CircleSlash, CircleX } from "lucide-react";
import type { RunStatus } from "../api/runs.ts";
import { Badge, type Tone } from "../ui/index.ts";
import type { ReactNode } from "react";

const LOOKS: Record<RunStatus, { tone: Tone; label: string; icon: ReactNode }> = {
  running: { tone: "brass", label: "Running", icon: <CircleDot size={12} aria-hidden className="animate-pulse" /> },
  completed: { tone: "ok", label: "Completed", icon: <CircleCheck size={12} aria-hidden /> },
  failed: { tone: "danger", label: "Failed", icon: <CircleX size={12} aria-hidden /> },
  stopped: { tone: "neutral", label: "Stopped", icon: <CircleSlash size={12} aria-hidden /> },
};
export const RUN_STATUS_LABELS: Record<RunStatus, string> = {
  running: "Running",
  completed: "Completed",
  failed: "Failed",
  stopped: "Stopped",
};

/** `narrow`: on a small screen the glyph alone, its word for screen readers. */
export function RunStatusBadge({ status, narrow }: { status: RunStatus; narrow?: boolean }) {
  const { tone, label, icon } = LOOKS[status];
  return (
    <Badge tone={tone} icon={icon}>
      <span className={narrow ? "max-sm:sr-only" : undefined}>{label}</span>
    </Badge>
  );
}
