import { Worker } from "node:worker_threads";
import type Database from "better-sqlite3";
import { createWriter, type Failure, type Reply, type Request } from "./writer.ts";

type Job = Request["job"];

/** The way to the writer. */
export interface WriterLink {
  /** Resolves when the job is done and, outside of an exclusive turn, durable. Rejects with the database's error and its code. */
  send: (job: Job, within?: boolean) => Promise<unknown>;
  /** The writer is there. */
  alive: () => boolean;
  /** After what was sent before. */
  close: () => Promise<void>;
}

interface Waiting {
  done: (value: unknown) => void;
  failed: (error: unknown) => void;
}

/** To the writer in its own thread. All that is sent in one turn of the event loop is one message. */
export function linkToThread(file: string): WriterLink {
  const worker = new Worker(new URL("./writer-thread.ts", import.meta.url), { workerData: file });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const waiting = new Map<number, Waiting>();
  let gathered: Request[] = [];
  let ids = 0;
  let gone: Error | null = null;

  const lost = (error: Error): void => {
    gone ??= error;
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  };
  worker.on("error", lost).on("exit", () => lost(new Error("The database is closed.")));
  worker.on("message", (replies: Reply[]) => {
    for (const [id, value] of replies) {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (isFailure(value)) asked?.failed(toError(value));
      else asked?.done(value);
    }
    // An idle store doesn't keep the process alive; one that owes an answer does.
    if (waiting.size === 0) worker.unref();
  });
  worker.unref();

  const flush = (): void => {
    const requests = gathered;
    gathered = [];
    worker.postMessage(requests);
  };
  return {
    send: (job, within = false) =>
      new Promise((done, failed) => {
        if (gone) return failed(gone);
        if (waiting.size === 0) worker.ref();
        const id = ++ids;
        waiting.set(id, { done, failed });
        if (gathered.push({ id, within, job }) === 1) queueMicrotask(flush);
      }),
    alive: () => gone === null,
    close: async () => {
      if (gone) return;
      worker.ref();
      // A microtask later than what was sent before.
      await Promise.resolve();
      worker.postMessage("close");
      await ended;
    },
  };
}

/** To a writer on this thread, for a database in memory, which only one connection sees. */
export function linkOnThisThread(db: Database.Database): WriterLink {
  const writer = createWriter(db);
  const waiting = new Map<number, Waiting>();
  let ids = 0;
  return {
    send: (job, within = false) =>
      new Promise((done, failed) => {
        const asked = ++ids;
        waiting.set(asked, { done, failed });
        for (const [id, value] of writer.take([{ id: asked, within, job }])) {
          if (isFailure(value)) waiting.get(id)?.failed(toError(value));
          else waiting.get(id)?.done(value);
          waiting.delete(id);
        }
      }),
    alive: () => true,
    close: async () => undefined,
  };
}

export const isFailure = (value: unknown): value is Failure => typeof value === "object" && value !== null && "failure" in value;

export const toError = ({ failure, code }: Failure): Error => Object.assign(new Error(failure), code === null ? {} : { code });
