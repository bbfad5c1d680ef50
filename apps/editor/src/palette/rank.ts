import { defaultFilter } from "cmdk";
import type { PaletteItem } from "./palette-store.ts";

/** Of one group, so that no kind hides the others. */
const PER_GROUP = 8;
/** Of what was used last, before anything is typed. */
const RECENT = 5;
/** Below this the letters are there, but nobody means it. */
const WORTH = 0.01;
/** A name says more than the words beside it. */
const KEYWORD = 0.6;
const USED = 1.05;

export interface Ranked {
  /** In the order of the screen. */
  item: PaletteItem;
  group: string;
}

/**
 * What a search means, best first and by group: the letters in their order are enough (“ft” finds “Fit”). Without a
 * search what was used last, then the beginning of each group.
 */
export function rank(items: readonly PaletteItem[], search: string, used: readonly string[]): Ranked[] {
  const wanted = search.trim();
  if (wanted === "") return resting(items, used);
  const scored = items
    .map((item) => ({ item, score: scoreOf(item, wanted) * (used.includes(item.id) ? USED : 1) }))
    .filter(({ score }) => score > WORTH)
    .sort((a, b) => b.score - a.score);
  // A Map keeps the order in which the groups' best came.
  const groups = [...Map.groupBy(scored, ({ item }) => item.group)];
  return groups.flatMap(([group, found]) => found.slice(0, PER_GROUP).map(({ item }) => ({ item, group })));
}

function resting(items: readonly PaletteItem[], used: readonly string[]): Ranked[] {
  const recent = used.flatMap((id) => items.find((item) => item.id === id) ?? []).slice(0, RECENT);
  const others = [
    ...Map.groupBy(
      items.filter((item) => !recent.includes(item)),
      (item) => item.group,
    ),
  ];
  return [
    ...recent.map((item) => ({ item, group: "Recent" })),
    ...others.flatMap(([group, found]) => found.slice(0, PER_GROUP).map((item) => ({ item, group }))),
  ];
}

/** 1 and a little for the very name, then as well as the letters fit. */
function scoreOf({ label, keywords = [] }: PaletteItem, wanted: string): number {
  const name = spoken(label);
  const typed = spoken(wanted);
  if (name === typed) return 1.2;
  const words = keywords.map((word) => (word.toLowerCase().includes(typed) ? defaultFilter(word, typed) : 0));
  return Math.max(defaultFilter(name, typed), KEYWORD * Math.max(0, ...words));
}

/** Names of steps are written with underscores and said with spaces. */
const spoken = (text: string): string => text.toLowerCase().replaceAll("_", " ");
