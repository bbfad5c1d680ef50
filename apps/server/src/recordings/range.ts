/**
 * The one range of bytes that a Range header asks for (RFC 9110, 14.2), both ends included. Null: the whole file, also for a
 * header that can't be read or asks for several; players ask for one.
 */
export function rangeOf(header: string | undefined, length: number): { from: number; to: number } | "unsatisfiable" | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return null;
  const from = first === "" ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === "" || last === "" ? length - 1 : Math.min(length - 1, Number(last));
  return from >= length || to < from ? "unsatisfiable" : { from, to };
}
