import { contentHash, type FlowDocument } from "@cordboard/flow";
import { useDeferredValue, useMemo } from "react";
import type { Flow } from "../../api/flows.ts";
import { useLayout, useLayoutStore } from "../../panels/index.ts";
import { cx, Tooltip } from "../../ui/index.ts";

/** Which version is in use, and whether the draft has gone further. Opens the versions. */
export function VersionChip({ published, saved }: { published: Flow["published"]; saved: FlowDocument }) {
  const layout = useLayoutStore();
  const open = useLayout((state) => state.side === "versions");
  const text = useDeferredValue(saved);
  const changed = useMemo(() => published !== null && contentHash(text) !== published.hash, [text, published]);
  const label = published ? `Version ${published.version}` : "Not published";
  return (
    <Tooltip
      content={
        published
          ? changed
            ? "The draft has changes that are not published. Show versions"
            : "The draft is what runs use. Show versions"
          : "No version yet. Show versions"
      }
    >
      <button
        type="button"
        aria-expanded={open}
        className={cx(
          "tabular flex h-6 shrink-0 items-center gap-1.5 rounded-full border border-line px-2.5 text-xs whitespace-nowrap hover:bg-hover",
          open ? "bg-pressed" : "text-muted hover:text-ink",
        )}
        onClick={() => layout.setState({ side: open ? "node" : "versions" })}
      >
        {label}
        {changed && (
          <>
            <span aria-hidden className="size-1.5 rounded-full bg-brass" />
            <span className={open ? undefined : "text-brass"}>changed</span>
          </>
        )}
      </button>
    </Tooltip>
  );
}
