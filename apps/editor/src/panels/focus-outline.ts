/** Puts the focus on the outline, at this step. False when it isn't open. */
export function focusOutline(nodeId: string): boolean {
  const outline = document.querySelector<HTMLElement>("[data-outline]");
  const line = outline?.querySelector<HTMLElement>(`[data-row][data-node="${CSS.escape(nodeId)}"]`) ?? outline;
  line?.focus();
  return line !== null;
}
