import type { Answer } from "@cordboard/api";
import { findInFlow, type FlowDocument, type Hit, type Use, usesInFlow } from "@cordboard/flow";
import type { CatalogStore, FlowRecord } from "../store/catalog-store.ts";

type Found = Answer<"searchFlows">;
interface Wanted {
  text: string;
  kind?: Use["kind"] | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** Drafts read at once: one may be megabytes. */
const BATCH = 20;
/** Batches looked through for one answer; who asks goes on with the cursor. */
const BATCHES = 10;
/** Places told of one flow; all are counted. */
const HITS = 20;
/** Characters told of what stands there. */
const BEFORE = 60;
const AROUND = 240;

/** Where a text stands, or something is used, in the drafts of all flows. Others are served between the batches. */
export async function searchFlows(catalog: Pick<CatalogStore, "listFlows">, { text, kind, limit, cursor }: Wanted): Promise<Found> {
  const find = (document: FlowDocument): Hit[] =>
    kind === undefined ? findInFlow(document, text) : usesInFlow(document, { kind, name: text });
  const holds = lettersOf(text);
  const items: Found["items"] = [];
  let next = cursor;
  for (let batch = 0; batch < BATCHES; batch++) {
    const page = await catalog.listFlows({ limit: Math.min(BATCH, limit - items.length), cursor: next, holds });
    for (const flow of page.items) items.push(...foundIn(flow, find(flow.document)));
    if (page.next === null) return { items, next: null };
    next = page.next;
    if (items.length >= limit) break;
  }
  return { items, next: next ?? null };
}

/**
 * What every draft that holds the text has in it, whichever way it is written there: the longest run of letters or digits;
 * of digits the last four, as numbers are written in groups. Undefined when there is none.
 */
export function lettersOf(text: string): string | undefined {
  const runs = text.match(/[A-Za-z0-9]+/g) ?? [];
  const [longest] = runs.toSorted((a, b) => b.length - a.length);
  return longest !== undefined && /^\d+$/.test(longest) ? longest.slice(-4) : longest;
}

function foundIn({ id, name, published, document }: FlowRecord, hits: readonly Hit[]): Found["items"] {
  if (hits.length === 0) return [];
  const names = new Map(document.nodes.map((node) => [node.id, node.name]));
  const told = hits.slice(0, HITS).map(({ nodeId, field, title, text, at, length }) => {
    const from = Math.max(0, at - BEFORE);
    return {
      nodeId,
      nodeName: names.get(nodeId ?? "") ?? null,
      field,
      title,
      text: text.slice(from, from + AROUND),
      at: at - from,
      length,
    };
  });
  return [{ flowId: id, flowName: name, version: published?.version ?? null, hits: told, count: hits.length }];
}
