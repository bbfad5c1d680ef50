import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { createFlow } from "../../api/flows.ts";
import { templatesQuery, type Template } from "../../api/templates.ts";
import { sayError } from "../../app/say-error.ts";
import { cx, Skeleton, Spinner } from "../../ui/index.ts";
import { FlowThumb } from "./flow-thumb.tsx";
import { groupSamples } from "./sample-groups.ts";

const GRID = "grid grid-cols-[repeat(auto-fill,minmax(230px,1fr))] gap-3";

/** The samples as cards; one press makes a flow of its own and opens it. */
export function SampleGrid() {
  const templates = useQuery(templatesQuery());
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [making, setMaking] = useState<string | null>(null);
  const take = async (template: Template) => {
    setMaking(template.id);
    try {
      const flow = await createFlow(template.name, template.document);
      await queries.invalidateQueries({ queryKey: ["flows"] });
      go(`/flows/${flow.id}`);
    } catch (error) {
      sayError(error, `“${template.name}” couldn’t be made`);
      setMaking(null);
    }
  };
  if (templates.isError || templates.data?.items.length === 0) return null;
  return (
    <section aria-label="Samples">
      {templates.isPending && (
        <div className={GRID}>
          {[0, 1, 2].map((n) => (
            <Skeleton key={n} className="h-44" />
          ))}
        </div>
      )}
      {groupSamples(templates.data?.items ?? []).map(({ title, samples }) => (
        <div key={title} className="mb-6">
          <h2 className="mb-2 text-xs font-medium text-muted">{title}</h2>
          <div className={GRID}>
            {samples.map((template) => (
              <SampleCard key={template.id} template={template} busy={making === template.id} onClick={() => void take(template)} />
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}

export function SampleCard({
  template,
  chosen,
  busy,
  onClick,
}: {
  template: Template;
  chosen?: boolean;
  busy?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-pressed={chosen}
      className={cx(
        "flex flex-col overflow-hidden rounded-card border bg-surface text-left transition-colors duration-100 hover:border-control",
        chosen ? "border-brass ring-1 ring-brass" : "border-line",
      )}
    >
      <FlowThumb document={template.document} className="h-24 w-full border-b border-line bg-board" />
      <span className="flex items-center gap-2 px-3 pt-2.5 font-medium">
        {template.name}
        {busy && <Spinner size={13} />}
      </span>
      <span className="px-3 pt-0.5 pb-3">
        <span className="line-clamp-4 text-xs text-muted">{template.description}</span>
      </span>
    </button>
  );
}
