import { useQuery } from "@tanstack/react-query";
import { BookOpen } from "lucide-react";
import { useEffect } from "react";
import { Loaded } from "../../app/loaded.tsx";
import { HelpMarkdown } from "../../panels/inspector/help-markdown.tsx";
import { EmptyState, Page } from "../../ui/index.ts";

/** The pages for those who write flows and who run Cordboard, each fetched when it is opened. */
const PAGES = import.meta.glob<string>("../../../../../docs/{*,authors/*,components/*,operators/*}.md", {
  query: "?raw",
  import: "default",
});

/** A page of `docs/`, by its path without `.md`. */
export function HelpPage({ path }: { path: string }) {
  const page = useQuery({
    queryKey: ["help page", path],
    queryFn: async () => (await PAGES[`../../../../../docs/${path}.md`]?.()) ?? null,
    staleTime: Infinity,
  });
  const folder = path.split("/").slice(0, -1).join("/");
  return (
    <Page>
      <Loaded query={page}>
        {(text) =>
          text === null ? (
            <EmptyState icon={<BookOpen size={20} />} title="There is no such page">
              The help menu at the left begins at the first one.
            </EmptyState>
          ) : (
            <article className="prose-help prose-page max-w-3xl pt-8 select-text">
              <HelpMarkdown text={text} from={folder} />
              <ToHash key={path} />
            </article>
          )
        }
      </Loaded>
    </Page>
  );
}

/** The browser looked for the heading before it was there. */
function ToHash() {
  useEffect(() => {
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }, []);
  return null;
}
