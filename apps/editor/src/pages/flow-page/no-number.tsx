import { useQuery } from "@tanstack/react-query";
import { Hash } from "lucide-react";
import { Link } from "wouter";
import { flowQuery, type Flow } from "../../api/flows.ts";
import { answers } from "../../app/entry.ts";
import { useDocumentState } from "../../document/index.ts";
import { Tooltip } from "../../ui/index.ts";

/** Beside the version of a flow that answers calls or texts, and that no number leads to: the notice of publishing is soon gone. */
export function NoNumber({ flow }: { flow: Flow }) {
  const now = useQuery(flowQuery(flow.id)).data ?? flow;
  const wanted = useDocumentState(({ document }) => answers(document, "call") || answers(document, "message"));
  if (!wanted || now.numbers.length > 0) return null;
  return (
    <Tooltip content="No number leads to this flow. Choose one">
      <Link
        href={`/numbers?flow=${flow.id}`}
        className="flex h-6 shrink-0 items-center gap-1 rounded-full border border-brass/50 px-2.5 text-xs whitespace-nowrap text-brass hover:bg-brass-soft max-lg:hidden"
      >
        <Hash size={12} aria-hidden />
        No number
      </Link>
    </Tooltip>
  );
}
