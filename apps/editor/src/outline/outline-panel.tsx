import { useState } from "react";
import { Segmented } from "../ui/index.ts";
import { OutlineTable } from "./outline-table.tsx";
import { OutlineTree } from "./outline-tree.tsx";

type Shape = "tree" | "table";
const KEY = "cordboard.outline";
const kept = (): Shape => (localStorage.getItem(KEY) === "table" ? "table" : "tree");

/** `asked` is raised each time somebody goes to it: then it takes the focus. */
export function OutlinePanel({ asked }: { asked: number }) {
  const [shape, setShape] = useState(kept);
  const choose = (next: string) => {
    const chosen: Shape = next === "table" ? "table" : "tree";
    localStorage.setItem(KEY, chosen);
    setShape(chosen);
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex shrink-0 items-center gap-3 border-b border-line px-2 py-1.5">
        <Segmented
          label="Shape of the outline"
          size="sm"
          value={shape}
          onValueChange={choose}
          options={[
            { value: "tree", label: "Tree" },
            { value: "table", label: "Table" },
          ]}
        />
        <p className="min-w-0 truncate text-xs text-muted">
          {shape === "tree"
            ? "Enter edits. A adds a step. E leads the exit elsewhere, U unplugs it. F2 renames, Delete deletes."
            : "Enter edits. A adds a step. F2 renames, Delete deletes."}
        </p>
      </div>
      {shape === "tree" ? <OutlineTree asked={asked} /> : <OutlineTable asked={asked} />}
    </div>
  );
}
