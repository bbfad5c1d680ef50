import { ChevronsUpDown } from "lucide-react";
import { useState, type ReactNode } from "react";
import { CommandList, type CommandOption } from "./command-list.tsx";
import { cx } from "./cx.ts";
import { CONTROL } from "./input.tsx";
import { Popover } from "./popover.tsx";

export interface ComboboxProps {
  value: string;
  options: CommandOption[];
  onValueChange: (value: string) => void;
  /** Says what is chosen here: search placeholder and accessible name. */
  label: string;
  id?: string;
  placeholder?: string;
  /** Allows what is not on the list; the text says what choosing it does ("Use fr-BE"). */
  freeEntry?: (text: string) => string;
  empty?: ReactNode;
  size?: "sm" | "md";
  invalid?: boolean;
  className?: string;
}

/** A select whose list is long enough to search. */
export function Combobox({
  value,
  options,
  onValueChange,
  label,
  id,
  placeholder,
  freeEntry,
  empty,
  size = "md",
  invalid,
  className,
}: ComboboxProps) {
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const chosen = options.find((option) => option.value === value);
  const text = chosen?.label ?? value;
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setSearch("");
      }}
      align="start"
      label={label}
      className="w-64"
      trigger={
        <button
          type="button"
          id={id}
          aria-label={id ? undefined : `${label}: ${text || (placeholder ?? "")}`}
          className={cx(
            CONTROL,
            "inline-flex w-full items-center justify-between gap-2 text-left",
            size === "sm" ? "h-7 px-2 text-xs" : "h-8 px-2.5",
            invalid && "border-danger",
            className,
          )}
        >
          <span className={cx("flex min-w-0 items-center gap-2 truncate", !text && "text-muted")}>
            {chosen?.icon}
            <span className="truncate">{text || placeholder}</span>
          </span>
          <ChevronsUpDown size={13} className="shrink-0 text-muted" aria-hidden />
        </button>
      }
    >
      <CommandList
        options={options}
        label={label}
        search={search}
        onSearchChange={setSearch}
        {...(freeEntry ? { freeEntry } : {})}
        {...(empty ? { empty } : {})}
        onSelect={(next) => {
          onValueChange(next);
          setOpen(false);
        }}
      />
    </Popover>
  );
}
