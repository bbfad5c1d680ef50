import { Check, ChevronsUpDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { CONTROL } from "./input.tsx";

export interface SelectOption {
  value: string;
  label: ReactNode;
  disabled?: boolean;
}

export interface SelectProps {
  value: string;
  onValueChange: (value: string) => void;
  options: SelectOption[];
  /** For screen readers when no visible label points here. */
  label?: string;
  id?: string;
  placeholder?: string;
  size?: "sm" | "md";
  invalid?: boolean;
  disabled?: boolean;
  className?: string;
}

export function Select({ value, onValueChange, options, label, id, placeholder, size = "md", invalid, disabled, className }: SelectProps) {
  return (
    <Radix.Root value={value} onValueChange={onValueChange} {...(disabled ? { disabled } : {})}>
      <Radix.Trigger
        id={id}
        aria-label={label}
        aria-invalid={invalid || undefined}
        className={cx(
          CONTROL,
          "inline-flex w-full items-center justify-between gap-2 text-left data-[placeholder]:text-muted [&>span]:truncate",
          size === "sm" ? "h-7 px-2 text-xs" : "h-8 px-2.5",
          className,
        )}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon asChild>
          <ChevronsUpDown size={13} className="shrink-0 text-muted" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="floating pop-in z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-hidden"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled === true}
                className="relative flex h-7 cursor-default items-center gap-2 rounded-sm pr-7 pl-2 text-sm outline-none select-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover"
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check size={14} className="text-brass" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
