import { Command } from "cmdk";
import { Check, ChevronsUpDown } from "lucide-react";
import { useState, type ReactNode } from "react";
import { cx, Popover } from "../ui/index.ts";

export interface ComboOption {
  value: string;
  label: string;
  hint?: ReactNode;
  icon?: ReactNode;
}

export interface ComboboxProps {
  value: string | null;
  onChange: (value: string) => void;
  options: ComboOption[];
  label: string;
  placeholder: string;
  searchPlaceholder?: string;
  /** What is said when nothing matches. */
  empty?: ReactNode;
  /** Turns what was typed into one more option, or null. */
  free?: (text: string) => ComboOption | null;
  size?: "sm" | "md";
  disabled?: boolean;
  className?: string;
  /** Shown instead of the chosen label. */
  shown?: ReactNode;
}

/** A select with search; with `free`, also for what isn't in the list. */
export function Combobox(props: ComboboxProps) {
  const { value, onChange, options, label, placeholder, size = "md", disabled, className, shown } = props;
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  const pick = (next: string) => {
    setOpen(false);
    if (next !== value) onChange(next);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="start"
      label={label}
      className="w-72 p-0"
      trigger={
        <button
          type="button"
          role="combobox"
          aria-expanded={open}
          aria-label={`${label}: ${chosen?.label ?? value ?? placeholder}`}
          disabled={disabled}
          className={cx(
            "inline-flex w-full min-w-0 items-center justify-between gap-2 rounded-control border border-control/55 bg-surface text-left transition-colors duration-100 hover:border-control hover:bg-raised disabled:opacity-50 data-[state=open]:border-brass",
            size === "sm" ? "h-7 px-2 text-xs" : "h-8 px-2.5 text-sm",
            !chosen && !shown && "text-muted",
            className,
          )}
        >
          <span className="flex min-w-0 items-center gap-1.5 truncate">
            {chosen?.icon}
            <span className="truncate">{shown ?? chosen?.label ?? placeholder}</span>
          </span>
          <ChevronsUpDown size={13} className="shrink-0 text-muted" aria-hidden />
        </button>
      }
    >
      <Choices {...props} pick={pick} />
    </Popover>
  );
}

function Choices({ value, options, label, searchPlaceholder, empty, free, pick }: ComboboxProps & { pick: (value: string) => void }) {
  const [text, setText] = useState("");
  const typed = text === "" ? null : (free?.(text) ?? null);
  const all = typed && !options.some((option) => option.value === typed.value) ? [...options, typed] : options;
  return (
    <Command label={label} className="flex max-h-80 flex-col">
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder={searchPlaceholder ?? "Search"}
        className="h-9 shrink-0 border-b border-line bg-transparent px-3 text-sm outline-none"
      />
      <Command.List className="min-h-0 flex-1 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-3 text-xs text-muted">{empty ?? "Nothing matches."}</Command.Empty>
        {all.map((option) => (
          <Command.Item
            key={option.value}
            value={option.value}
            keywords={[option.label, option.value === typed?.value ? text : ""]}
            onSelect={() => pick(option.value)}
            className="flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-sm select-none data-[selected=true]:bg-hover"
          >
            {option.icon}
            <span className="min-w-0 flex-1">
              <span className="block truncate">{option.label}</span>
              {option.hint && <span className="block truncate text-xs text-muted">{option.hint}</span>}
            </span>
            {option.value === value && <Check size={14} className="shrink-0 text-brass" aria-label="chosen" />}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
