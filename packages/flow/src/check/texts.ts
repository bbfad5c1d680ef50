import type { Issue, VariableSpec } from "@cordboard/contract";
import { BUILT_IN_VARIABLES, flowVariables } from "../built-ins.ts";
import { nearest } from "../distance.ts";
import type { FlowDocument } from "../document.ts";
import type { NodeView } from "../describe-node.ts";
import { certainly, followers, type FlowGraph } from "../graph.ts";
import { fieldInfo } from "../schema-walk.ts";
import { dotted, eachString, type Path } from "../strings.ts";
import { hasTemplate, parseTemplate } from "../templates/parse.ts";
import { type Reference, referencesIn } from "../templates/references.ts";
import { isSecretName } from "../templates/secrets.ts";
import { emptyIssue } from "./emptiness.ts";
import { typeIssue } from "./types.ts";

/** What every text of the flow is checked against; made once per check. */
interface TextContext {
  byName: ReadonlyMap<string, NodeView>;
  /** Values outside nodes by first word: run, contact, vars … */
  others: ReadonlyMap<string, VariableSpec[]>;
  mayFollow: (earlier: string, later: string) => boolean;
  always: (earlier: string, later: string) => boolean;
}

interface Place {
  view: NodeView;
  path: Path;
  text: string;
}

/** Templates: do they parse, do they name values that exist, can those be set by then, are secrets where they may be. */
export function checkTexts(document: FlowDocument, graph: FlowGraph): Issue[] {
  const context: TextContext = {
    byName: new Map([...graph.views.values()].toReversed().map((view) => [view.node.name, view])),
    others: otherVariables(document, graph),
    mayFollow: followers(graph),
    always: certainly(graph),
  };
  const issues: Issue[] = [];
  for (const view of graph.views.values()) {
    eachString(view.node.config, (text, path) => {
      if (!hasTemplate(text) || (view.manifest && fieldInfo(view.manifest.config, path).literal)) return;
      issues.push(...checkText(context, { view, path, text }));
    });
  }
  return issues;
}

function otherVariables(document: FlowDocument, graph: FlowGraph): Map<string, VariableSpec[]> {
  const others = new Map<string, VariableSpec[]>([["vars", []]]);
  const written = [...graph.views.values()].flatMap((view) => view.variables.filter((spec) => spec.flowVariable));
  const all = [...BUILT_IN_VARIABLES, ...flowVariables(document), ...written.map((spec) => ({ ...spec, name: `vars.${spec.name}` }))];
  for (const spec of all) {
    const root = spec.name.split(".")[0]!;
    const list = others.get(root);
    const below = { ...spec, name: spec.name.slice(root.length + 1) };
    if (list) list.push(below);
    else others.set(root, [below]);
  }
  return others;
}

function checkText(context: TextContext, place: Place): Issue[] {
  const parsed = parseTemplate(place.text);
  if (!parsed.ok) return [issue(place, "error", "template_syntax", parsed.message)];
  return referencesIn(place.text).flatMap((reference) => {
    if (reference.path[0] === "secrets") return checkSecret(place, reference);
    const found = checkReference(context, place, reference);
    return found ? [found] : [];
  });
}

function issue(place: Place, level: Issue["level"], code: string, message: string): Issue {
  return { level, code, message, nodeId: place.view.node.id, field: dotted(place.path) };
}

function checkReference(context: TextContext, place: Place, reference: Reference): Issue | null {
  const [root = "", ...rest] = reference.path;
  const shown = reference.path.join(".");
  const owner = context.byName.get(root);
  const specs = owner ? owner.variables : context.others.get(root);
  if (!specs) {
    const message = `There is no node “${root}”, so {{ ${shown} }} prints nothing.`;
    return suggest(place, reference, "unknown_variable", message, [
      nearest(root, [...context.byName.keys(), ...context.others.keys()]),
      ...rest,
    ]);
  }
  if (owner && (!owner.manifest || owner.problems.length > 0)) return null;
  if (!isKnown(specs, rest)) {
    const message = owner ? `“${root}” has no variable “${rest.join(".")}”.` : `There is no variable {{ ${shown} }}.`;
    const near = nearest(
      rest.join("."),
      specs.map((spec) => spec.name),
    );
    return suggest(place, reference, "unknown_variable", message, [root, near]);
  }
  if (!owner || owner === place.view || context.mayFollow(owner.node.id, place.view.node.id)) {
    const misfit = typeIssue(specs, rest, reference, place);
    if (misfit) return issue(place, misfit.level, misfit.code, misfit.message);
    return owner ? holeAt(context, place, reference, owner) : null;
  }
  const message = `“${root}” is never visited before this step, so {{ ${shown} }} prints nothing. Choose a value from an earlier step.`;
  return issue(place, "warning", "variable_before_set", message);
}

/** A step's own values are those of its last visit: whoever writes them there knows. */
function holeAt({ always }: TextContext, { view, path, text }: Place, reference: Reference, owner: NodeView): Issue | null {
  const { node, manifest } = view;
  if (!manifest || owner === view || always(owner.node.id, node.id)) return null;
  const place = { widgets: fieldInfo(manifest.config, path).widgets, owner: owner.node.name, nodeId: node.id, field: path };
  const found = emptyIssue(text, reference, place);
  return found && { ...found, nodeId: node.id, field: dotted(path) };
}

/** Also true for a group (`Start.call`), for anything inside a value whose inside is open, and for `size`, `first`, `last`. */
function isKnown(specs: readonly VariableSpec[], path: readonly string[]): boolean {
  const wanted = path.join(".");
  return specs.some((spec) => {
    if (wanted === "" || spec.name === "" || spec.name === wanted || spec.name.startsWith(`${wanted}.`)) return true;
    if (!wanted.startsWith(`${spec.name}.`)) return false;
    const below = wanted.slice(spec.name.length + 1);
    return spec.open === true || spec.type === "json" || spec.type === "list" || below === "size";
  });
}

function suggest(place: Place, reference: Reference, code: string, message: string, better: (string | null)[]): Issue {
  const parts = better.filter((part) => part !== null);
  const found = issue(place, "error", code, `${message} Choose one from the list.`);
  const source = reference.path.join(".");
  // Only a path written with dots can be replaced as it stands.
  if (parts.length < better.length || !place.text.startsWith(source, reference.at)) return found;
  const path = parts.join(".");
  const value = place.text.slice(0, reference.at) + path + place.text.slice(reference.at + source.length);
  const fix = { label: `Use ${path}`, commands: [{ type: "setConfig", nodeId: place.view.node.id, path: place.path, value }] };
  return { ...found, message: `${message} Did you mean {{ ${path} }}?`, fix };
}

/** A secret stands alone in its braces, in a field that is never stored or spoken. */
function checkSecret(place: Place, reference: Reference): Issue[] {
  const name = reference.path[1] ?? "";
  const { manifest } = place.view;
  if (!manifest) return [];
  if (!fieldInfo(manifest.config, place.path).secretSafe) {
    return [
      issue(
        place,
        "error",
        "secret_not_allowed",
        "A secret would be stored or said aloud here. Use it only where a key sign is shown, such as a header.",
      ),
    ];
  }
  const before = /\{\{-?\s*$/.test(place.text.slice(0, reference.at));
  const after = /^secrets(?:\.\w+|\[\s*(?:"\w+"|'\w+')\s*\])\s*-?\}\}/.test(place.text.slice(reference.at));
  if (before && after && isSecretName(name)) return [];
  return [
    issue(place, "error", "secret_not_plain", "A secret can only be put in as it is. Write {{ secrets.NAME }} without filters or tags."),
  ];
}
