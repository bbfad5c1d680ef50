/** Something check() found in a flow. `error` blocks publishing, `warning` and `hint` do not. */
export interface Issue {
  level: "error" | "warning" | "hint";
  /** Stable, snake_case; listed in docs. */
  code: string;
  /** What is wrong and what to do next, in the author's words. */
  message: string;
  nodeId?: string;
  /** Dotted path into the node's config, e.g. `choices.0.key`. */
  field?: string;
  exit?: string;
  /** A mend the editor can apply with one click: a list of document commands. */
  fix?: { label: string; commands: unknown[] };
}
