import type { KeyboardEvent } from "react";

/** Arrow up and down, Home and End move between the rows' links. Put it on the table; mark each link with `data-row`. */
export function moveByRowKeys(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement instanceof HTMLElement ? document.activeElement : document.body);
  if (at < 0) return;
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const row = target === undefined ? undefined : rows[target];
  if (!row) return;
  event.preventDefault();
  row.focus();
}
