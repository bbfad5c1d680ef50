import { analyzeSync, type Template, type Variable } from "liquidjs";
import { hasTemplate, parseTemplate } from "./parse.ts";
import "./positions.ts";

/** A value a template reads. `at` is the offset in the text where its path begins. */
export interface Reference {
  /** Up to the first part that is only known at run time: `a[b.c].d` → `["a"]`. */
  path: string[];
  at: number;
  /** It may become a part of the text, and doesn't only decide what does (a condition, the key of a look-up). */
  prints: boolean;
}

/** Analysing costs more than parsing; keyed by the parsed template, so it lives as long as that stays cached. */
const analysed = new WeakMap<Template[], Reference[]>();

/**
 * What a text reads from outside, in the order of the text: inside tags and filter arguments too,
 * without loop variables and assigned names. A text that can't be parsed reads nothing.
 */
export function referencesIn(text: string): Reference[] {
  if (!hasTemplate(text)) return [];
  const parsed = parseTemplate(text);
  if (!parsed.ok) return [];
  const { parts, source } = parsed.template;
  let references = analysed.get(parts);
  if (!references) {
    references = analyse(parts, source);
    analysed.set(parts, references);
  }
  return references;
}

function analyse(parts: Template[], source: string): Reference[] {
  const found = Object.values(analyzeSync(parts, { partials: false }).globals).flatMap((variables) =>
    variables.map((variable) => ({ path: fixedPath(variable), at: variable.location.col - 1 })),
  );
  const prints = mayPrintIn(source);
  return found.sort((a, b) => a.at - b.at).map(({ path, at }) => ({ path, at, prints: prints(at) }));
}

/** Tags that decide without printing what they read. */
const DECIDES = /\{%-?\s*(?:if|elsif|unless|case|when)\b/y;

/** Tells what is read to be printed, of places asked for in their order: the text is gone through once. */
function mayPrintIn(source: string): (at: number) => boolean {
  let [done, decides, depth] = [0, false, 0];
  return (at) => {
    for (; done < at; done++) {
      const character = source[done];
      if (character === "[") depth++;
      else if (character === "]") depth--;
      else if (character === "{" && (source[done + 1] === "{" || source[done + 1] === "%")) {
        DECIDES.lastIndex = done;
        [decides, depth] = [DECIDES.test(source), 0];
      }
    }
    return depth <= 0 && !decides;
  };
}

function fixedPath(variable: Variable): string[] {
  const path: string[] = [];
  for (const segment of variable.segments) {
    if (typeof segment === "object") break;
    path.push(String(segment));
  }
  return path;
}

/** What stands for the first `depth` parts of a reference from now on. */
export interface Replacement {
  depth: number;
  by: string;
}

/** Writes other beginnings into a text's references. What is written in an unusual way (`a[ "b" ]`) is understood too. */
export function replaceReferences(text: string, change: (path: readonly string[]) => Replacement | null): string {
  let result = "";
  let done = 0;
  for (const { path, at } of referencesIn(text)) {
    const to = change(path);
    const length = to && at >= done ? lengthOf(text.slice(at), path.slice(0, to.depth)) : null;
    if (!to || length === null) continue;
    result += text.slice(done, at) + to.by;
    done = at + length;
  }
  return result + text.slice(done);
}

/** How many characters a path takes at the beginning of `text`; null when it isn't there. */
function lengthOf(text: string, path: readonly string[]): number | null {
  const parts = path.map((part, index) => {
    const plain = part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const bracket = String.raw`\[\s*(?:"${plain}"|'${plain}'|${plain})\s*\]`;
    return `(?:${index === 0 ? "" : String.raw`\s*\.\s*`}${plain}(?![\\w-])|${index === 0 ? "" : String.raw`\s*`}${bracket})`;
  });
  return new RegExp(`^${parts.join("")}`).exec(text)?.[0].length ?? null;
}

/**
 * Writes other first names into a text's references, all at once (so that two nodes can swap names). Strings,
 * comments, raw blocks and local names of the template stay as they are.
 */
export function renameReferences(text: string, names: ReadonlyMap<string, string>): string {
  let result = "";
  let done = 0;
  for (const { path, at } of referencesIn(text)) {
    const to = names.get(path[0] ?? "");
    if (to === undefined || at < done) continue;
    const from = path[0]!;
    const bracket = /^\[\s*(?:"[^"]*"|'[^']*')/.exec(text.slice(at));
    const start = bracket ? at + bracket[0].length - 1 - from.length : at;
    if (text.slice(start, start + from.length) !== from) continue;
    result += text.slice(done, start) + to;
    done = start + from.length;
  }
  return result + text.slice(done);
}
