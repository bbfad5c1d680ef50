/** What was done from the palette last, newest first; kept in this browser. */
const KEY = "cordboard.palette";
const KEPT = 12;

export function readUsed(): string[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(raw) ? raw.filter((id) => typeof id === "string").slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

export function keepUsed(id: string): void {
  localStorage.setItem(KEY, JSON.stringify([id, ...readUsed().filter((other) => other !== id)].slice(0, KEPT)));
}
