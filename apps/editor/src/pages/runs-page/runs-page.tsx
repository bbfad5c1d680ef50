import { Play, SearchX } from "lucide-react";
import { Link, useSearchParams } from "wouter";
import { LoadFailed, Later } from "../../app/loaded.tsx";
import { Button, EmptyState, Loading, Page, PageHeader } from "../../ui/index.ts";
import { readFilters, writeFilters, type Filters } from "./filters.ts";
import { RunFilters } from "./run-filters.tsx";
import { RunsTable } from "./runs-table.tsx";
import { useRuns } from "./use-runs.ts";

export function RunsPage() {
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search);
  const setFilters = (next: Filters) => setSearch(writeFilters(next), { replace: true });
  const filtered = Object.keys(filters).length > 0;
  const runs = useRuns(filters);
  const items = runs.data?.pages.flatMap((page) => page.items);
  return (
    <Page>
      <PageHeader title="Runs" />
      <RunFilters filters={filters} onChange={setFilters} />
      {runs.isError && !items && <LoadFailed error={runs.error} retry={() => void runs.refetch()} busy={runs.isFetching} />}
      {!items && !runs.isError && (
        <Later>
          <Loading />
        </Later>
      )}
      {items?.length === 0 && (filtered ? <NothingFound onClear={() => setFilters({})} /> : <NoRuns />)}
      {items && items.length > 0 && <RunsTable runs={items} dimmed={runs.isPlaceholderData} />}
      {runs.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            Show older runs
          </Button>
        </div>
      )}
    </Page>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon={<SearchX size={20} />} title="No run matches" action={<Button onClick={onClear}>Clear all filters</Button>}>
      Try fewer filters, or a longer time.
    </EmptyState>
  );
}

function NoRuns() {
  return (
    <EmptyState
      icon={<Play size={20} />}
      title="No runs yet"
      action={
        <Button asChild variant="primary">
          <Link href="/flows">Open a flow and try it</Link>
        </Button>
      }
    >
      Each call, text or API request that reaches a flow becomes a run. It appears here the moment it starts, with every step it takes.
    </EmptyState>
  );
}
