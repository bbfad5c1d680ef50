import type { Evidence, Finding, RunHistory, StepVisit } from "./evidence.ts";

const ms = (time: string): number => Date.parse(time);

/** Running when everything had its time, or waiting for nothing that ends. */
export function stuckRuns({ runs, readAt }: Evidence): Finding[] {
  return runs.flatMap((run): Finding[] => {
    if (run.status !== "running") return [];
    const waits = run.waitingFor.map(({ nodeId, kind, until }) => `${nodeId} (${kind}) until ${until}`);
    if (waits.length === 0) return [{ rule: "stuck", subject: run.id, what: "runs, and waits for nothing" }];
    const overdue = run.waitingFor.some(({ until }) => ms(until) < readAt);
    return [{ rule: "stuck", subject: run.id, what: `${overdue ? "is overdue" : "still waits"}: ${waits.join(", ")}` }];
  });
}

/** The load's flows have nothing in them that fails: a run that did was ended by what went on around it. */
export function endedWrong({ runs }: Evidence): Finding[] {
  return runs.flatMap(({ id, status, reason }): Finding[] =>
    status === "failed" ? [{ rule: "ended wrong", subject: id, what: `failed: ${reason ?? "without a reason"}` }] : [],
  );
}

/** A history that no way through the flow explains, or one that goes on after its end. */
export function illegalOrder({ runs, expect }: Evidence): Finding[] {
  return runs.flatMap((run) => {
    const findings: Finding[] = [];
    const bad = (what: string): number => findings.push({ rule: "illegal order", subject: run.id, what });
    const cords = expect.cords[run.flowId];
    for (const visits of threadsOf(run).values()) {
      for (const [i, visit] of visits.entries()) {
        const before = visits[i - 1];
        if (run.endedAt !== null && ms(visit.enteredAt) > ms(run.endedAt)) bad(`${visit.name} was entered after the end`);
        if (visit.leftAt !== null && ms(visit.leftAt) < ms(visit.enteredAt)) bad(`${visit.name} was left before it was entered`);
        if (!before) continue;
        if (ms(visit.enteredAt) < ms(before.enteredAt)) bad(`${visit.name} was entered before ${before.name}`);
        if (before.exit === null) bad(`${visit.name} follows ${before.name}, which was never left`);
        else if (cords && cords[`${before.name}.${before.exit}`] !== visit.name)
          bad(`no cord leads from ${before.name}.${before.exit} to ${visit.name}`);
      }
    }
    return findings;
  });
}

function threadsOf({ steps }: RunHistory): Map<string, StepVisit[]> {
  const threads = new Map<string, StepVisit[]>();
  for (const step of steps.toSorted((a, b) => a.seq - b.seq)) threads.set(step.thread, [...(threads.get(step.thread) ?? []), step]);
  return threads;
}

/** How late each wait ended, ms; less than 0 is early. Waits that were ended by something else are left out. */
export function lateness({ runs, expect }: Pick<Evidence, "runs" | "expect">): { run: string; node: string; lateMs: number }[] {
  return runs.flatMap(({ id, steps }) =>
    steps.flatMap((step) => {
      const length = expect.waits[step.name];
      if (length === undefined || step.leftAt === null || step.exit !== "done") return [];
      return [{ run: id, node: step.name, lateMs: ms(step.leftAt) - ms(step.enteredAt) - length }];
    }),
  );
}

export function badTimers(evidence: Evidence): Finding[] {
  return lateness(evidence).flatMap(({ run, node, lateMs }): Finding[] => {
    if (lateMs < 0) return [{ rule: "early timer", subject: run, what: `${node} ended ${-lateMs} ms early` }];
    if (lateMs > evidence.expect.latestTimerMs) return [{ rule: "late timer", subject: run, what: `${node} ended ${lateMs} ms late` }];
    return [];
  });
}
