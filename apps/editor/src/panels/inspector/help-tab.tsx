import { lazy, Suspense } from "react";
import { useQuery } from "@tanstack/react-query";
import { EmptyState, Loading } from "../../ui/index.ts";

const HelpMarkdown = lazy(() => import("./help-markdown.tsx"));

/** Each component's README, fetched when it is first opened. */
const READMES = import.meta.glob<string>("../../../../../packages/components/src/*/README.md", { query: "?raw", import: "default" });

async function readme(type: string): Promise<string | null> {
  const load = READMES[`../../../../../packages/components/src/${type}/README.md`];
  return load ? load() : null;
}

/** Long texts without a link are scrolled by keys, too. */
const SCROLLS = { tabIndex: 0, "aria-label": "Help" };

export function HelpTab({ type }: { type: string }) {
  const { data, isPending } = useQuery({ queryKey: ["readme", type], queryFn: () => readme(type), staleTime: Infinity });
  if (isPending) return <Loading />;
  if (data === null || data === undefined)
    return <EmptyState title="No help for this component">It isn’t part of this Cordboard.</EmptyState>;
  return (
    <Suspense fallback={<Loading />}>
      <article className="prose-help h-full overflow-y-auto p-4 select-text" {...SCROLLS}>
        <HelpMarkdown text={data} />
      </article>
    </Suspense>
  );
}
