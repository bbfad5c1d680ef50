import { Fragment, type ReactNode } from "react";
import { cx } from "./cx.ts";

const MAC = typeof navigator !== "undefined" && navigator.platform.startsWith("Mac");
const NAMES: Record<string, string> = MAC
  ? { mod: "⌘", shift: "⇧", alt: "⌥", enter: "↵", delete: "⌫" }
  : { mod: "Ctrl", shift: "Shift", alt: "Alt", enter: "Enter", delete: "Del" };

export function Kbd({ children, inverse }: { children: ReactNode; inverse?: boolean }) {
  return (
    <kbd
      className={cx(
        "tabular inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border px-1 font-sans text-2xs leading-none",
        inverse ? "border-current/30 text-surface" : "border-line bg-raised text-muted",
      )}
    >
      {children}
    </kbd>
  );
}

/** `["mod", "Z"]` as the keys of this machine. */
export function Keys({ keys, inverse }: { keys: string[]; inverse?: boolean }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      {keys.map((key, index) => (
        <Fragment key={key}>
          {index > 0 && <span className="sr-only">+</span>}
          <Kbd {...(inverse ? { inverse } : {})}>{NAMES[key] ?? key}</Kbd>
        </Fragment>
      ))}
    </span>
  );
}
