/** Components placed last, newest first; kept in this browser. */
const KEY = "cordboard.recent";
const KEPT = 4;

export function readRecent(): string[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(raw) ? raw.filter((type) => typeof type === "string").slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

export function keepRecent(type: string): void {
  localStorage.setItem(KEY, JSON.stringify([type, ...readRecent().filter((other) => other !== type)].slice(0, KEPT)));
}
