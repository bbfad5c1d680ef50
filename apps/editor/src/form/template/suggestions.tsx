import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { cx } from "../../ui/index.ts";
import type { Suggestion } from "./suggest.ts";

export interface SuggestionsProps {
  id: string;
  at: { x: number; y: number; above: number };
  title: string;
  choices: readonly Suggestion[];
  /** Said when there are none. */
  none: string;
  active: number;
  onHover: (index: number) => void;
  onChoose: (choice: Suggestion) => void;
}

/* A list that a text field steers (ARIA combobox pattern): <select> and <datalist> can't hold two lines or stay beside the caret. */
const LIST = { role: "listbox" };
const OPTION = { role: "option" };
const WIDTH = 320;
const HEIGHT = 280;

/** Variables and filters that can stand here, with what they are, at the caret. */
export function Suggestions({ id, at, title, choices, none, active, onHover, onChoose }: SuggestionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const left = Math.max(8, Math.min(at.x, innerWidth - WIDTH - 8));
  const below = at.y + HEIGHT < innerHeight;
  return createPortal(
    <div
      id={id}
      ref={list}
      {...LIST}
      aria-label={title}
      tabIndex={-1}
      className="floating pop-in fixed z-50 overflow-y-auto p-1"
      style={{ left, width: WIDTH, maxHeight: HEIGHT, ...(below ? { top: at.y } : { bottom: innerHeight - at.above }) }}
      onPointerDown={(event) => event.preventDefault()}
    >
      {choices.length === 0 && <p className="px-2 py-3 text-center text-xs text-muted">{none}</p>}
      {choices.map((choice, index) => (
        <div
          key={choice.name}
          id={`${id}-${index}`}
          {...OPTION}
          tabIndex={-1}
          aria-selected={index === active}
          className={cx("flex cursor-default flex-col rounded-sm px-2 py-1", index === active && "bg-hover")}
          onPointerMove={() => onHover(index)}
          onPointerUp={() => onChoose(choice)}
        >
          <span className="flex items-baseline gap-2">
            <span className="truncate font-mono text-xs">{choice.name}</span>
            <span className="ml-auto shrink-0 text-2xs text-muted">{choice.kind}</span>
          </span>
          <span className="truncate text-2xs text-muted">
            {choice.note}
            {choice.sample !== null && <span className="font-mono"> · {choice.sample}</span>}
          </span>
        </div>
      ))}
    </div>,
    document.body,
  );
}
