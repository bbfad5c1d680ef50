import { api } from "../api/client.ts";
import { getJournal, type Run } from "../api/runs.ts";
import { simCalls, simCallWithTranscript, simMessages, simPhones } from "../api/sim.ts";
import { emptyJournal, stepsOf, withEntries } from "../run-board/index.ts";
import type { Recording } from "./test-of.ts";

/** A run ends a moment after its calls: with the carrier's last word about them. */
const SETTLES_MS = 5_000;
const ASK_AGAIN_MS = 250;

/** Reads all that a test run left behind. Throws when one of it can't be read. */
export async function fetchRecording(runId: string): Promise<Recording> {
  const params = { id: runId };
  const run = await settled(runId);
  const [scenario, context, journal, calls, messages, phones] = await Promise.all([
    api("runScenario", { params }),
    api("runContext", { params }),
    wholeJournal(runId),
    simCalls(),
    simMessages(),
    simPhones(),
  ]);
  const own = new Set(run.legs.map(({ callUuid }) => callUuid));
  const legs = calls.filter(({ callUuid, parentCallUuid }) => own.has(callUuid) || (parentCallUuid !== null && own.has(parentCallUuid)));
  return {
    run,
    scenario,
    variables: context.variables,
    steps: stepsOf(journal),
    calls: await Promise.all(legs.map(({ callUuid }) => simCallWithTranscript(callUuid))),
    messages: messages.filter((message) => isOf(message, run)),
    scripts: Object.fromEntries(phones.flatMap(({ number, script }) => (script ? [[number, script]] : []))),
  };
}

async function settled(runId: string): Promise<Run> {
  const giveUp = Date.now() + SETTLES_MS;
  for (;;) {
    const run = await api("getRun", { params: { id: runId } });
    const hungUp = run.legs.length > 0 && (await simCalls()).every(({ callUuid, state }) => state === "ended" || !ofRun(run, callUuid));
    if (run.status !== "running" || !hungUp || Date.now() > giveUp) return run;
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}
const ofRun = ({ legs }: Run, callUuid: string): boolean => legs.some((leg) => leg.callUuid === callUuid);

async function wholeJournal(runId: string) {
  let journal = emptyJournal;
  for (;;) {
    const { items, seq } = await getJournal(runId, journal.seq);
    journal = withEntries(journal, items);
    if (items.length === 0 || journal.seq >= seq) return journal;
  }
}

/** Texts that the run sent, and those that came for it after it had begun. */
function isOf({ messageUuid, direction, from, to, at }: Awaited<ReturnType<typeof simMessages>>[number], run: Run): boolean {
  if (direction === "outbound") return run.messages.includes(messageUuid);
  const between = at > run.startedAt && (run.endedAt === null || at <= run.endedAt);
  return between && from === run.contact && to === run.number;
}
