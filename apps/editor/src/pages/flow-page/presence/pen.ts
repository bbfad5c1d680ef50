import type { PenWish, ServerMessage } from "@cordboard/api";
import { createStore, type StoreApi } from "zustand/vanilla";

/**
 * Which window draws. This one asks for the pen with its first change and keeps it while it goes on.
 *
 *   looking ──a change here──► asking ──it is ours──► drawing ──no change for a while, all saved──► looking
 *      │                         │                       └──another window took it──► watching (lost: say so)
 *      └──another draws──► watching ◄──another was first──┘
 *   watching ──take over──► taking ──it is ours──► drawing;   the other one goes ──► looking
 *
 * Without a server nobody is known to draw, and everybody may: saves are put together afterwards.
 */
export type Presence = Pick<Extract<ServerMessage, { type: "presence" }>, "people" | "pen">;
export type Person = Presence["people"][number];

export interface PenOptions {
  window: string;
  /** To the server, when it can be reached; `connected` says it again. */
  say: (wish: PenWish) => void;
  /** Another window took over from this one. */
  lost: (by: Person) => void;
  isSaved: () => boolean;
  idleMs?: number;
}

export interface Pen {
  store: StoreApi<Presence>;
  /** Something was changed here. */
  edited: () => void;
  takeOver: () => void;
  heard: (presence: Presence) => void;
  /** The server listens, for the first time or again. */
  connected: () => void;
  stop: () => void;
}

/** Who has gone to lunch doesn't keep the others waiting. */
const IDLE_MS = 2 * 60_000;

export function createPen({ window, say, lost, isSaved, idleMs = IDLE_MS }: PenOptions): Pen {
  const store = createStore<Presence>(() => ({ people: [], pen: null }));
  let wish: PenWish = "none";
  let timer: ReturnType<typeof setTimeout> | undefined;

  const want = (next: PenWish): void => {
    if (wish === next) return;
    wish = next;
    say(next);
  };
  const rest = (): void => {
    if (isSaved()) want("none");
    else restLater();
  };
  const restLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(rest, idleMs);
  };
  return {
    store,
    edited: () => {
      if (wish === "none") want("first");
      restLater();
    },
    takeOver: () => {
      want("take");
      restLater();
    },
    heard: ({ people, pen }) => {
      const before = store.getState().pen;
      if (pen === window) wish = "first";
      else if (pen !== null && wish === "first") wish = "none";
      const holder = people.find((one) => one.window === pen);
      // Said before the board is locked: what is half typed can still be taken.
      if (before === window && holder && pen !== window) lost(holder);
      store.setState({ people, pen });
    },
    connected: () => say(wish),
    stop: () => clearTimeout(timer),
  };
}

/** The window that draws, when it is another one. */
export const drawingElsewhere = ({ people, pen }: Presence, window: string): Person | null =>
  pen === window ? null : (people.find((one) => one.window === pen) ?? null);
