import { Worker } from "node:worker_threads";
import type { StepCode } from "@cordboard/contract";
import type { Program, Ran } from "@cordboard/sandbox";

/*
 * Authors' code runs in threads of its own, so that nothing else waits for it, one program at a time in each:
 *
 *   run ─► queue ─► a free thread, or a new one ─┬─ its answer in time ──► told; the thread takes the next
 *                                                └─ none: the thread is ended ──► code_timeout, with a new thread for the next
 */
export interface CodeRunner {
  /** Never rejects. */
  run: (program: Program) => Promise<Ran>;
  /** Ends the threads. What was running is never told: a run that waits for it has it run again by the next process. */
  close: () => Promise<void>;
}

/** Two programs that run into their time-outs leave the other core to calls. */
const THREADS = 2;
/** The sandbox stops most programs by itself; this is for those that stay in one built-in function. */
const GRACE_MS = 500;
/** A thread takes a while to begin on a machine that has much to do. */
const START_MS = 20_000;

interface Job {
  program: Program;
  done: (ran: Ran) => void;
}

interface Thread {
  worker: Worker;
  /** Told of what became of the program that runs now; null between two. */
  settle: ((ran: Ran) => void) | null;
  fresh: boolean;
}

export function createCodeRunner(): CodeRunner {
  const queue: Job[] = [];
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  let closed = false;

  const end = (thread: Thread): Promise<unknown> => {
    all.delete(thread);
    return thread.worker.terminate();
  };

  const begin = (): Thread => {
    const worker = new Worker(new URL("./code-thread.ts", import.meta.url));
    const thread: Thread = { worker, settle: null, fresh: true };
    const gone = (why: unknown): void => {
      all.delete(thread);
      const at = idle.indexOf(thread);
      if (at >= 0) idle.splice(at, 1);
      thread.settle?.(failed("code_failed", `The sandbox broke down: ${String(why)}`));
    };
    worker.on("message", (ran: Ran) => thread.settle?.(ran));
    worker.on("error", gone);
    worker.on("exit", gone);
    worker.unref();
    all.add(thread);
    return thread;
  };

  const next = (): void => {
    if (closed || queue.length === 0) return;
    const thread = idle.pop() ?? (all.size < THREADS ? begin() : undefined);
    const job = thread && queue.shift();
    if (job) work(thread, job);
  };

  const work = (thread: Thread, { program, done }: Job): void => {
    const patience = program.timeoutMs + GRACE_MS + (thread.fresh ? START_MS : 0);
    const timer = setTimeout(() => thread.settle?.(failed("code_timeout", notDone(program))), patience);
    thread.fresh = false;
    thread.settle = (ran) => {
      clearTimeout(timer);
      thread.settle = null;
      // One that broke down, is still at it, or ate memory has no successor in its thread.
      if (ran.ok || (ran.error.code === "code_failed" && all.has(thread))) idle.push(thread);
      else void end(thread);
      done(ran);
      next();
    };
    thread.worker.postMessage(program);
  };

  return {
    run: (program) =>
      new Promise((done) => {
        queue.push({ program, done });
        next();
      }),
    close: async () => {
      closed = true;
      for (const thread of all) thread.settle = null;
      await Promise.all([...all].map(end));
    },
  };
}

const notDone = ({ timeoutMs }: Program): string => `The code was not done within ${timeoutMs} ms.`;

const failed = (code: StepCode, message: string): Ran => ({ ok: false, error: { code, message }, log: [] });
