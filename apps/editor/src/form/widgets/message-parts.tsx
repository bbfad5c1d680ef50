import type { FormMeta } from "@cordboard/contract";
import { Info, TriangleAlert } from "lucide-react";
import { getIn, useDocumentState, viewOf, type Path } from "../../document/index.ts";
import { cx } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { messageLength } from "../message-length.ts";
import { asJson } from "../schema.ts";

interface MessagePartsProps {
  when: NonNullable<FormMeta["partsWhen"]>;
  /** Of the field with the text. */
  path: Path;
  text: string;
}

/** How many parts a text will be sent in, below the field it is written in. */
export function MessageParts({ when, path, text }: MessagePartsProps) {
  const { nodeId } = useForm();
  const node = useDocumentState((state) => state.document.nodes.find(({ id }) => id === nodeId));
  const set = node && getIn(node.config, [...path.slice(0, -1), when.field]);
  const sibling = set ?? (node && getIn(asJson(viewOf(node).config), [...path.slice(0, -1), when.field]));
  const length = when.is.some((value) => value === sibling) ? messageLength(text) : null;
  if (!length) return null;
  const { summary, advice, tooLong } = length;
  const Icon = tooLong ? TriangleAlert : Info;
  return (
    <div className="flex flex-col gap-0.5">
      <p className="tabular text-xs text-muted">{summary}</p>
      {advice && (
        <p className={cx("flex gap-1.5 text-xs", tooLong ? "text-danger" : "text-muted")}>
          <Icon size={13} className="mt-px shrink-0" aria-hidden />
          {advice}
        </p>
      )}
    </div>
  );
}
