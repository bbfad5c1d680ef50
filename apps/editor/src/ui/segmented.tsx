import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export interface SegmentedProps {
  value: string;
  onValueChange: (value: string) => void;
  options: { value: string; label: ReactNode; /** when the label is an icon */ title?: string }[];
  label: string;
  size?: "sm" | "md";
  className?: string;
}

/** A choice of two to four, all in sight. */
export function Segmented({ value, onValueChange, options, label, size = "md", className }: SegmentedProps) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={(next) => next && onValueChange(next)}
      aria-label={label}
      className={cx("inline-flex rounded-control border border-line bg-board p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.title}
          title={option.title}
          className={cx(
            "flex-1 rounded-[6px] px-2.5 text-xs font-medium whitespace-nowrap text-muted transition-colors duration-100 hover:text-ink data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:ring-1 data-[state=on]:ring-line",
            size === "sm" ? "h-6" : "h-7",
          )}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
