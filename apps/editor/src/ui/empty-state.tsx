import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  /** What this place is for and what to do now. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cx("mx-auto flex max-w-sm flex-col items-center px-6 py-14 text-center", className)}>
      {icon && (
        <div aria-hidden className="mb-4 flex size-11 items-center justify-center rounded-card border border-line bg-surface text-muted">
          {icon}
        </div>
      )}
      <h2 className="text-md font-semibold">{title}</h2>
      {children && <div className="mt-1 text-muted">{children}</div>}
      {action && <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}
