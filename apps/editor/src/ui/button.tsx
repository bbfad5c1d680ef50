import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

export type ButtonVariant = "primary" | "default" | "ghost" | "danger" | "danger-ghost";
export type ButtonSize = "sm" | "md";

const BASE =
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control font-medium transition-colors duration-100 disabled:pointer-events-none disabled:opacity-45";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-brass text-on-brass hover:bg-brass-hover",
  default: "border border-control/55 bg-surface text-ink hover:bg-raised active:bg-pressed",
  ghost: "text-ink hover:bg-hover active:bg-pressed data-[state=open]:bg-hover",
  danger: "bg-danger text-on-danger hover:bg-danger-hover",
  "danger-ghost": "text-danger hover:bg-danger-soft",
};
const SIZES: Record<ButtonSize, string> = { sm: "h-7 px-2.5 text-xs", md: "h-8 px-3 text-sm" };

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Shows a spinner and refuses presses. */
  busy?: boolean;
  icon?: ReactNode;
  /** Draw the only child (a link) as a button. */
  asChild?: boolean;
}

export function Button({
  variant = "default",
  size = "md",
  busy = false,
  icon,
  asChild,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  const classes = cx(BASE, VARIANTS[variant], SIZES[size], className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={classes} disabled={disabled === true || busy} aria-busy={busy || undefined} {...rest}>
      {busy ? <Spinner size={14} /> : icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** Read by screen readers and shown in the tooltip. */
  label: string;
  icon: ReactNode;
  /** Keys shown in the tooltip, e.g. `["mod", "Z"]`. */
  keys?: string[];
  variant?: "ghost" | "default" | "primary";
  size?: ButtonSize | "xs";
  /** Drawn as switched on. */
  active?: boolean;
  side?: "top" | "right" | "bottom" | "left";
}

const SQUARES = { xs: "size-6", sm: "size-7", md: "size-8" };

export function IconButton({ label, icon, keys, variant = "ghost", size = "md", active, side, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label} {...(keys ? { keys } : {})} {...(side ? { side } : {})}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={active}
        className={cx(
          BASE,
          VARIANTS[variant],
          SQUARES[size],
          active && "bg-pressed",
          variant === "ghost" && !active && "text-muted hover:text-ink",
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
