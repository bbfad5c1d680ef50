/**
 * The parts of a filled-in list of texts: an entry may hold several, with separators between them or as the JSON that a
 * template prints of a list. Blank ones are left out.
 */
export function entriesOf(list: readonly string[], separator: RegExp): string[] {
  const all = list.flatMap((entry) => (entry.trim().startsWith("[") ? jsonList(entry) : entry.split(separator)));
  return all.map((one) => one.trim()).filter((one) => one !== "");
}

function jsonList(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((item) => typeof item === "string" || typeof item === "number").map(String) : [];
  } catch {
    return [];
  }
}
