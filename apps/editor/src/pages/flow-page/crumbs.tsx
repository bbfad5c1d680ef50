import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { Link, useSearchParams } from "wouter";
import { flowsQuery } from "../../api/flows.ts";

/** The flows on the way here, each a way back to the step that runs the next. */
export function Crumbs() {
  const [params] = useSearchParams();
  const via = params.getAll("via");
  return via.length === 0 ? null : <Way via={via} />;
}

function Way({ via }: { via: readonly string[] }) {
  const { data } = useQuery(flowsQuery());
  const steps = via.map((step, index) => {
    const [flowId = "", nodeId = ""] = step.split(":");
    const query = new URLSearchParams([...via.slice(0, index).map((earlier) => ["via", earlier]), ["node", nodeId]]);
    return { step, href: `/flows/${flowId}?${query}`, name: data?.items.find(({ id }) => id === flowId)?.name ?? "…" };
  });
  return (
    <nav aria-label="The way here" className="min-w-0 shrink">
      <ol className="flex min-w-0 items-center">
        {steps.map(({ step, href, name }) => (
          <li key={step} className="flex min-w-0 items-center">
            <Link href={href} className="max-w-40 truncate rounded-sm px-1.5 text-muted hover:bg-hover hover:text-ink">
              {name}
            </Link>
            <ChevronRight size={13} className="shrink-0 text-muted" aria-hidden />
          </li>
        ))}
      </ol>
    </nav>
  );
}
