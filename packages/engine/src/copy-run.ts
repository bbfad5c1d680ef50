import type { RunState, Step, StoredWait, Thread } from "@cordboard/contract";

/**
 * A copy of a run that may be changed: everything the engine writes into is copied, what it only replaces as a whole
 * (values of variables, a wait's memory, a step's inputs) is shared. Several times faster than structuredClone.
 */
export function copyRun(run: RunState): RunState {
  return {
    ...run,
    contact: { ...run.contact },
    threads: copyThreads(run.threads),
    variables: { ...run.variables },
    vault: [...run.vault],
    legs: run.legs.map((leg) => ({ ...leg })),
    ...(run.lent && { lent: { ...run.lent } }),
    holds: { ...run.holds },
    former: [...run.former],
    effects: { ...run.effects },
    messages: [...run.messages],
    recordings: [...run.recordings],
  };
}

function copyThreads({ main, ...branches }: RunState["threads"]): RunState["threads"] {
  const threads: RunState["threads"] = { main: copyThread(main) };
  for (const [id, thread] of Object.entries(branches)) threads[id] = copyThread(thread);
  return threads;
}

const copyThread = (thread: Thread): Thread => ({
  ...thread,
  pendingVerbs: [...thread.pendingVerbs],
  ...(thread.kept && { kept: [...thread.kept] }),
  wait: thread.wait && copyWait(thread.wait),
});

const copyWait = (wait: StoredWait): StoredWait => ({ ...wait, step: wait.step && copyStep(wait.step) });

const copyStep = (step: Step): Step => ({ ...step, effects: [...step.effects] });
