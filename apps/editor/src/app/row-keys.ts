import { useCallback } from "react";

/**
 * Arrow up and down, Home and End move between the rows of a list; from the page, its search field or the navigation arrow down leads into it,
 * and up from the first row back to the field. Put the ref around the list; mark each row's link with `data-row`.
 */
export function useRowKeys(): (list: HTMLElement | null) => (() => void) | undefined {
  return useCallback((list) => {
    if (!list) return undefined;
    const onKey = (event: KeyboardEvent) => moveByKey(list, event);
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function moveByKey(list: HTMLElement, event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
  const { activeElement } = document;
  const at = rows.findIndex((row) => row === activeElement);
  const field = list.closest("main")?.querySelector<HTMLElement>("input[type=search]") ?? null;
  const before = activeElement === document.body || activeElement === field || activeElement?.closest("nav") !== null;
  const target =
    at >= 0
      ? { ArrowDown: rows[at + 1], ArrowUp: at === 0 ? field : rows[at - 1], Home: rows[0], End: rows.at(-1) }[event.key]
      : before && event.key === "ArrowDown"
        ? rows[0]
        : undefined;
  if (!target) return;
  event.preventDefault();
  target.focus();
}
