import { addOwnEffect } from "./effects.ts";
import { isPassing, mayHear } from "./hearings.ts";
import { unreadNews } from "./news.ts";
import { threadsOf } from "./threads.ts";
import { isOver, type Turn } from "./turn.ts";

/*
 * Texts that a run keeps and will not read go on as if it had never waited for them:
 *
 *   kept ──(the run is over, or can't come to a step that waits for texts)──► passed on, by one effect
 *              ▲                                                                │
 *              └──(what is texted while that is under way is kept behind)───────┴─ receipt, and nothing kept ─► listens no more
 *
 * So they stay in order, whichever process they come to.
 */
export function passUnread(turn: Turn): void {
  const { run } = turn;
  const messages = run.mail ?? [];
  if (messages.length === 0 || isPassing(run) || mayRead(turn)) return;
  run.mail = [];
  unreadNews(turn, messages);
  addOwnEffect(turn, { id: turn.deps.newId(), kind: "pass_texts", messages }, turn.flow.entry.node.id);
}

const mayRead = ({ run, flow }: Turn): boolean =>
  !isOver(run) && threadsOf(run).some(({ state, wait }) => wait?.hears !== undefined || mayHear(flow, state));
