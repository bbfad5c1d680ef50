import { Search } from "lucide-react";
import { useId, type ReactNode } from "react";
import { cx } from "./cx.ts";
import { useMarked } from "./use-marked.ts";

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
  const id = useId();
  const typed = search.trim();
  const shown = ranked ? options : found(options, typed);
  const groups = [...Map.groupBy(shown, (option) => option.group ?? "")];
  const free = freeEntry && typed !== "" && !options.some((option) => option.value === typed) ? freeEntry(typed) : null;
  const lines: CommandOption[] = [...groups.flatMap(([, items]) => items), ...(free === null ? [] : [{ value: typed, label: free }])];
  const { marked, mark, onKeyDown, list } = useMarked(
    lines.map(({ value }) => value),
    typed,
    onSelect,
  );
  const line = (option: CommandOption) => {
    const index = lines.indexOf(option);
    return (
      <Line
        key={option.value}
        id={`${id}-${index}`}
        option={option}
        marked={index === marked}
        onMark={() => mark(index)}
        onSelect={() => onSelect(option.value)}
      />
    );
  };
  return (
    <div className={className}>
      <div className="flex h-10 items-center gap-2 border-b border-line px-3">
        <Search size={14} className="shrink-0 text-muted" aria-hidden />
        <input
          // With the list itself: the very next key is a letter of the search.
          ref={focusOnMount}
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-autocomplete="list"
          aria-controls={id}
          aria-activedescendant={marked < 0 ? undefined : `${id}-${marked}`}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          placeholder={label}
          value={search}
          onChange={({ target }) => onSearchChange(target.value)}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent text-sm outline-none"
        />
      </div>
      {lines.length === 0 && <div className="px-3 py-7 text-center text-muted">{empty}</div>}
      <div
        ref={list}
        {...LIST}
        id={id}
        aria-label={label}
        className={cx("max-h-[min(360px,50vh)] overflow-y-auto [scroll-padding-block:4px]", lines.length > 0 && "p-1")}
      >
        {groups.map(([group, items]) => (
          <div key={group} {...GROUP} aria-label={group || label}>
            {group && (
              <div aria-hidden className="px-2 pt-2 pb-1 text-2xs font-medium text-muted">
                {group}
              </div>
            )}
            {items.map(line)}
          </div>
        ))}
        {lines.slice(shown.length).map(line)}
      </div>
    </div>
  );
}

/** Not a select's own parts: those hold no icons, and take the focus from the field. Keys are the field's. */
const LIST = { role: "listbox" };
const GROUP = { role: "group" };
const LINE = { role: "option", tabIndex: -1 };

interface LineProps {
  id: string;
  option: CommandOption;
  marked: boolean;
  onMark: () => void;
  onSelect: () => void;
}

function Line({ id, option: { label, icon, hint }, marked, onMark, onSelect }: LineProps) {
  const pointer = { onPointerMove: () => !marked && onMark(), onClick: onSelect };
  return (
    <div
      {...LINE}
      {...pointer}
      id={id}
      aria-selected={marked}
      className={cx("flex min-h-8 cursor-default items-center gap-2.5 rounded-sm px-2 py-1 text-sm select-none", marked && "bg-hover")}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {hint && <span className="shrink-0 text-xs text-muted">{hint}</span>}
    </div>
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
