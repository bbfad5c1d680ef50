import { Braces } from "lucide-react";
import { useId, useImperativeHandle, useLayoutEffect, useRef, useState, type ChangeEvent, type KeyboardEvent, type Ref } from "react";
import { CONTROL, cx } from "../../ui/index.ts";
import type { ControlIds } from "../field.tsx";
import { useForm } from "../form-context.tsx";
import { pieces } from "./completion.ts";
import { TemplatePreview } from "./preview.tsx";
import { suggestAt, type Suggesting, type Suggestion } from "./suggest.ts";
import { Suggestions } from "./suggestions.tsx";

export interface TemplateInputProps {
  value: string;
  onChange: (text: string) => void;
  ids: ControlIds;
  placeholder?: string;
  /** More than one line; Enter makes a new one. */
  multiline?: boolean;
  mono?: boolean;
  rows?: number;
  onBlur?: () => void;
  onFocus?: () => void;
  ref?: Ref<TemplateHandle>;
}

/** For buttons beside the field that write into it. */
export interface TemplateHandle {
  selection: () => { from: number; to: number };
  /** Focuses it; what is selected holds once the text that is stored next is shown. */
  select: (from: number, to: number) => void;
}

interface Open extends Suggesting {
  active: number;
  at: { x: number; y: number; above: number };
}

/**
 * A text that may read variables. `{{` opens the list of them; references are marked.
 * The marks lie in a layer behind the text: same letters, same wrapping.
 */
export function TemplateInput({ value, onChange, ids, placeholder, multiline, mono, rows, onBlur, onFocus, ref }: TemplateInputProps) {
  const form = useForm();
  const listId = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const caretAfter = useRef<[from: number, to: number] | null>(null);
  const [open, setOpen] = useState<Open | null>(null);

  useLayoutEffect(() => {
    if (caretAfter.current === null) return;
    input.current?.setSelectionRange(...caretAfter.current);
    caretAfter.current = null;
  });

  const refresh = (text: string, caret: number) => {
    const suggesting = suggestAt(text, caret, form.variables);
    setOpen(suggesting && layer.current ? { ...suggesting, active: 0, at: placeOf(layer.current, text, suggesting.from) } : null);
  };
  const put = (text: string, caret: number) => {
    caretAfter.current = [caret, caret];
    onChange(text);
    input.current?.focus();
  };
  const choose = (choice: Suggestion) => {
    const done = choice.apply(value, input.current?.selectionStart ?? value.length);
    setOpen(null);
    put(done.text, done.caret);
  };
  useImperativeHandle(ref, () => ({
    selection: () => ({ from: input.current?.selectionStart ?? 0, to: input.current?.selectionEnd ?? 0 }),
    select: (from, to) => {
      caretAfter.current = [from, to];
      input.current?.focus();
    },
  }));
  const insert = () => {
    const [from, to] = [input.current?.selectionStart ?? value.length, input.current?.selectionEnd ?? value.length];
    const text = `${value.slice(0, from)}{{ }}${value.slice(to)}`;
    put(text, from + 3);
    requestAnimationFrame(() => refresh(text, from + 3));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (open && open.list.length > 0) {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by !== undefined) {
        event.preventDefault();
        setOpen({ ...open, active: (open.active + by + open.list.length) % open.list.length });
        return;
      }
      const choice = open.list[open.active];
      if ((event.key === "Enter" || event.key === "Tab") && choice) {
        event.preventDefault();
        choose(choice);
        return;
      }
    }
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      setOpen(null);
    } else if (event.key === "Enter" && !multiline) event.preventDefault();
  };
  const text = cx(
    "col-start-1 row-start-1 px-2.5 py-[5px] break-words whitespace-pre-wrap [overflow-wrap:anywhere]",
    mono ? "font-mono text-xs leading-5" : "text-sm",
  );
  return (
    <div className="min-w-0">
      <div
        className={cx(CONTROL, "group/template relative grid", ids.invalid && "border-danger")}
        style={multiline ? { minHeight: (rows ?? 3) * 20 + 12 } : undefined}
      >
        <div ref={layer} aria-hidden className={cx(text, "pointer-events-none text-transparent")}>
          {pieces(value).map((piece, index) => (
            <span key={index} className={piece.reference ? "rounded-[4px] bg-brass-soft shadow-[0_0_0_1px_var(--color-brass-soft)]" : ""}>
              {piece.text}
            </span>
          ))}
          {"\u200b"}
        </div>
        <textarea
          ref={input}
          id={ids.id}
          rows={1}
          aria-label={ids.label}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid || undefined}
          aria-autocomplete="list"
          aria-controls={open ? listId : undefined}
          aria-activedescendant={open ? `${listId}-${open.active}` : undefined}
          spellCheck={multiline === true && !mono}
          value={value}
          placeholder={placeholder}
          className={cx(text, "relative resize-none overflow-hidden bg-transparent outline-none")}
          onChange={(event: ChangeEvent<HTMLTextAreaElement>) => {
            const next = multiline ? event.target.value : event.target.value.replaceAll("\n", " ");
            onChange(next);
            const caret = event.target.selectionStart;
            requestAnimationFrame(() => refresh(next, caret));
          }}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
          onBlur={() => {
            setOpen(null);
            onBlur?.();
          }}
        />
        <button
          type="button"
          tabIndex={-1}
          aria-label="Insert a variable"
          title="Insert a variable"
          className="absolute right-1 bottom-1 flex size-[22px] items-center justify-center rounded-sm bg-surface text-muted opacity-0 group-focus-within/template:opacity-100 group-hover/template:opacity-100 hover:bg-hover hover:text-ink"
          onPointerDown={(event) => event.preventDefault()}
          onClick={insert}
        >
          <Braces size={13} aria-hidden />
        </button>
        {open && (
          <Suggestions
            id={listId}
            at={open.at}
            title={open.title}
            choices={open.list}
            none={open.none}
            active={open.active}
            onHover={(active) => setOpen({ ...open, active })}
            onChoose={choose}
          />
        )}
      </div>
      <TemplatePreview text={value} />
    </div>
  );
}

/** Where on the screen a position of the text is, by the layer's own letters. */
function placeOf(layer: HTMLElement, text: string, index: number): Open["at"] {
  const range = document.createRange();
  let left = Math.min(index, text.length);
  range.setStart(layer, 0);
  for (const span of layer.childNodes) {
    const node = span.firstChild ?? span;
    const length = node.textContent?.length ?? 0;
    if (left <= length) {
      range.setStart(node, left);
      break;
    }
    left -= length;
  }
  range.collapse(true);
  const box = range.getBoundingClientRect();
  const place = box.height > 0 ? box : layer.getBoundingClientRect();
  return { x: place.left - 8, y: place.bottom + 4, above: place.top - 4 };
}
