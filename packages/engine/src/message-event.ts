import { type InboundMessage, keywordOf, LIMITS, plainWord, type RunEvent } from "@cordboard/contract";
import { afterwards } from "./afterwards.ts";
import { followHandler } from "./handlers.ts";
import { isKeyword, mayKeep, threadFor } from "./hearings.ts";
import { resume } from "./resume.ts";
import { takeTurns } from "./take-turns.ts";
import { beginAside } from "./threads.ts";
import { isOver, journalEvent, type Turn } from "./turn.ts";
import { walk } from "./walk.ts";

/*
 * A text from outside, brought because the run was listening when it was looked up:
 *
 *   a word that on_keyword is for ──► its path begins beside all others, which go on waiting
 *   a step waits for it ────────────► told to the step
 *   a later step may ───────────────► kept, in order ─┬─ that step waits ─► told to the step
 *                                                     └─ it is never reached ─► passed on (unread.ts)
 *   none of this any more ──────────► declined: whoever brought it looks for another run
 */
export function messageEvent(turn: Turn, { message, passedOn = false }: RunEvent & { type: "message" }): void {
  const { run } = turn;
  const over = isOver(run);
  if (!over && isKeyword(turn, message)) return keyword(turn, message);
  // STOP, HELP and START are no answers (components.md, Start).
  if (keywordOf(message) !== null) return decline(turn);
  if (!over && threadFor(run, message)) return tell(turn, message);
  if (!mayKeep(turn, message, passedOn)) return decline(turn);
  noteMessage(turn, message);
  const data = { messageUuid: message.uuid };
  const mail = run.mail ?? [];
  if (mail.length >= LIMITS.runMail && over) return decline(turn);
  if (mail.length >= LIMITS.runMail)
    return journalEvent(turn, "message", "A text came, and too many wait to be read already.", { ignored: true, data });
  // One that another run had kept may have come before those that are kept here.
  run.mail = [...mail, message].toSorted((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt));
  const next = over ? "goes on behind those that were kept" : "is kept for the next that does";
  journalEvent(turn, "message", `A text came while no step waited for one; it ${next}.`, { data });
}

/** Steps that wait are told of what was texted before them. */
export function handOutMail(turn: Turn): void {
  for (;;) {
    const { run } = turn;
    const message = isOver(run) ? undefined : run.mail?.find((one) => threadFor(run, one));
    if (!message) return;
    run.mail = run.mail?.filter((one) => one !== message) ?? [];
    tell(turn, message);
    takeTurns(turn);
  }
}

function tell(turn: Turn, message: InboundMessage): void {
  const thread = threadFor(turn.run, message);
  if (!thread) return;
  noteMessage(turn, message);
  turn.thread = thread;
  resume(turn, { type: "message", message });
}

/** A path that ends by an End ends the run; one that runs out leaves everything as it is. */
function keyword(turn: Turn, message: InboundMessage): void {
  const { run, flow } = turn;
  const first = followHandler(turn, "on_keyword");
  const aside = first === null ? null : beginAside(turn, "on_keyword");
  noteMessage(turn, message);
  const data = { messageUuid: message.uuid };
  if (first === null || aside === null)
    return journalEvent(turn, "message", "A word was texted, and too many paths run already.", { ignored: true, data });
  const word = keywordOf(message) === null ? "a word of the flow's" : plainWord(message.text).toUpperCase();
  journalEvent(turn, "message", `${word === "" ? "A word" : word[0]?.toUpperCase() + word.slice(1)} was texted.`, { data });
  afterwards(turn, flow.entry.node.id, { type: "message", message });
  run.entriesSinceWait = 0;
  delete run.failedNodes;
  turn.thread = aside;
  walk(turn, first);
}

function noteMessage({ run }: Turn, { uuid }: InboundMessage): void {
  if (!run.messages.includes(uuid)) run.messages.push(uuid);
}

function decline(turn: Turn): void {
  turn.declined = true;
}
