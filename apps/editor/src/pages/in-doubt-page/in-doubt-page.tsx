import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { flowsQuery } from "../../api/flows.ts";
import { inDoubtQuery } from "../../api/effects.ts";
import { Loaded } from "../../app/loaded.tsx";
import { EmptyState, Page, PageHeader } from "../../ui/index.ts";
import { Doubt } from "./doubt.tsx";

export function InDoubtPage() {
  const doubts = useQuery(inDoubtQuery());
  const flows = useQuery(flowsQuery()).data?.items;
  return (
    <Page>
      <PageHeader title="In doubt" />
      <Loaded query={doubts}>
        {({ items, next }) =>
          items.length === 0 ? (
            <NothingInDoubt />
          ) : (
            <>
              <p className="mb-4 max-w-prose text-muted">
                Of these no answer came back. Most leave this list within minutes: the carrier’s report or its lists tell what happened, and
                what surely never left is sent. What stays, Cordboard never repeats by itself. Ask the other person, or look into the
                carrier’s log, and say here what happened.
              </p>
              <ul aria-label="In doubt" className="flex flex-col gap-3">
                {items.map((effect) => (
                  <Doubt
                    key={effect.id}
                    effect={effect}
                    flowName={flows?.find((flow) => flow.id === effect.flowId)?.name ?? "A deleted flow"}
                  />
                ))}
              </ul>
              {next !== null && <p className="mt-4 text-muted">There are more; they follow when these are decided.</p>}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function NothingInDoubt() {
  return (
    <EmptyState icon={<CircleCheck size={20} />} title="Nothing is in doubt">
      When a text or a call goes out and the carrier never says whether it took it, it stands here until its report comes, the carrier’s
      lists tell, or you decide.
    </EmptyState>
  );
}
