import type { Ref } from "react";
import { cx } from "../../ui/index.ts";
import type { TextProblem } from "./json-places.ts";

/** px of one line: `leading-5`. */
const LINE = 20;

/** Puts the cursor there and the line into sight: the field itself is as large as its text and never scrolls. */
export function goTo(area: HTMLTextAreaElement, { line, offset }: TextProblem): void {
  area.focus({ preventScroll: true });
  area.setSelectionRange(offset, offset);
  area.closest("[data-scroller]")?.scrollTo({ top: (line - 2) * LINE, left: 0 });
}

interface CodeAreaProps {
  ref: Ref<HTMLTextAreaElement>;
  label: string;
  text: string;
  problems: readonly TextProblem[];
  onChange: (text: string) => void;
}

/**
 * A text field with line numbers and a message at the end of each line that is wrong. The lines are drawn below a
 * transparent field of the same size, so that typing, undo and selection stay the browser's own.
 */
export function CodeArea({ ref, label, text, problems, onChange }: CodeAreaProps) {
  const byLine = Map.groupBy(problems, (problem) => problem.line);
  return (
    <div
      data-scroller
      className="min-h-0 flex-1 overflow-auto bg-board font-mono text-xs leading-5 focus-within:outline-2 focus-within:outline-offset-[-2px] focus-within:outline-brass"
    >
      <div className="relative min-h-full w-max min-w-full py-2">
        <div aria-hidden>
          {text.split("\n").map((content, index) => {
            const wrong = byLine.get(index + 1);
            return (
              <div key={index} className={cx("relative h-5 pr-4 pl-12 whitespace-pre", wrong && "bg-danger-soft")}>
                <span className={cx("absolute left-0 w-9 text-right", wrong ? "text-danger" : "text-muted")}>{index + 1}</span>
                <span className="invisible">{content}</span>
                {wrong && <span className="ml-6 font-sans text-danger">{wrong.map(({ message }) => message).join(" ")}</span>}
              </div>
            );
          })}
        </div>
        <textarea
          ref={ref}
          aria-label={label}
          aria-invalid={problems.length > 0 || undefined}
          spellCheck={false}
          wrap="off"
          className="absolute inset-0 size-full resize-none overflow-hidden bg-transparent py-2 pr-4 pl-12 whitespace-pre outline-none"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </div>
  );
}
