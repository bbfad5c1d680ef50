import type { VariableChoice } from "@cordboard/flow";
import { lazy, Suspense } from "react";
import { CONTROL, cx } from "../../ui/index.ts";

export interface CodeProblem {
  /** Characters from the beginning of the text. */
  from: number;
  to: number;
  level: "error" | "warning" | "hint";
  message: string;
}

export interface CodeFieldProps {
  value: string;
  onChange: (text: string) => void;
  language: "json" | "javascript" | "sql" | "text";
  label?: string | undefined;
  id?: string | undefined;
  labelId?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  readOnly?: boolean | undefined;
  placeholder?: string | undefined;
  /** Lines at least and at most; left out: as high as its parent. */
  rows?: readonly [number, number];
  /** `{{` offers them; left out: braces mean nothing here. */
  variables?: () => readonly VariableChoice[];
  /** Left out: mistakes of JSON are marked, nothing else. */
  problems?: readonly CodeProblem[];
  /** Ctrl or Cmd with Enter. */
  onSubmit?: () => void;
  onBlur?: () => void;
}

const CodeMirror = lazy(() => import("./code-mirror.tsx"));

/** px of one line: `leading-5`. */
const LINE = 20;
const PADDING = 14;

/** Code with line numbers, colours and marks. The editor is loaded when it is first needed; until then a plain field does. */
export function CodeField(props: CodeFieldProps) {
  const { rows, invalid } = props;
  const size = rows && { minHeight: rows[0] * LINE + PADDING, maxHeight: rows[1] * LINE + PADDING };
  return (
    <div
      className={cx(rows ? cx(CONTROL, "flex flex-col overflow-hidden", invalid && "border-danger") : "flex h-full min-h-0 flex-col")}
      style={size}
    >
      <Suspense fallback={<Plain {...props} />}>
        <CodeMirror {...props} />
      </Suspense>
    </div>
  );
}

function Plain({ value, onChange, id, label, describedBy, invalid, readOnly, placeholder, onBlur }: CodeFieldProps) {
  return (
    <textarea
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      readOnly={readOnly}
      spellCheck={false}
      className="min-h-0 w-full flex-1 resize-none bg-transparent px-2.5 py-1.5 font-mono text-xs leading-5 outline-none"
      rows={value.split("\n").length}
      value={value}
      placeholder={placeholder}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
    />
  );
}
