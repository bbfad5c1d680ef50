import { Search } from "lucide-react";
import { useRef } from "react";
import { Input, Kbd } from "../ui/index.ts";
import { useShortcut } from "./shortcut.ts";

/** Search within a list; "/" goes to it, Escape empties it. */
export function SearchField({
  value,
  onChange,
  label,
  className,
}: {
  value: string;
  onChange: (text: string) => void;
  label: string;
  className?: string;
}) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut("/", () => field.current?.focus());
  return (
    <div className={`relative ${className ?? "w-56"}`}>
      <Search size={14} className="pointer-events-none absolute inset-y-0 left-2.5 my-auto text-muted" aria-hidden />
      <Input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (value) onChange("");
          else event.currentTarget.blur();
        }}
        className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {!value && (
        <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center">
          <Kbd>/</Kbd>
        </span>
      )}
    </div>
  );
}
