import { useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { Link, useSearchParams } from "wouter";
import { searchFlowsQuery, type FoundFlow, type SearchKind } from "../../api/flows.ts";
import { useRowKeys } from "../../app/row-keys.ts";
import { Loaded } from "../../app/loaded.tsx";
import { SearchField } from "../../app/search-field.tsx";
import { useSearchText } from "../../app/use-search-text.ts";
import { placeIn } from "../../search/address.ts";
import { Excerpt } from "../../search/excerpt.tsx";
import { Button, EmptyState, Page, PageHeader, Segmented } from "../../ui/index.ts";

interface Kind {
  value: SearchKind | "any";
  label: string;
  example: string;
}
const ANY: Kind = { value: "any", label: "Anything", example: "a name, a text, a number or a variable" };
const KINDS: Kind[] = [
  ANY,
  { value: "number", label: "Number", example: "a number with its country code, as +1 415 555 0142" },
  { value: "flow", label: "Flow", example: "the name of a flow that others run" },
  { value: "secret", label: "Secret", example: "the name of a secret" },
  { value: "variable", label: "Variable", example: "a variable, as vars.shop or Ask.digits" },
];
const kindOf = (value: string | null) => KINDS.find((kind) => kind.value === value) ?? ANY;

/** Where something stands or is used, in the drafts of all flows. What is asked for is in the address. */
export function SearchPage() {
  const [params, setParams] = useSearchParams();
  const [text, setText] = useSearchText();
  const kind = kindOf(params.get("kind"));
  const wanted = (params.get("text") ?? "").trim();
  const choose = (value: string) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === "any") after.delete("kind");
        else after.set("kind", value);
        return after;
      },
      { replace: true },
    );
  return (
    <Page>
      <PageHeader title="Search" description="In the drafts of all flows: where a text stands, or where something is used." />
      <div className="flex flex-wrap items-center gap-3 pb-4">
        <SearchField label="Search all flows" value={text} onChange={setText} className="w-80" />
        <Segmented label="What to search for" value={kind.value} onValueChange={choose} options={KINDS} />
      </div>
      {wanted === "" ? (
        <EmptyState icon={<Search size={20} />} title="What are you looking for?">
          Write {kind.example}.
        </EmptyState>
      ) : (
        <Results text={wanted} kind={kind.value === "any" ? undefined : kind.value} />
      )}
    </Page>
  );
}

function Results({ text, kind }: { text: string; kind: SearchKind | undefined }) {
  const found = useInfiniteQuery(searchFlowsQuery(text, kind));
  const keys = useRowKeys();
  return (
    <Loaded query={found}>
      {({ pages }) => {
        const flows = pages.flatMap((page) => page.items);
        return (
          <div ref={keys} className="flex flex-col gap-5">
            {flows.length === 0 && !found.hasNextPage && (
              <EmptyState icon={<Search size={20} />} title="Nowhere">
                {kind === undefined ? `No draft has “${text}” in it.` : `No draft uses “${text}”.`}
              </EmptyState>
            )}
            {flows.map((flow) => (
              <FlowFound key={flow.flowId} flow={flow} />
            ))}
            {found.hasNextPage && (
              <Button className="self-start" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                Search on
              </Button>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

function FlowFound({ flow: { flowId, flowName, version, hits, count } }: { flow: FoundFlow }) {
  return (
    <section aria-label={flowName}>
      <h2 className="flex items-baseline gap-2 pb-1.5 font-semibold">
        {flowName}
        <span className="text-xs font-normal text-muted">
          {version === null ? "Not published" : `Version ${version}`} · {count === 1 ? "1 place" : `${count} places`}
        </span>
      </h2>
      <ul className="overflow-hidden rounded-card border border-line bg-surface">
        {hits.map((hit, index) => (
          <li key={index} className="border-b border-line last:border-b-0">
            <Link data-row href={placeIn(flowId, hit)} className="block px-3 py-2 text-xs outline-offset-[-2px] hover:bg-hover">
              <Excerpt hit={hit} name={hit.nodeName ?? "Flow"} />
            </Link>
          </li>
        ))}
        {count > hits.length && <li className="px-3 py-2 text-xs text-muted">and {count - hits.length} more in this flow</li>}
      </ul>
    </section>
  );
}
