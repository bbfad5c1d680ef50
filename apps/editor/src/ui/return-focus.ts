let returning = false;
/** The focus comes back to where it was: nobody asked there for anything. */
export const isReturning = (): boolean => returning;

/** Before a menu gives the focus back to its button. */
export function comesBack(): void {
  returning = true;
  queueMicrotask(() => (returning = false));
}

/**
 * The focus goes back to where it was before: what keys opened has no button of its own to return to.
 * `now`: it is taken at once, before anything inside can have it.
 */
export function returnFocus(now = true): { take: () => void; giveBack: (event: Event) => void } {
  let before: Element | null = now ? document.activeElement : null;
  return {
    take: () => void (before = document.activeElement),
    giveBack: (event) => {
      event.preventDefault();
      // Whatever was done in it may have led the focus elsewhere.
      const nowhere = document.activeElement === null || document.activeElement === document.body;
      if (!nowhere || !(before instanceof HTMLElement) || !before.isConnected) return;
      returning = true;
      before.focus({ preventScroll: true });
      returning = false;
    },
  };
}
