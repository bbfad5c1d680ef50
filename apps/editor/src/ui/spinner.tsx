import { LoaderCircle } from "lucide-react";
import { cx } from "./cx.ts";

export function Spinner({ size = 16, className, label }: { size?: number; className?: string; label?: string }) {
  return (
    <span {...(label && { role: "status", "aria-label": label })} className={cx("inline-flex items-center gap-2 text-muted", className)}>
      <LoaderCircle size={size} className="animate-spin" aria-hidden />
      {label}
    </span>
  );
}

/** A page or panel that is still being fetched. */
export function Loading({ label = "Loading" }: { label?: string }) {
  return (
    <div className="fade-in flex h-full min-h-32 items-center justify-center">
      <Spinner label={label} />
    </div>
  );
}

/** A grey bar where text will be. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx("animate-pulse rounded-sm bg-hover", className)} />;
}
