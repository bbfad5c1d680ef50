import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The look's tokens (styles/tokens.css): both themes come with them. */
const frame = EditorView.theme({
  "&": { flex: "1", minHeight: "0", color: "var(--ink)", backgroundColor: "transparent", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "20px", overflow: "auto" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 10px 0 6px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "28px", padding: "0 4px 0 8px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--hover)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklch, var(--brass) 26%, transparent)",
  },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--pressed)", color: "inherit" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--pressed)", border: "none", color: "var(--muted)", padding: "0 4px" },
  ".cm-searchMatch": { backgroundColor: "var(--brass-soft)", outline: "1px solid var(--brass)" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in oklch, var(--brass) 40%, transparent)" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panels input, .cm-panels button": {
    backgroundColor: "var(--surface)",
    backgroundImage: "none",
    border: "1px solid var(--control)",
    borderRadius: "5px",
    color: "var(--ink)",
  },
  ".cm-template": { backgroundColor: "var(--brass-soft)", borderRadius: "4px", boxShadow: "0 0 0 1px var(--brass-soft)" },
  ".cm-tooltip": {
    border: "none",
    borderRadius: "8px",
    backgroundColor: "var(--surface)",
    boxShadow: "var(--float)",
    color: "var(--ink)",
    zIndex: "50",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", maxHeight: "240px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--hover)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", fontFamily: "var(--font-sans)", marginLeft: "10px" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-diagnostic": { fontFamily: "var(--font-sans)", padding: "4px 8px", borderLeftWidth: "3px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnostic-hint": { borderLeftColor: "var(--muted)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--danger)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warning)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--call)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--message)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--input)" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--logic)" },
  { tag: [tags.comment], color: "var(--muted)" },
  { tag: [tags.invalid], color: "var(--danger)" },
]);

export const look: Extension = [frame, syntaxHighlighting(colours)];
