/** Keys as a table writes them: `["mod", "shift", "Z"]`. `mod` is Ctrl, on a Mac ⌘. */
export type Keys = readonly string[];

const NAMED: Record<string, string> = { delete: "Delete", enter: "Enter" };
const SHOWN = new Map(Object.entries(NAMED).map(([shown, key]) => [key, shown]));
const MODIFIERS = new Set(["Control", "Meta", "Alt", "Shift", "AltGraph", "CapsLock", "Dead"]);

/** `["mod", "shift", "G"]` as a press of them is told: `mod+shift+g`. */
export function chordOf(keys: Keys): string {
  return keys.map((key) => NAMED[key] ?? (key.length === 1 ? key.toLowerCase() : key)).join("+");
}

/** The way back, for showing. */
export function keysOf(chord: string): string[] {
  const [, before = "", key = ""] = /^((?:(?:mod|alt|shift)\+)*)(.+)$/.exec(chord) ?? [];
  return [...before.split("+").filter(Boolean), SHOWN.get(key) ?? (key.length === 1 ? key.toUpperCase() : key)];
}

/** `mod+shift+z`, as pressed; null for a modifier alone. Shift counts only with letters: `?` and `+` are what they are on any keyboard. */
export function pressed(event: KeyboardEvent): string | null {
  if (MODIFIERS.has(event.key)) return null;
  const key = letterOf(event);
  const shift = event.shiftKey && (key.length > 1 || /[a-z]/.test(key));
  return [event.metaKey || event.ctrlKey ? "mod" : "", event.altKey ? "alt" : "", shift ? "shift" : "", key].filter(Boolean).join("+");
}

/** With Alt a Mac writes another sign; the key is meant. */
function letterOf({ key, code, altKey }: KeyboardEvent): string {
  if (altKey && code.startsWith("Key")) return code.slice(3).toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}
