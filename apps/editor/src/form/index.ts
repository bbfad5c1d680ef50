/**
 * One form for every component, drawn from its manifest's config schema.
 *
 *   field    a setting as the form knows it (schema.ts)       widget    a way of drawing one, by name
 *   frame    label, help and issues around a control          draft     a text while it is typed
 */
export { FlowFields } from "./flow-fields.tsx";
export { NodeForm } from "./node-form.tsx";
export { LANGUAGES } from "./languages.ts";
export { useDraft } from "./use-draft.ts";
export { IssueLines } from "./field.tsx";
export { MendButton } from "./mend-button.tsx";
export { CodeField, type CodeProblem } from "./code/code-field.tsx";
