const KEY = "cordboard.tour";
const OVER = "over";

/** The flow that the tour goes along, kept over a reload; null before the first and when it is over. */
export function tourFlow(): string | null {
  const kept = localStorage.getItem(KEY);
  return kept === OVER ? null : kept;
}

/** Begins with the first empty flow of this browser, and never again. Answers whether it goes along this one. */
export function beginsTour(flowId: string, empty: boolean): boolean {
  const kept = localStorage.getItem(KEY);
  if (kept === null && empty) localStorage.setItem(KEY, flowId);
  return tourFlow() === flowId;
}

export function endTour(): void {
  localStorage.setItem(KEY, OVER);
}
