import { Fragment } from "react";
import { cx, Tooltip } from "../../../ui/index.ts";
import type { PresentPerson } from "./use-presence.ts";

/** Circles in the row; the rest is counted. */
const SHOWN = 3;

/** Who else has the flow open: initials, names on hover and for screen readers, a ring around who draws. */
export function People({ others }: { others: readonly PresentPerson[] }) {
  if (others.length === 0) return null;
  const names = others.map(({ name, same, draws }) => `${same ? "you, in another window" : name}${draws ? " (drawing)" : ""}`);
  const first = others.toSorted((a, b) => Number(b.draws) - Number(a.draws)).slice(0, SHOWN);
  return (
    <Tooltip content={<Names names={names} />}>
      <button type="button" aria-label={`Also here: ${names.join(", ")}`} className="mr-1 flex h-8 items-center gap-1 rounded-control px-1">
        {first.map((one) => (
          <span
            key={one.window}
            aria-hidden
            className={cx(
              "flex size-6 items-center justify-center rounded-full text-[10px] font-semibold",
              one.draws ? "bg-brass-soft text-brass ring-1 ring-brass" : "bg-raised text-muted ring-1 ring-control",
            )}
          >
            {initialsOf(one.name)}
          </span>
        ))}
        {others.length > SHOWN && (
          <span aria-hidden className="tabular text-xs text-muted">
            +{others.length - SHOWN}
          </span>
        )}
      </button>
    </Tooltip>
  );
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <span>
      Also here:
      {names.map((name, index) => (
        <Fragment key={index}>
          <br />
          {name}
        </Fragment>
      ))}
    </span>
  );
}

/** Of the first and the last word: `Ann Baker` is AB, `ann` is A. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = ends.map((word) => word?.match(/^./u)?.[0] ?? "");
  return letters.join("").toLocaleUpperCase() || "?";
}
