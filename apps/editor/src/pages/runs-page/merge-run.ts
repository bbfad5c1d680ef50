import type { Run, RunsPage } from "../../api/runs.ts";
import { matchesFilters, type Filters } from "./filters.ts";

/** Puts a run that changed into the fetched pages: in its place, at the top when it is new, away when it no longer matches. */
export function mergeRun(pages: readonly RunsPage[], run: Run, filters: Filters): RunsPage[] {
  const matches = matchesFilters(run, filters);
  const known = pages.some((page) => page.items.some((item) => item.id === run.id));
  if (known) {
    return pages.map((page) => ({
      ...page,
      items: page.items.flatMap((item) => {
        if (item.id !== run.id) return [item];
        if (item.seq > run.seq) return [item];
        return matches ? [run] : [];
      }),
    }));
  }
  const [first, ...rest] = pages;
  if (!first || !matches) return [...pages];
  const older = first.items.findIndex((item) => item.startedAt <= run.startedAt);
  // Older than the whole page: only a page that is the last one can tell that it belongs here.
  if (older < 0 && first.next !== null) return [...pages];
  const place = older < 0 ? first.items.length : older;
  return [{ ...first, items: first.items.toSpliced(place, 0, run) }, ...rest];
}
