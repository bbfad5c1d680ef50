import type { Run, RunStatus } from "../../api/runs.ts";

/** The filters of the runs list, as they stand in its address. */
export const FILTERS = ["flow", "status", "contact", "number", "text", "from", "to", "test"] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Partial<Record<Filter, string>>;

export function readFilters(search: URLSearchParams): Filters {
  const filters: Filters = {};
  for (const name of FILTERS) {
    const value = search.get(name);
    if (value) filters[name] = value;
  }
  return filters;
}

export function writeFilters(filters: Filters): URLSearchParams {
  const search = new URLSearchParams();
  for (const name of FILTERS) {
    const value = filters[name];
    if (value) search.set(name, value);
  }
  return search;
}

/** With `value` empty the filter goes. */
export function withFilter(filters: Filters, name: Filter, value: string): Filters {
  const next = { ...filters };
  if (value === "") delete next[name];
  else next[name] = value;
  return next;
}

export const RUN_STATUSES: readonly RunStatus[] = ["running", "completed", "failed", "stopped"];
const isStatus = (value: string): value is RunStatus => RUN_STATUSES.some((status) => status === value);

/** The query the API takes. What a hand-written address has wrong is left out instead of being refused. */
export function toQuery(filters: Filters) {
  const { flow, status, contact, number, text, from, to, test } = filters;
  return {
    ...(flow ? { flow } : {}),
    ...(status && isStatus(status) ? { status } : {}),
    ...(contact ? { contact } : {}),
    ...(number ? { number } : {}),
    ...(text ? { text } : {}),
    ...(from && isTime(from) ? { from: new Date(from).toISOString() } : {}),
    ...(to && isTime(to) ? { to: new Date(to).toISOString() } : {}),
    ...(test === "true" || test === "false" ? { test: test === "true" ? ("true" as const) : ("false" as const) } : {}),
  };
}
const isTime = (value: string) => !Number.isNaN(Date.parse(value));

/** Whether a run that the live feed tells of belongs into the filtered list. The server's own filter has the last word at the next fetch. */
export function matchesFilters(run: Run, filters: Filters): boolean {
  const query = toQuery(filters);
  if (query.flow && run.flowId !== query.flow) return false;
  if (query.status && run.status !== query.status) return false;
  if (query.contact && run.contact !== query.contact) return false;
  if (query.number && run.number !== query.number) return false;
  if (query.test && String(run.test) !== query.test) return false;
  if (query.from && run.startedAt < query.from) return false;
  if (query.to && run.startedAt >= query.to) return false;
  return !query.text || hasText(run, query.text.toLowerCase());
}

function hasText(run: Run, text: string): boolean {
  const places = [
    run.id,
    run.flowName,
    run.contact,
    run.number,
    run.reason?.code,
    run.reason?.message,
    ...run.legs.map((leg) => leg.callUuid),
  ];
  return places.some((place) => place?.toLowerCase().includes(text));
}
