import { type InboundMessage, keywordOf, LIMITS } from "@cordboard/contract";
import { mayWaitFor, waitsFor } from "./hearings.ts";
import { resume } from "./resume.ts";
import { isOver, journalEvent, type Turn } from "./turn.ts";

/*
 * A text from outside, brought because the run was listening when it was looked up:
 *
 *   the step waits for it ──► told to the step
 *   a later step may ───────► kept, in order ──(that step waits)──► told to the step
 *   neither any more ───────► declined: whoever brought it looks for another run
 */
export function messageEvent(turn: Turn, message: InboundMessage): void {
  const { run, thread } = turn;
  // STOP, HELP and START are no answers (components.md, Start).
  if (isOver(run) || keywordOf(message) !== null) return decline(turn);
  if (waitsFor(thread.wait, message)) return tell(turn, message);
  if (!mayWaitFor(turn, message)) return decline(turn);
  noteMessage(turn, message);
  const data = { messageUuid: message.uuid };
  const mail = run.mail ?? [];
  if (mail.length >= LIMITS.runMail)
    return journalEvent(turn, "message", "A text came, and too many wait to be read already.", { ignored: true, data });
  run.mail = [...mail, message];
  journalEvent(turn, "message", "A text came while no step waited for one; it is kept for the next that does.", { data });
}

/** Steps that wait are told of what was texted before them. */
export function handOutMail(turn: Turn): void {
  for (;;) {
    const { run, thread } = turn;
    const message = isOver(run) ? undefined : run.mail?.find((one) => waitsFor(thread.wait, one));
    if (!message) return;
    run.mail = run.mail?.filter((one) => one !== message) ?? [];
    resume(turn, { type: "message", message });
  }
}

function tell(turn: Turn, message: InboundMessage): void {
  noteMessage(turn, message);
  resume(turn, { type: "message", message });
}

function noteMessage({ run }: Turn, { uuid }: InboundMessage): void {
  if (!run.messages.includes(uuid)) run.messages.push(uuid);
}

function decline(turn: Turn): void {
  turn.declined = true;
}
