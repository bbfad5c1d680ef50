import type { Issue } from "@cordboard/contract";
import type { Reference } from "../templates/references.ts";

/** Fields in which a hole is heard, dialled or read. */
const SHOWN: ReadonlySet<string> = new Set(["prompt", "phone", "phones", "textarea", "url", "audio"]);

/** Answers whether a text says itself what stands in place of an empty value, or looks at whether it is empty. */
function isProvidedFor(text: string, output: string, source: string): boolean {
  if (/\|\s*default\b/.test(output)) return true;
  return [...text.matchAll(/\{%-?\s*(?:if|elsif|unless|case|when)\b(.*?)%\}/gs)].some(([, asked = ""]) => asked.includes(source));
}

/**
 * A value of a step that not every way to here has passed, in a place where a hole would be noticed. Only for a value that
 * begins its output: what filters and tags make of it is their author's business.
 */
export function emptyIssue(
  text: string,
  { at, path }: Reference,
  { widgets, owner, nodeId, field }: { widgets: readonly string[]; owner: string; nodeId: string; field: (string | number)[] },
): Pick<Issue, "level" | "code" | "message" | "fix"> | null {
  if (!widgets.some((widget) => SHOWN.has(widget)) || widgets.includes("conditions")) return null;
  const source = path.join(".");
  const end = text.indexOf("}}", at);
  if (end < 0 || !/\{\{-?\s*$/.test(text.slice(0, at))) return null;
  if (isProvidedFor(text, text.slice(at, end), source)) return null;
  const message = `“${owner}” isn't visited on every way to here, so {{ ${source} }} may be empty. Say what stands there then, with | default: "…".`;
  const close = text[end - 1] === "-" ? end - 1 : end;
  const value = `${text.slice(0, close).trimEnd()} | default: "" ${text.slice(close)}`;
  const fix = { label: "Let it be empty", commands: [{ type: "setConfig", nodeId, path: field, value }] };
  return { level: "hint", code: "value_may_be_empty", message, fix };
}
