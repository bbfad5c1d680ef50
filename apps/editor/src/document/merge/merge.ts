import { uniqueName, type FlowDocument, type FlowNode } from "@cordboard/flow";
import { keyOf } from "../selection.ts";

export type Side = "mine" | "theirs";

/** One thing that both sides changed, each in its own way; null: it is gone there. */
export interface Conflict {
  /** Names it among the conflicts of a merge. */
  key: string;
  part: "flow" | "node" | "cord" | "variable" | "note" | "test" | "payload";
  /** What the author knows it by. */
  title: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export interface Merged {
  document: FlowDocument;
  conflicts: Conflict[];
}

/**
 * Two texts that grew from one: whatever only one side changed is as that side has it. What both changed in different
 * ways is a conflict, and as `choose` says. Places on the board are no conflict: mine count.
 */
export function merge(base: FlowDocument, mine: FlowDocument, theirs: FlowDocument, choose: (key: string) => Side = () => "mine"): Merged {
  const conflicts: Conflict[] = [];
  const decide = <T>(
    part: Conflict["part"],
    id: string,
    title: string,
    [was, here, there]: [T | undefined, T | undefined, T | undefined],
  ): T | undefined => {
    if (same(here, there) || same(there, was)) return here;
    if (same(here, was)) return there;
    const key = `${part} ${id}`;
    conflicts.push({ key, part, title, base: was ?? null, mine: here ?? null, theirs: there ?? null });
    return choose(key) === "mine" ? here : there;
  };
  const list = <T>(
    part: Conflict["part"],
    pick: (document: FlowDocument) => readonly T[],
    keyed: (item: T) => string,
    title = keyed,
  ): T[] => {
    const [was, here, there] = [base, mine, theirs].map((document) => byKey(pick(document), keyed));
    const keys = new Set([...(there?.keys() ?? []), ...(here?.keys() ?? [])]);
    return [...keys].flatMap((key) => {
      const sides: [T | undefined, T | undefined, T | undefined] = [was?.get(key), here?.get(key), there?.get(key)];
      const known = sides[1] ?? sides[2];
      return decide(part, key, known === undefined ? key : title(known), sides) ?? [];
    });
  };

  const nodes = named(
    list(
      "node",
      ({ nodes: all }) => all,
      ({ id }) => id,
      ({ name }) => name,
    ),
    theirs,
  );
  const ids = new Set(nodes.map(({ id }) => id));
  const nameOf = (id: string): string => nodes.find((node) => node.id === id)?.name ?? id;
  const edges = list(
    "cord",
    ({ edges: all }) => all,
    keyOf,
    ({ from, exit }) => `${nameOf(from)} · ${exit}`,
  );
  const payloads = list(
    "payload",
    (document) => document.payloads ?? [],
    ({ name }) => name,
  );
  const flow = (field: "name" | "description" | "language"): string =>
    decide("flow", field, field, [base[field], mine[field], theirs[field]]) ?? mine[field];
  return {
    document: {
      ...theirs,
      name: flow("name"),
      description: flow("description"),
      language: flow("language"),
      nodes,
      edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
      variables: list(
        "variable",
        ({ variables }) => variables,
        ({ name }) => name,
      ),
      notes: list(
        "note",
        ({ notes }) => notes,
        ({ id }) => id,
        ({ text }) => text.slice(0, 40),
      ),
      tests: list(
        "test",
        ({ tests }) => tests,
        (test) => (typeof test["name"] === "string" ? test["name"] : ""),
      ),
      ...((mine.payloads ?? theirs.payloads) && { payloads }),
      layout: places(base, mine, theirs, ids),
    },
    conflicts,
  };
}

/** Things that share a key (two tests of one name) are told apart by their order: none is lost. */
function byKey<T>(items: readonly T[], keyed: (item: T) => string): Map<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    const key = keyed(item);
    let free = key;
    for (let n = 2; found.has(free); n++) free = `${key}#${n}`;
    found.set(free, item);
  }
  return found;
}

/** Two people may have given two new nodes one name: mine takes another. */
function named(nodes: FlowNode[], theirs: FlowDocument): FlowNode[] {
  const before = new Map(theirs.nodes.map(({ id, name }) => [name, id]));
  const taken = new Set(nodes.map(({ name }) => name));
  return nodes.map((node) => {
    const owner = before.get(node.name);
    const twice = owner !== undefined && owner !== node.id && nodes.some(({ id, name }) => id === owner && name === node.name);
    if (!twice) return node;
    const name = uniqueName(node.name, taken);
    taken.add(name);
    return { ...node, name };
  });
}

function places(base: FlowDocument, mine: FlowDocument, theirs: FlowDocument, ids: ReadonlySet<string>): FlowDocument["layout"] {
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const place = same(mine.layout[id], base.layout[id])
        ? (theirs.layout[id] ?? mine.layout[id])
        : (mine.layout[id] ?? theirs.layout[id]);
      return place ? [[id, place]] : [];
    }),
  );
}

/** The same data, in whatever order its keys stand; a key that is undefined counts as absent. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(a[key], b[key]));
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
