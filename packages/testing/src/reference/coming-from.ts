/** One line of a table in docs/coming-from-*.md. */
export interface Row {
  /** What it is called there. */
  theirs: string;
  /** What it is here. */
  here: Reference[];
  howFar: string;
  why: string;
}

/** `` `get_input` setting `validate.kind` = `date` ``; also a route, a page of the docs or of the editor, or a value every run has. */
export interface Reference {
  what: "component" | "setting" | "exit" | "variable" | "value" | "route" | "other";
  /** Type of the component, or what stands there. */
  of: string;
  name?: string;
  choice?: string;
}

const HEAD = /^\| [^|]+ \| Here \| How far \| Notes \|$/;

/** The lines of all tables that say how far something exists here. */
export function readRows(page: string): Row[] {
  const rows: Row[] = [];
  let inside = false;
  for (const line of page.split("\n")) {
    if (HEAD.test(line)) inside = true;
    else if (!line.startsWith("|")) inside = false;
    else if (inside && !/^\|[ :|-]+$/.test(line)) {
      const [theirs = "", here = "", howFar = "", why = ""] = line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim());
      rows.push({ theirs, here: readReferences(here), howFar, why });
    }
  }
  return rows;
}

const NAMES = String.raw`((?:\`[^\`]+\`(?:, )?)+)`;
const COMPONENT = new RegExp(`^\`([a-z_]+)\`(?: (setting|exit|variable) ${NAMES}(?: = ${NAMES})?)?$`);

function readReferences(cell: string): Reference[] {
  return cell.split("; ").flatMap((part): Reference[] => {
    const [, of = "", what, names = "", choices] = COMPONENT.exec(part) ?? [];
    if (of !== "" && what === undefined) return [{ what: "component", of }];
    if (what === "setting" || what === "exit" || what === "variable")
      return quoted(names).flatMap((name) =>
        choices === undefined ? [{ what, of, name }] : quoted(choices).map((choice) => ({ what, of, name, choice })),
      );
    const [, value] = /^value `\{\{ ([\w.]+) \}\}`$/.exec(part) ?? [];
    if (value !== undefined) return [{ what: "value", of: value }];
    const [, route] = /^route `((?:GET|POST|PUT|DELETE) \/[^`]+)`$/.exec(part) ?? [];
    return [route === undefined ? { what: "other", of: part } : { what: "route", of: route }];
  });
}

const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
