import type { ReactNode } from "react";
import { CopyButton } from "../ui/index.ts";

/** Up to this depth branches stand open. */
const OPEN_DEPTH = 2;

/** A value as a tree: names muted, texts quoted, branches that fold. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  return (
    <fieldset className="min-w-0 group/json relative rounded-control border border-line bg-raised p-2 font-mono text-xs" aria-label={label}>
      <span className="absolute top-1 right-1 opacity-0 transition-opacity duration-100 group-hover/json:opacity-100 focus-within:opacity-100">
        <CopyButton text={JSON.stringify(value, null, 2)} label={`Copy ${label.toLowerCase()}`} />
      </span>
      <Branch value={value} depth={0} />
    </fieldset>
  );
}

function Branch({ value, depth }: { value: unknown; depth: number }): ReactNode {
  const entries = entriesOf(value);
  if (!entries) return <Leaf value={value} />;
  if (entries.length === 0) return <span className="text-muted">{Array.isArray(value) ? "[ ]" : "{ }"}</span>;
  return (
    <ul>
      {entries.map(([key, child]) => (
        <li key={key} className="py-px leading-5">
          <Entry name={key} value={child} depth={depth} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ name, value, depth }: { name: string; value: unknown; depth: number }) {
  const children = entriesOf(value);
  if (!children || children.length === 0) {
    return (
      <div className="flex gap-2 pl-3.5">
        <span className="shrink-0 text-muted">{name}</span>
        <span className="min-w-0 break-words">
          <Branch value={value} depth={depth + 1} />
        </span>
      </div>
    );
  }
  return (
    <details open={depth < OPEN_DEPTH}>
      <summary className="min-h-6 cursor-default rounded-sm leading-6 text-muted marker:text-control">
        {name}{" "}
        <span className="text-2xs">{Array.isArray(value) ? (children.length === 1 ? "1 item" : `${children.length} items`) : ""}</span>
      </summary>
      <div className="ml-1 border-l border-line pl-2.5">
        <Branch value={value} depth={depth + 1} />
      </div>
    </details>
  );
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === "string")
    return <span className="whitespace-pre-wrap">{value === "" ? <span className="text-muted">(empty)</span> : value}</span>;
  if (value === null || value === undefined) return <span className="text-muted">null</span>;
  return <span className="text-integration">{JSON.stringify(value)}</span>;
}

function entriesOf(value: unknown): [string, unknown][] | null {
  return typeof value === "object" && value !== null ? Object.entries(value) : null;
}
