import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Point } from "../document/command.ts";
import { NOTHING_AROUND, type Around } from "./around.ts";
import type { ScreenPoint } from "./board-context.ts";
import type { Guide } from "./guides.ts";
import type { Rect } from "./mini-fit.ts";
import type { Plug } from "./near.ts";

/** The list that adds a step: where it opens, and what the new step is joined to. */
export interface QuickAdd {
  at: ScreenPoint;
  /** Where the step lands; without it beside what it is joined to. */
  place?: Point;
  from?: { nodeId: string; exit: string };
  /** The cord it is put into. */
  on?: string;
}

export interface BoardMenu {
  at: ScreenPoint;
  for: { kind: "node"; id: string } | { kind: "note"; id: string } | { kind: "cord"; id: string } | { kind: "board"; place: Point };
}

/** What is going on at the board and isn't part of the flow. */
export interface BoardState {
  expanded: ReadonlySet<string>;
  quickAdd: QuickAdd | null;
  menu: BoardMenu | null;
  /** What is selected is about to become a flow of its own: its name is asked for. */
  extracting: boolean;
  /** The node that a test is to begin at: what it begins with is asked for. */
  tryingFrom: string | null;
  /** The note that is being written. */
  writing: string | null;
  /** Of what a hand drags: what it is level with, what letting go would plug in, what it leaves behind as it copies. */
  guides: readonly Guide[];
  plug: Plug | null;
  leaving: readonly Rect[];
  /** Where the cards lie, for cords that go around them. A store of its own: only cords ask it, and they are many. */
  around: StoreApi<Around>;
  /** A component on its way from the palette. */
  carried: { type: string; at: ScreenPoint } | null;
  /** What was searched for stands in these cards and notes; the one looked at now. */
  found: Found | null;
  /** Null until the author chose: then a big flow has it. */
  miniMap: boolean | null;
}

export interface Found {
  ids: ReadonlySet<string>;
  current: string | null;
}

export type BoardStore = StoreApi<BoardState>;
const MINI_MAP = "cordboard.mini-map";
/** Nothing is being dragged. */
export const EMPTY_HAND = { guides: [], plug: null, leaving: [] } satisfies Partial<BoardState>;

export function createBoardStore(): BoardStore {
  const kept = localStorage.getItem(MINI_MAP);
  const miniMap = kept === null ? null : kept === "on";
  return createStore<BoardState>(() => ({
    expanded: new Set(),
    quickAdd: null,
    menu: null,
    extracting: false,
    tryingFrom: null,
    writing: null,
    ...EMPTY_HAND,
    around: createStore(() => NOTHING_AROUND),
    carried: null,
    found: null,
    miniMap,
  }));
}

/** Cards from which on the whole is hard to keep in mind. */
const MANY = 30;
export const miniMapShown = (chosen: boolean | null, cards: number): boolean => chosen ?? cards >= MANY;

export function setMiniMap(store: BoardStore, miniMap: boolean): void {
  localStorage.setItem(MINI_MAP, miniMap ? "on" : "off");
  store.setState({ miniMap });
}

export function toggleExpanded(store: BoardStore, nodeId: string): void {
  const { expanded } = store.getState();
  store.setState({
    expanded: expanded.has(nodeId) ? new Set([...expanded].filter((id) => id !== nodeId)) : new Set([...expanded, nodeId]),
  });
}

export const BoardStoreContext = createContext<BoardStore | null>(null);

export function useBoardStore(): BoardStore {
  const store = useContext(BoardStoreContext);
  if (!store) throw new Error("useBoardStore needs a BoardStoreContext above it");
  return store;
}

export function useBoardState<Value>(select: (state: BoardState) => Value): Value {
  return useStore(useBoardStore(), select);
}
