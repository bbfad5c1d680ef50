import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type Tone = "neutral" | "ok" | "warning" | "danger" | "brass" | "outline";

const TONES: Record<Tone, string> = {
  neutral: "bg-hover text-muted",
  ok: "bg-ok-soft text-ok",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
  brass: "bg-brass-soft text-brass",
  outline: "border border-line text-muted",
};

/** A word about state. Colour never stands alone: give an `icon` where tones tell rows apart. */
export function Badge({
  tone = "neutral",
  icon,
  children,
  className,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cx(
        "tabular inline-flex h-5 items-center gap-1 rounded-full px-2 text-xs font-medium whitespace-nowrap",
        TONES[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
