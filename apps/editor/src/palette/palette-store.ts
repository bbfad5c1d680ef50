import { useEffect, useEffectEvent } from "react";
import type { ReactNode } from "react";
import { create } from "zustand";

/** One thing to do or to go to. */
export interface PaletteItem {
  /** The same at each opening, so that what was used last comes first. */
  id: string;
  label: string;
  group: string;
  icon?: ReactNode;
  /** What it is beside its name: a component, when it ran. */
  about?: string | undefined;
  /** Other words that find it, best first. */
  keywords?: readonly string[];
  keys?: string[] | undefined;
  run: () => void;
}
type Source = () => PaletteItem[];

interface PaletteState {
  open: boolean;
  /** What the page in front offered when it opened: a list that changes under the hand would lead to the wrong thing. */
  offered: readonly PaletteItem[];
  sources: readonly Source[];
}
export const usePalette = create<PaletteState>(() => ({ open: false, offered: [], sources: [] }));

export function openPalette(): void {
  usePalette.setState(({ sources }) => ({ open: true, offered: sources.flatMap((source) => source()) }));
}

export function closePalette(): void {
  usePalette.setState({ open: false });
}

/** Offers these while the page is open. Asked for each time the palette opens. */
export function usePaletteSource(items: Source): void {
  const now = useEffectEvent(items);
  useEffect(() => {
    const source: Source = () => now();
    usePalette.setState(({ sources }) => ({ sources: [...sources, source] }));
    return () => usePalette.setState(({ sources }) => ({ sources: sources.filter((other) => other !== source) }));
  }, []);
}
