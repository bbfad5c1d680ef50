import { type InboundMessage, keywordOf, LIMITS, type Thread } from "@cordboard/contract";
import { mayWaitFor, waitsFor } from "./hearings.ts";
import { resume } from "./resume.ts";
import { threadThat } from "./threads.ts";
import { isOver, journalEvent, type Turn } from "./turn.ts";

/*
 * A text from outside, brought because the run was listening when it was looked up:
 *
 *   the step waits for it ──► told to the step
 *   a later step may ───────► kept, in order ──(that step waits)──► told to the step
 *   neither any more ───────► declined: whoever brought it looks for another run
 */
export function messageEvent(turn: Turn, message: InboundMessage): void {
  const { run } = turn;
  // STOP, HELP and START are no answers (components.md, Start).
  if (isOver(run) || keywordOf(message) !== null) return decline(turn);
  const thread = threadThat(run, (wait) => waitsFor(wait, message));
  if (thread) return tell(turn, thread, message);
  if (!mayWaitFor(turn, message)) return decline(turn);
  noteMessage(turn, message);
  const data = { messageUuid: message.uuid };
  const mail = run.mail ?? [];
  if (mail.length >= LIMITS.runMail)
    return journalEvent(turn, "message", "A text came, and too many wait to be read already.", { ignored: true, data });
  run.mail = [...mail, message];
  journalEvent(turn, "message", "A text came while no step waited for one; it is kept for the next that does.", { data });
}

/** Tells a step that waits of what was texted before it. False: there is no such step, or nothing for it. */
export function handOutMail(turn: Turn): boolean {
  const { run } = turn;
  if (isOver(run)) return false;
  for (const message of run.mail ?? []) {
    const thread = threadThat(run, (wait) => waitsFor(wait, message));
    if (!thread) continue;
    run.mail = run.mail?.filter((one) => one !== message) ?? [];
    tell(turn, thread, message);
    return true;
  }
  return false;
}

function tell(turn: Turn, thread: Thread, message: InboundMessage): void {
  noteMessage(turn, message);
  turn.thread = thread;
  resume(turn, { type: "message", message });
}

function noteMessage({ run }: Turn, { uuid }: InboundMessage): void {
  if (!run.messages.includes(uuid)) run.messages.push(uuid);
}

function decline(turn: Turn): void {
  turn.declined = true;
}
