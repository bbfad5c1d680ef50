import { isAcknowledged } from "../world/record.ts";
import type { Evidence, Finding, RunHistory } from "./evidence.ts";

interface Stored {
  run: RunHistory;
  times: number;
}

/** Every event that stands in a history, by name. */
function storedEvents({ attempts, runs }: Evidence): Map<string, Stored[]> {
  // A request that came back out of the hold loop stands under that loop's address.
  const held = new Map(attempts.filter(({ path }) => path.includes("/hold/")).map(({ path, key }) => [path, key]));
  const stored = new Map<string, Stored[]>();
  for (const run of runs) {
    for (const webhook of run.webhooks) {
      const key = webhook.key ?? held.get(webhook.path);
      if (key === undefined) continue;
      const places = stored.get(key) ?? [];
      const here = places.find((place) => place.run === run);
      if (here) here.times++;
      else places.push({ run, times: 1 });
      stored.set(key, places);
    }
  }
  return stored;
}

/** Acknowledged, and in no run's history. */
export function lostEvents(evidence: Evidence): Finding[] {
  const stored = storedEvents(evidence);
  const runs = new Set(evidence.runs.map(({ id }) => id));
  const taken = new Set(evidence.attempts.filter(isAcknowledged).map(({ key }) => key));
  const findings = new Map<string, Finding>();
  for (const attempt of evidence.attempts) {
    const { key, subject, runId } = attempt;
    if (!isAcknowledged(attempt) || findings.has(key)) continue;
    const kept = key.startsWith("start:") ? runId !== undefined && runs.has(runId) : stored.has(key);
    if (kept) continue;
    // Nobody ever took this call: there is nothing to hang up.
    if (key === `${subject}:hangup` && !taken.has(`${subject}:answer`)) continue;
    findings.set(key, {
      rule: "lost",
      subject,
      what: `${key} was answered ${attempt.status} ${attempt.said ?? ""} by ${attempt.replica} and stands in no history`,
    });
  }
  return [...findings.values()];
}

/** One event twice in the histories, two runs for one beginning, or another answer to a repeat. */
export function doubledEvents(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const [key, places] of storedEvents(evidence)) {
    const times = places.reduce((sum, place) => sum + place.times, 0);
    if (times > 1)
      findings.push({ rule: "doubled", subject: key, what: `applied ${times} times, in ${places.map(({ run }) => run.id).join(", ")}` });
  }
  const answers = new Map<string, { hash: string | undefined; runId: string | undefined }>();
  for (const attempt of evidence.attempts) {
    if (!isAcknowledged(attempt)) continue;
    const { key, subject, hash, runId } = attempt;
    const first = answers.get(key);
    if (!first) answers.set(key, { hash, runId });
    else if (first.runId !== runId) findings.push({ rule: "doubled", subject, what: `${key} began ${first.runId} and ${runId}` });
    else if (first.hash !== hash)
      findings.push({ rule: "doubled", subject, what: `${key} was answered with other bytes by ${attempt.replica}` });
  }
  return [...findings, ...doubledRuns(evidence)];
}

/** A run for each call, text and request, and no run without one. */
function doubledRuns({ runs, attempts }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const byCall = new Map<string, string>();
  for (const { id, calls } of runs) {
    for (const call of calls) {
      const other = byCall.get(call);
      if (other !== undefined) findings.push({ rule: "doubled", subject: call, what: `two runs of one call: ${other} and ${id}` });
      byCall.set(call, id);
    }
  }
  const sent = new Set(attempts.map(({ key }) => key));
  const requested = attempts.filter(({ key }) => key.startsWith("start:"));
  const named = new Set(requested.flatMap(({ runId }) => runId ?? []));
  // A request whose answer was never heard may have begun one run each, and no more.
  const unheard = new Set(requested.map(({ key }) => key)).size - named.size;
  const unnamed = runs.filter((run) => !named.has(run.id) && !run.webhooks.some(({ key }) => key === null || sent.has(key)));
  if (unnamed.length > unheard) {
    findings.push({
      rule: "doubled",
      subject: unnamed[0]?.id ?? "",
      what: `${unnamed.length} runs that nothing asked for, such as ${unnamed
        .slice(0, 3)
        .map(({ id }) => id)
        .join(", ")}; at most ${unheard} are explained by requests without an answer`,
    });
  }
  return findings;
}

/** A refusal of what was rightly signed, or no XML where a call needs it. */
export function badAnswers({ attempts }: Evidence): Finding[] {
  return attempts.flatMap(({ key, subject, status, path, replica, error, notXml }): Finding[] => {
    if (status === null) return [];
    const bad = (what: string): Finding[] => [{ rule: "bad answer", subject, what: `${key} at ${replica}: ${what}` }];
    // Too many, or the first request under the same key is not answered yet: both say "come again".
    const patience = status === 429 || (status === 409 && key.startsWith("start:"));
    if (status >= 400 && status < 500 && !patience) return bad(`${status} ${error ?? ""}`);
    if (notXml !== undefined) return bad(`not XML: ${notXml}`);
    if (status >= 500 && needsXml(path)) return bad(`a live call got ${status} ${error ?? ""}`);
    return [];
  });
}

const needsXml = (path: string): boolean => /^\/carrier\/voice\/(?:hold\/|\w\/[\w-]+\/(?:answer|fallback|action|redirect)$)/.test(path);
