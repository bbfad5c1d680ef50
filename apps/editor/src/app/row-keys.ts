import { useCallback } from "react";

/** Arrow up and down, Home and End move between the rows of a list. Put the ref around it; mark each row's link with `data-row`. */
export function useRowKeys(): (list: HTMLElement | null) => (() => void) | undefined {
  return useCallback((list) => {
    if (!list) return undefined;
    const onKey = (event: KeyboardEvent) => moveByKey(list, event);
    list.addEventListener("keydown", onKey);
    return () => list.removeEventListener("keydown", onKey);
  }, []);
}

function moveByKey(list: HTMLElement, event: KeyboardEvent): void {
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.findIndex((row) => row === document.activeElement);
  if (at < 0) return;
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const row = target === undefined ? undefined : rows[target];
  if (!row) return;
  event.preventDefault();
  row.focus();
}
