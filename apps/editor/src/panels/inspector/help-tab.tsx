import { useQuery } from "@tanstack/react-query";
import { inChunk } from "../../app/in-chunk.tsx";
import { EmptyState, Loading } from "../../ui/index.ts";

const HelpMarkdown = inChunk(
  "Help",
  () => import("./help-markdown.tsx"),
  ({ HelpMarkdown }) => HelpMarkdown,
);

/** Each component's page of `docs/components`, fetched when it is first opened. */
const PAGES = import.meta.glob<string>("../../../../../docs/components/[a-z]*.md", { query: "?raw", import: "default" });

async function page(type: string): Promise<string | null> {
  const load = PAGES[`../../../../../docs/components/${type}.md`];
  return load ? load() : null;
}

/** What the component's README says, and behind this line every key, exit, variable and code: wanted less often. */
const REFERENCE = "\n## Reference\n";

/** Long texts without a link are scrolled by keys, too. */
const SCROLLS = { tabIndex: 0, "aria-label": "Help" };

export function HelpTab({ type }: { type: string }) {
  const { data, isPending } = useQuery({ queryKey: ["help", type], queryFn: () => page(type), staleTime: Infinity });
  if (isPending) return <Loading />;
  if (data === null || data === undefined)
    return <EmptyState title="No help for this component">It isn’t part of this Cordboard.</EmptyState>;
  const [guide = "", reference] = data.split(REFERENCE);
  return (
    <article className="prose-help h-full overflow-y-auto p-4 select-text" {...SCROLLS}>
      <HelpMarkdown text={guide} from="components" away />
      {reference !== undefined && (
        <details>
          <summary>Reference: every setting, exit, variable and code</summary>
          <HelpMarkdown text={reference} from="components" away />
        </details>
      )}
    </article>
  );
}
