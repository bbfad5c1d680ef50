/** What a replica tells the others of the catalog, as a hint: an answer that was kept may be old now, a page may look again. */
export type CatalogChange =
  | { kind: "numbers" }
  /** The carrier's account that people have chosen. */
  | { kind: "carrier" }
  | { kind: "flow"; flowId: string }
  | { kind: "draft"; flowId: string; revision: number; by: string }
  /** Windows that have the flow open on one replica; none: the last one is gone. */
  | { kind: "presence"; flowId: string; replica: string; windows: PresentWindow[] };

/** An open board. */
export interface PresentWindow {
  /** The window's own name for itself. */
  window: string;
  /** Id and name of the user or key that is signed in there. */
  person: string;
  name: string;
  /** ms since the epoch. */
  since: number;
  /** Which turn of the pen it was given; 0: none. The highest one of a flow holds the pen. */
  turn: number;
}

export interface Changes {
  /** Those who listen here hear it before this returns; other replicas a moment later. Never throws. */
  tell: (change: CatalogChange) => void;
  /** Returns the way out. */
  listen: (listener: (change: CatalogChange) => void) => () => void;
  /** Told when hints of other replicas may have been lost. */
  onGap: (listener: () => void) => () => void;
}

/** Of a process that is alone. `pass`: to the others. */
export function createChanges(pass: (change: CatalogChange) => void = () => undefined): Changes & {
  /** From another replica. */
  arrived: (change: CatalogChange) => void;
  missed: () => void;
} {
  const listeners = new Set<(change: CatalogChange) => void>();
  const gaps = new Set<() => void>();
  const arrived = (change: CatalogChange): void => {
    for (const listener of listeners) listener(change);
  };
  return {
    tell: (change) => {
      arrived(change);
      pass(change);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onGap: (listener) => {
      gaps.add(listener);
      return () => void gaps.delete(listener);
    },
    arrived,
    missed: () => {
      for (const listener of gaps) listener();
    },
  };
}
