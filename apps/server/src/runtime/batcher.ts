/**
 * Natural group commit: while one batch is being written the next gathers; nobody waits for a timer. A batch holds at
 * most one item per order key, so the events of one run stay in order and never meet in one batch.
 *
 *   add ──► queue ──(nothing is being written)──► batch ──► run() ──► each item's promise
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
}): Batcher<Item, Result> {
  let queue: Queued<Item, Result>[] = [];
  let writing = 0;
  let waiting: (() => void)[] = [];

  const take = (): Queued<Item, Result>[] => {
    const batch: Queued<Item, Result>[] = [];
    const rest: Queued<Item, Result>[] = [];
    const orders = new Set<string>();
    for (const entry of queue) {
      if (batch.length >= options.maxItems || orders.has(entry.order)) {
        rest.push(entry);
      } else {
        batch.push(entry);
      }
      orders.add(entry.order);
    }
    queue = rest;
    return batch;
  };

  const write = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = take();
      writing = batch.length;
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
      writing = 0;
    }
    for (const resolve of waiting) resolve();
    waiting = [];
  };

  let busy = false;
  const start = (): void => {
    if (busy) return;
    busy = true;
    // Requests that the event loop has read already join this batch.
    setImmediate(() => {
      void write().finally(() => {
        busy = false;
        if (queue.length > 0) start();
      });
    });
  };

  return {
    add: (item) =>
      new Promise<Result>((done, failed) => {
        queue.push({ item, order: options.orderOf(item), done, failed });
        start();
      }),
    idle: () => (busy || queue.length > 0 ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    size: () => queue.length + writing,
  };
}
