import { create } from "zustand";
import { chordOf, keysOf, type Keys } from "./chord.ts";

/** Something that keys do. Tables of these are the only place where keys are given. */
export interface Keyed {
  id: string;
  label: string;
  keys?: Keys;
  /** Keys that mean the same on other keyboards. An author's own choice goes before them. */
  also?: readonly Keys[];
  /** Has the keys of that one: only one of the two makes sense at a time (lock, unlock). */
  keysOf?: string;
  /** Also while somebody types. */
  anywhere?: boolean;
}

/** What the author of this browser chose, by id: a chord, or null for none. */
type Chosen = Readonly<Record<string, string | null>>;

const KEY = "cordboard.keys";

export const useBindings = create<{ chosen: Chosen }>(() => ({ chosen: read() }));
useBindings.subscribe(({ chosen }) => localStorage.setItem(KEY, JSON.stringify(chosen)));

function read(): Chosen {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof raw !== "object" || raw === null) return {};
    return Object.fromEntries(Object.entries(raw).filter(([, chord]) => chord === null || typeof chord === "string"));
  } catch {
    return {};
  }
}

/** The chord that does it now; null: none does. */
export function chordFor({ id, keys, keysOf: other }: Keyed, chosen: Chosen = useBindings.getState().chosen): string | null {
  const own = chosen[other ?? id];
  return own === undefined ? (keys ? chordOf(keys) : null) : own;
}

/** The keys that do it now, for menus and tooltips. */
export function keysFor(command: Keyed): string[] | undefined {
  const chord = chordFor(command);
  return chord === null ? undefined : keysOf(chord);
}

/** The same where the screen follows a new choice. */
export function useKeysFor(command: Keyed): string[] | undefined {
  const chord = useBindings(({ chosen }) => chordFor(command, chosen));
  return chord === null ? undefined : keysOf(chord);
}

export function bind({ id, keysOf: other }: Keyed, chord: string | null): void {
  useBindings.setState(({ chosen }) => ({ chosen: { ...chosen, [other ?? id]: chord } }));
}

/** Without a command: all of them are as they came. */
export function unbind(command?: Keyed): void {
  const id = command && (command.keysOf ?? command.id);
  useBindings.setState(({ chosen }) => ({
    chosen: Object.fromEntries(Object.entries(chosen).filter(([other]) => id !== undefined && other !== id)),
  }));
}

/** Who has these keys already. */
export function holderOf<Command extends Keyed>(commands: readonly Command[], chord: string, but: Keyed): Command | undefined {
  const own = but.keysOf ?? but.id;
  return commands.find((command) => (command.keysOf ?? command.id) !== own && chordFor(command) === chord);
}

/** The commands that a press means, an author's own choice and first keys before those that mean the same. */
export function meantBy<Command extends Keyed>(commands: readonly Command[], chord: string): Command[] {
  const first = commands.filter((command) => chordFor(command) === chord);
  return first.length > 0 ? first : commands.filter(({ also }) => also?.some((keys) => chordOf(keys) === chord));
}

const FIXED = new Set(["Escape", "Tab", "shift+Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "mod+c", "mod+x", "mod+v"]);
const BROWSERS = new Set(["mod+w", "mod+t", "mod+n", "mod+q", "mod+r", "mod+l", "mod+shift+t", "mod+shift+n", "mod+shift+w"]);

/** Why these keys can't be given to anything; null when they can. */
export function refusal(chord: string): string | null {
  if (BROWSERS.has(chord)) return "The browser keeps these for itself. Press others.";
  if (FIXED.has(chord)) return "These mean the same everywhere and stay. Press others.";
  return null;
}
