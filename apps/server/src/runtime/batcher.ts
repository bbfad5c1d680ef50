import type { Host } from "./host.ts";

/**
 * Natural group commit: while batches are being written the next gathers; nobody waits for a timer. A batch holds at
 * most one item per order key, and no two batches under way hold the same, so the events of one run stay in order and
 * never meet.
 *
 *   add ──► queue ──(a lane is free)──► batch ──► run() ──► each item's promise
 */
export interface Batcher<Item, Result> {
  add: (item: Item) => Promise<Result>;
  /** Resolves when nothing is queued or being written. */
  idle: () => Promise<void>;
  /** Queued and being written. */
  size: () => number;
}

interface Queued<Item, Result> {
  item: Item;
  order: string;
  done: (result: Result) => void;
  failed: (error: unknown) => void;
}

export function createBatcher<Item, Result>(options: {
  orderOf: (item: Item) => string;
  /** Answers one result per item, in order; an Error rejects its item alone. */
  run: (items: Item[]) => Promise<(Result | Error)[]>;
  maxItems: number;
  /** Batches under way at once: while one is on its way to the disk the next is computed. */
  lanes: number;
  soon: Host["soon"];
}): Batcher<Item, Result> {
  let queue: Queued<Item, Result>[] = [];
  const under = new Set<string>();
  let lanes = 0;
  let waiting: (() => void)[] = [];

  const take = (): Queued<Item, Result>[] => {
    const batch: Queued<Item, Result>[] = [];
    const rest: Queued<Item, Result>[] = [];
    const seen = new Set<string>();
    for (const entry of queue) {
      const free = batch.length < options.maxItems && !under.has(entry.order) && !seen.has(entry.order);
      (free ? batch : rest).push(entry);
      seen.add(entry.order);
    }
    queue = rest;
    return batch;
  };

  const write = async (batch: Queued<Item, Result>[]): Promise<void> => {
    try {
      const results = await options.run(batch.map((entry) => entry.item));
      batch.forEach((entry, i) => {
        const result = results[i];
        if (result === undefined || result instanceof Error) entry.failed(result ?? new Error("The batch answered too few results."));
        else entry.done(result);
      });
    } catch (error) {
      for (const entry of batch) entry.failed(error);
    }
  };

  const fill = (): void => {
    while (lanes < options.lanes && queue.length > 0) {
      const batch = take();
      if (batch.length === 0) return;
      lanes++;
      for (const { order } of batch) under.add(order);
      void write(batch).finally(() => {
        lanes--;
        for (const { order } of batch) under.delete(order);
        fill();
      });
    }
    if (lanes > 0 || queue.length > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };

  let starting = false;
  const start = (): void => {
    if (starting || lanes >= options.lanes) return;
    starting = true;
    // Requests that the event loop has read already join this batch.
    options.soon(() => {
      starting = false;
      fill();
    });
  };

  return {
    add: (item) =>
      new Promise<Result>((done, failed) => {
        queue.push({ item, order: options.orderOf(item), done, failed });
        start();
      }),
    idle: () => (lanes > 0 || queue.length > 0 ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    size: () => queue.length + under.size,
  };
}
