import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

/** The frame of anything one can type in; also used by composed fields. */
export const CONTROL =
  "field-box rounded-control border border-control/70 bg-surface text-sm text-ink transition-colors duration-100 hover:border-control focus-within:border-brass focus-visible:border-brass focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger disabled:opacity-50";

export interface InputProps extends ComponentProps<"input"> {
  mono?: boolean;
}

export function Input({ className, mono, ...rest }: InputProps) {
  return (
    <input autoComplete="off" className={cx(CONTROL, "h-8 w-full min-w-0 px-2.5", mono && "font-mono text-xs", className)} {...rest} />
  );
}

export interface TextareaProps extends ComponentProps<"textarea"> {
  mono?: boolean;
}

export function Textarea({ className, mono, rows = 3, ...rest }: TextareaProps) {
  return (
    <textarea
      rows={rows}
      className={cx(CONTROL, "block w-full min-w-0 resize-y px-2.5 py-1.5", mono && "font-mono text-xs leading-5", className)}
      {...rest}
    />
  );
}
