import type { Hit } from "@cordboard/flow";
import type { ReactNode } from "react";

/** Characters shown before what was found, so that it is never cut off. */
const BEFORE = 24;

/** Where it stands, and the words around it. */
export function Excerpt({
  hit: { title, text, at, length },
  name,
}: {
  hit: Pick<Hit, "title" | "text" | "at" | "length">;
  name: ReactNode;
}) {
  const from = Math.max(0, at - BEFORE);
  return (
    <>
      <p className="flex min-w-0 gap-2">
        <span className="min-w-0 truncate font-medium">{name}</span>
        <span className="min-w-0 truncate text-muted">{title}</span>
      </p>
      <p className="line-clamp-2 wrap-anywhere">
        {from > 0 && "…"}
        {text.slice(from, at)}
        <mark className="rounded-sm bg-brass-soft font-medium text-brass">{text.slice(at, at + length)}</mark>
        {text.slice(at + length)}
      </p>
    </>
  );
}
