import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";

/** Rows of 40 px between hairlines. Give a row an `onClick` and put a real link or button in its first cell for the keyboard. */
export function Table({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <div className={cx("overflow-x-auto rounded-card border border-line bg-surface", className)}>
      <table aria-label={label} className="w-full border-collapse text-sm">
        {children}
      </table>
    </div>
  );
}

export function Thead({ children }: { children: ReactNode }) {
  return (
    <thead>
      <tr className="border-b border-line bg-raised">{children}</tr>
    </thead>
  );
}

export function Th({ className, ...rest }: ComponentProps<"th">) {
  return <th scope="col" className={cx("h-8 px-3 text-left text-xs font-medium whitespace-nowrap text-muted", className)} {...rest} />;
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr
      className={cx("h-10 border-b border-line last:border-b-0", rest.onClick && "cursor-default hover:bg-raised", className)}
      {...rest}
    />
  );
}

export function Td({ className, ...rest }: ComponentProps<"td">) {
  return <td className={cx("px-3 py-1.5 align-middle", className)} {...rest} />;
}
