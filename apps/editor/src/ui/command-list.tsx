import { Command } from "cmdk";
import { Search } from "lucide-react";
import type { ReactNode } from "react";

export interface CommandOption {
  value: string;
  label: string;
  hint?: ReactNode;
  icon?: ReactNode;
  group?: string;
  /** Other words that find it. */
  keywords?: string[];
}

export interface CommandListProps {
  options: CommandOption[];
  onSelect: (value: string) => void;
  /** Says what is searched, to screen readers and as the placeholder. */
  label: string;
  empty?: ReactNode;
  /** Offers what was typed itself; the text says what choosing it does. */
  freeEntry?: (text: string) => string;
  search: string;
  onSearchChange: (text: string) => void;
  /** The options are what the search means already, in this order. */
  ranked?: boolean;
  className?: string;
}

function focusOnMount(input: HTMLInputElement | null): void {
  input?.focus({ preventScroll: true });
}

const ITEM = "flex min-h-8 cursor-default items-center gap-2.5 rounded-sm px-2 py-1 text-sm select-none data-[selected=true]:bg-hover";

/** A search box over a list, all by keyboard: the inside of the quick-add list, the palette and comboboxes. */
export function CommandList({
  options,
  onSelect,
  label,
  empty = "Nothing found.",
  freeEntry,
  search,
  onSearchChange,
  ranked = false,
  className,
}: CommandListProps) {
  const typed = search.trim();
  const shown = ranked ? options : found(options, typed);
  const groups = [...Map.groupBy(shown, (option) => option.group ?? "")];
  const free = freeEntry && typed !== "" && !options.some((option) => option.value === typed) ? freeEntry(typed) : null;
  return (
    // What is found is told by the options alone: the first line is the best one in the same moment in which a letter is typed.
    <Command label={label} className={className} shouldFilter={false} loop>
      <div className="flex h-10 items-center gap-2 border-b border-line px-3">
        <Search size={14} className="shrink-0 text-muted" aria-hidden />
        <Command.Input
          // With the list itself: the very next key is a letter of the search.
          ref={focusOnMount}
          placeholder={label}
          value={search}
          onValueChange={onSearchChange}
          className="h-full min-w-0 flex-1 bg-transparent text-sm outline-none"
        />
      </div>
      <Command.List className="max-h-[min(360px,50vh)] overflow-y-auto p-1 [scroll-padding-block:4px]">
        {shown.length === 0 && free === null && <div className="px-3 py-6 text-center text-muted">{empty}</div>}
        {groups.map(([group, items]) => (
          <Command.Group
            key={group}
            {...(group ? { heading: group } : {})}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
          >
            {items.map((option) => (
              <Command.Item key={option.value} value={option.value} onSelect={() => onSelect(option.value)} className={ITEM}>
                {option.icon}
                <span className="min-w-0 flex-1 truncate">{option.label}</span>
                {option.hint && <span className="shrink-0 text-xs text-muted">{option.hint}</span>}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
        {free !== null && (
          <Command.Item value={`\u0000${typed}`} onSelect={() => onSelect(typed)} className={ITEM}>
            {free}
          </Command.Item>
        )}
      </Command.List>
    </Command>
  );
}

/** The options that a search means, the best first; groups by their best. */
function found(options: readonly CommandOption[], typed: string): CommandOption[] {
  if (typed === "") return [...options];
  const scored = options.map((option) => ({ option, score: scoreOf(option, typed.toLowerCase()) })).filter(({ score }) => score > 0);
  return scored.toSorted((a, b) => b.score - a.score).map(({ option }) => option);
}

/** Begins with > a word begins with > contains; the label counts more than keywords. Ids are no text to search in. */
function scoreOf({ label, keywords = [] }: CommandOption, wanted: string): number {
  return Math.max(0, ...[label, ...keywords].map((word, index) => scoreWord(word.toLowerCase(), wanted) * (index === 0 ? 1 : 0.8)));
}
function scoreWord(text: string, wanted: string): number {
  if (text.startsWith(wanted)) return 1;
  if (text.split(/[\s_\-/]+/).some((part) => part.startsWith(wanted))) return 0.8;
  return text.includes(wanted) ? 0.5 : 0;
}
