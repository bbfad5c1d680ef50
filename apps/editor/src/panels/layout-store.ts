import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";

export type DockTab = "issues" | "outline" | "tests" | "trace" | "json";
export type SidePanel = "node" | "versions" | "flow";
export type InspectorTab = "settings" | "exits" | "help";

/** Where a jump leads: a node, and in it a field or its name. */
export interface Reveal {
  nodeId: string | null;
  field: string | null;
  /** Only marked and brought into sight: the cursor stays where somebody types. */
  quiet?: boolean;
  /** Raised with each jump, so that the same place can be asked for twice. */
  seq: number;
}
/** Two texts of the flow that are compared; versions by number. */
export interface Compared {
  from: number | "draft";
  to: number | "draft";
  /** The dialog it was opened from, which comes back afterwards. */
  back: Layout["dialog"];
}
export const NAME_FIELD = "$name";
/** The first control of the form. */
export const FIRST_FIELD = "$first";

export interface Layout {
  palette: boolean;
  dock: { open: boolean; tab: DockTab; height: number };
  /** What the right side shows; `node` only while one is selected. */
  side: SidePanel;
  tab: InspectorTab;
  reveal: Reveal;
  dialog: "publish" | "shortcuts" | null;
  compare: Compared | null;
  /** Raised each time somebody wants to find on the board; 0: nobody does. */
  find: number;
  /** Raised each time somebody goes to the outline. */
  outline: number;
}
export type LayoutStore = StoreApi<Layout>;

const KEY = "cordboard.layout";
/** px. Below this the palette begins as a strip, so that board and inspector have room. */
const WIDE = 1440;

/** Sizes and what was open are remembered; what is selected is not. */
export function createLayoutStore(): LayoutStore {
  const kept = read();
  const store = createStore<Layout>(() => ({
    palette: kept.palette ?? innerWidth >= WIDE,
    dock: { open: false, tab: "issues", height: kept.height ?? 240 },
    side: "node",
    tab: "settings",
    reveal: { nodeId: null, field: null, seq: 0 },
    dialog: null,
    compare: null,
    find: 0,
    outline: 0,
  }));
  store.subscribe(({ palette, dock }, previous) => {
    if (palette === previous.palette && dock.height === previous.dock.height) return;
    localStorage.setItem(KEY, JSON.stringify({ palette, height: dock.height }));
  });
  return store;
}

function read(): { palette?: boolean; height?: number } {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof raw !== "object" || raw === null) return {};
    const palette = "palette" in raw && typeof raw.palette === "boolean" ? { palette: raw.palette } : {};
    const height = "height" in raw && typeof raw.height === "number" ? { height: raw.height } : {};
    return { ...palette, ...height };
  } catch {
    return {};
  }
}

export const LayoutContext = createContext<LayoutStore | null>(null);

export function useLayoutStore(): LayoutStore {
  const store = useContext(LayoutContext);
  if (!store) throw new Error("useLayoutStore needs a LayoutContext above it");
  return store;
}

export function useLayout<Value>(select: (layout: Layout) => Value): Value {
  return useStore(useLayoutStore(), select);
}

export function openDock(store: LayoutStore, tab: DockTab): void {
  const { dock } = store.getState();
  store.setState({ dock: { ...dock, open: true, tab } });
}

/** Opens it, and it takes the focus. */
export function openOutline(store: LayoutStore): void {
  openDock(store, "outline");
  store.setState(({ outline }) => ({ outline: outline + 1 }));
}

/** Shows a place in the inspector and puts the cursor there; `quiet`: only marks it. */
export function reveal(store: LayoutStore, nodeId: string | null, field: string | null, quiet = false): void {
  const { reveal: last } = store.getState();
  store.setState({ side: nodeId === null ? "flow" : "node", tab: "settings", reveal: { nodeId, field, quiet, seq: last.seq + 1 } });
}

export function openFind(store: LayoutStore): void {
  store.setState(({ find }) => ({ find: find + 1 }));
}
