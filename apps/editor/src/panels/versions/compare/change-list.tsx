import type { Json } from "@cordboard/contract";
import type { Change } from "@cordboard/flow";
import { Minus, Pencil, Plus } from "lucide-react";
import { cx } from "../../../ui/index.ts";
import type { ChangeGroup, Mark } from "./union.ts";

const MARKS: Record<Mark, { word: string; className: string; Icon: typeof Plus }> = {
  added: { word: "new", className: "text-ok", Icon: Plus },
  removed: { word: "gone", className: "text-danger", Icon: Minus },
  changed: { word: "changed", className: "text-warning", Icon: Pencil },
};

interface ChangeListProps {
  groups: readonly ChangeGroup[];
  chosen: string | null;
  onChoose: (nodeId: string) => void;
}

/** What changed, step by step and field by field. A press shows the step on the board. */
export function ChangeList({ groups, chosen, onChoose }: ChangeListProps) {
  return (
    <ol aria-label="Changes" className="flex flex-col gap-1">
      {groups.map((group) => (
        <li key={group.nodeId ?? ""} className={cx("rounded-control", group.nodeId !== null && group.nodeId === chosen && "bg-raised")}>
          <Head group={group} onChoose={onChoose} />
          {group.changes.length > 0 && (
            <ul className="flex flex-col gap-1.5 px-2.5 pb-2 pl-[30px] text-xs">
              {group.changes.map((change, index) => (
                <li key={index}>
                  <Words change={change} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

function Head({ group: { nodeId, title, mark }, onChoose }: { group: ChangeGroup; onChoose: (nodeId: string) => void }) {
  const { word, className, Icon } = MARKS[mark ?? "changed"];
  const inside = (
    <>
      <Icon size={13} className={className} aria-hidden />
      <span className="min-w-0 truncate font-medium">{title}</span>
      <span className={cx("ml-auto text-2xs", className)}>{word}</span>
    </>
  );
  const shape = "flex min-h-7 w-full items-center gap-2 rounded-control px-2 text-left";
  return nodeId === null ? (
    <div className={shape}>{inside}</div>
  ) : (
    <button type="button" className={cx(shape, "hover:bg-hover")} onClick={() => onChoose(nodeId)}>
      {inside}
    </button>
  );
}

/** A changed setting with what it was and what it is; everything else in words. */
function Words({ change }: { change: Change }) {
  if (change.kind !== "config_changed") return <span className="text-muted">{change.words}</span>;
  const title = change.words.replace(/^“[^”]*”: /, "").replace(/ (?:changed from|is new:|was taken out)[\s\S]*$/, "");
  return (
    <>
      <span className="text-muted">{title}</span>
      {change.old !== null && <Value value={change.old} was />}
      {change.new !== null && <Value value={change.new} />}
    </>
  );
}

const SHOWN = 400;

function Value({ value, was }: { value: Json; was?: boolean }) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 1);
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN).toWellFormed()}…` : text;
  const Tag = was ? "del" : "ins";
  return (
    <Tag
      className={cx(
        "mt-0.5 block rounded-sm px-1.5 py-0.5 break-words whitespace-pre-wrap no-underline",
        was ? "bg-danger-soft text-danger" : "bg-ok-soft text-ok",
      )}
    >
      <span aria-hidden>{was ? "− " : "+ "}</span>
      {shown || "empty"}
    </Tag>
  );
}
