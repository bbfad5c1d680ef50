/**
 * The open flow, without React Flow: commands (plain data) change the document, history keeps the way back.
 *
 *   command   what an author does, as data          clip    copied nodes as JSON text
 *   epoch     a new text came from elsewhere        checker the flow's own check(), after each change
 */
export * from "./apply.ts";
export * from "./checker.ts";
export * from "./clip.ts";
export * from "./command.ts";
export * from "./editor.tsx";
export * from "./entries.ts";
export * from "./exits.ts";
export * from "./extract.ts";
export * from "./fix-commands.ts";
export { merge, same, type Conflict, type Side } from "./merge/merge.ts";
export { changesOf } from "./merge/changes-of.ts";
export * from "./names.ts";
export * from "./paste-problem.ts";
export * from "./selection.ts";
export * from "./set-in.ts";
export * from "./store.ts";
export * from "./texts.ts";
