import type { Json } from "@cordboard/contract";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import type { Path } from "../../document/index.ts";
import { IconButton } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";

export interface ItemActionsProps {
  path: Path;
  items: readonly Json[];
  index: number;
  /** "choice 2" */
  name: string;
  /** Order means something here. */
  ordered?: boolean;
}

/** Up, down, remove: at the head of a list's item. */
export function ItemActions({ path, items, index, name, ordered }: ItemActionsProps) {
  const { change } = useForm();
  const swap = (by: -1 | 1) => {
    const next = [...items];
    const [a, b] = [next[index], next[index + by]];
    if (a === undefined || b === undefined) return;
    next[index] = b;
    next[index + by] = a;
    change(path, next);
  };
  return (
    <span className="flex shrink-0 items-center opacity-60 focus-within:opacity-100 group-hover/item:opacity-100">
      {ordered && items.length > 1 && (
        <>
          <IconButton size="xs" label={`Move ${name} up`} disabled={index === 0} icon={<ChevronUp size={14} />} onClick={() => swap(-1)} />
          <IconButton
            size="xs"
            label={`Move ${name} down`}
            disabled={index === items.length - 1}
            icon={<ChevronDown size={14} />}
            onClick={() => swap(1)}
          />
        </>
      )}
      <IconButton size="xs" label={`Remove ${name}`} icon={<X size={14} />} onClick={() => change(path, items.toSpliced(index, 1))} />
    </span>
  );
}
