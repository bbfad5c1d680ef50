import { follow, resume } from "./resume.ts";
import type { Turn } from "./turn.ts";
import { leave } from "./walk.ts";

/** Lets the other paths of a run work, one after another, until each waits or is over. One that was stopped has no turn any more. */
export function takeTurns(turn: Turn): void {
  for (let next = turn.todo.shift(); next; next = turn.todo.shift()) {
    const { thread } = next;
    if (turn.run.threads[thread.id] !== thread) continue;
    turn.thread = thread;
    if ("told" in next) {
      if (thread.wait?.step?.seq === next.step) resume(turn, next.told);
    } else begin(turn, next.begins);
  }
}

function begin(turn: Turn, exit: string): void {
  const from = turn.flow.nodes.get(turn.thread.state);
  if (from) follow(turn, leave(turn, from, exit));
}
