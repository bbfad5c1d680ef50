import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import type { VariableChoice } from "@cordboard/flow";
import { complete, matching, typingAt } from "../template/completion.ts";

const marked = new MatchDecorator({ regexp: /\{\{.*?\}\}|\{%.*?%\}/g, decoration: Decoration.mark({ class: "cm-template" }) });

/** `{{ … }}` and `{% … %}` look as they do in every other field. */
export const templateMarks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = marked.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = marked.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** The variables that a step can read, offered within `{{`. */
export function variableSource(variables: () => readonly VariableChoice[]) {
  const found = (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos);
    const typing = typingAt(line.text, context.pos - line.from);
    if (!typing) return null;
    const options = matching(variables(), typing.word).map((choice): Completion => ({
      label: choice.path,
      detail: choice.title,
      type: "variable",
      apply: (view) => choose(view, choice.path),
    }));
    // Found again at once with each letter: while CodeMirror asks anew by itself, it lets a press on a line pass.
    return { from: line.from + typing.from, options, filter: false, update: (_current, _from, _to, next) => found(next) };
  };
  return found;
}

function choose(view: EditorView, path: string): void {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  const typing = typingAt(line.text, head - line.from);
  if (!typing) return;
  const done = complete(line.text, typing, head - line.from, path);
  view.dispatch({
    changes: { from: line.from, to: line.to, insert: done.text },
    selection: { anchor: line.from + done.caret },
    userEvent: "input.complete",
  });
}
