import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { sql } from "@codemirror/lang-sql";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { linter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder as hint, tooltips } from "@codemirror/view";
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import type { CodeFieldProps, CodeProblem } from "./code-field.tsx";
import { look } from "./theme.ts";
import { templateMarks, variableSource } from "./variables.ts";

const LANGUAGES: Record<CodeFieldProps["language"], () => Extension> = {
  json: () => json(),
  javascript: () => javascript(),
  sql: () => sql(),
  text: () => [],
};

/** Nothing written yet is no mistake. */
const parse = jsonParseLinter();
const jsonProblems = (view: EditorView): readonly Diagnostic[] => (view.state.doc.toString().trim() === "" ? [] : parse(view));

/** On changes that nobody typed here. */
const FROM_OUTSIDE = Annotation.define<boolean>();

/** CodeMirror as a controlled field. Tab moves on, as everywhere: code is indented as it is typed. */
export default function CodeMirror(props: CodeFieldProps) {
  const { value, language, rows, problems } = props;
  const frame = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const described = useRef(new Compartment());

  const changed = useEffectEvent((text: string) => props.onChange(text));
  const submit = useEffectEvent(() => {
    props.onSubmit?.();
    return props.onSubmit !== undefined;
  });
  const left = useEffectEvent(() => props.onBlur?.());
  const variables = useEffectEvent(() => props.variables?.() ?? []);
  const make = useEffectEvent((parent: HTMLElement): EditorView => {
    const extensions: Extension[] = [
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      indentOnInput(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      tooltips({ parent: document.body }),
      keymap.of([
        { key: "Mod-Enter", run: submit },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...defaultKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((one) => one.annotation(FROM_OUTSIDE))) changed(update.state.doc.toString());
        if (update.focusChanged && !update.view.hasFocus) left();
      }),
      look,
      LANGUAGES[language](),
      described.current.of(attributesOf(props)),
      ...(rows ? [] : [codeFolding(), foldGutter(), lineNumbers()]),
      ...(props.placeholder ? [hint(props.placeholder)] : []),
      ...(language === "json" && !props.problems ? [linter(jsonProblems, { delay: 400 })] : []),
      ...(props.variables ? [templateMarks, autocompletion({ override: [variableSource(variables)], icons: false })] : []),
    ];
    return new EditorView({ parent, state: EditorState.create({ doc: value, extensions }) });
  });

  useEffect(() => {
    const parent = frame.current;
    if (!parent) return;
    const view = make(parent);
    editor.current = view;
    return () => {
      editor.current = null;
      view.destroy();
    };
  }, []);

  // A text from elsewhere (an undo on the board) takes the place of what is shown; what was typed here is there already.
  // With the commit, not after it: the next letter may be typed in between.
  useLayoutEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === value) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value }, annotations: FROM_OUTSIDE.of(true) });
  }, [value]);

  const { id, label, labelId, describedBy, invalid, readOnly } = props;
  useEffect(() => {
    const attributes = attributesOf({ id, label, labelId, describedBy, invalid, readOnly });
    editor.current?.dispatch({ effects: described.current.reconfigure(attributes) });
  }, [id, label, labelId, describedBy, invalid, readOnly]);

  useEffect(() => {
    const view = editor.current;
    if (!view || !problems) return;
    view.dispatch(
      setDiagnostics(
        view.state,
        problems.map((problem) => diagnosticOf(problem, view.state.doc.length)),
      ),
    );
  }, [problems, value]);

  return <div ref={frame} className="flex min-h-0 flex-1 flex-col" />;
}

type Attributes = Pick<CodeFieldProps, "id" | "label" | "labelId" | "describedBy" | "invalid" | "readOnly">;

/** A label that points to the field doesn't name what is no form control: it is named by it instead. */
function attributesOf({ id, label, labelId, describedBy, invalid, readOnly }: Attributes): Extension {
  const attributes = EditorView.contentAttributes.of({
    ...(id ? { id } : {}),
    ...(label ? { "aria-label": label } : labelId ? { "aria-labelledby": labelId } : {}),
    ...(describedBy ? { "aria-describedby": describedBy } : {}),
    ...(invalid ? { "aria-invalid": "true" } : {}),
    spellcheck: "false",
    autocapitalize: "off",
    ...(readOnly ? { "aria-readonly": "true" } : {}),
  });
  return readOnly ? [attributes, EditorState.readOnly.of(true)] : attributes;
}

function diagnosticOf({ from, to, level, message }: CodeProblem, length: number): Diagnostic {
  const severity = level === "hint" ? "info" : level;
  return { from: Math.min(from, length), to: Math.min(to, length), severity, message };
}
