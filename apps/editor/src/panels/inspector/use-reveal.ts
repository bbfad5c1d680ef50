import { useEffect, type RefObject } from "react";
import { useLayout, type Reveal } from "../layout-store.ts";

/** Where one types, before what one presses. */
const TYPED = "input:not([type=file]), textarea";
const FOCUSABLE = "input:not([type=file]), textarea, select, button:not([tabindex='-1']), [tabindex='0']";

/** Scrolls to the field that was asked for, or the nearest one around it, and puts the cursor there. */
export function useReveal(frame: RefObject<HTMLElement | null>, nodeId: string | null): void {
  const reveal = useLayout((state) => state.reveal);
  useEffect(() => {
    const { field, quiet } = reveal;
    if (reveal.seq === 0 || reveal.nodeId !== nodeId || field === null || done.has(reveal)) return;
    let marked: HTMLElement | null = null;
    /** True when it was there. At once where that works: whoever types on types into it. */
    const show = (): boolean => {
      const found = frame.current && nearestField(frame.current, field);
      if (!found || unfold(found)) return false;
      found.scrollIntoView({ block: "nearest" });
      if (quiet === true) {
        found.toggleAttribute("data-found", true);
        marked = found;
      } else {
        done.add(reveal);
        focusField(found);
      }
      return true;
    };
    const timer = show() ? undefined : setTimeout(show, SETTLED);
    return () => {
      clearTimeout(timer);
      marked?.removeAttribute("data-found");
    };
  }, [reveal, frame, nodeId]);
}

/** Those that were followed: who comes back to the step later isn't taken to the field again. */
const done = new WeakSet<Reveal>();

/** ms. After the fold that holds the field has opened. */
const SETTLED = 60;

/** Opens the fold that holds it. True when it was closed. */
function unfold(found: HTMLElement): boolean {
  if (found.dataset["more"] === undefined || found.dataset["state"] === "open") return false;
  found.querySelector("button")?.click();
  return true;
}

/** Puts the cursor where one types, else on what one presses. */
export function focusField(field: HTMLElement): void {
  const control = field.matches(FOCUSABLE)
    ? field
    : (field.querySelector<HTMLElement>(TYPED) ?? field.querySelector<HTMLElement>(FOCUSABLE));
  control?.focus({ preventScroll: true });
  if (control instanceof HTMLInputElement) control.select();
}

/** `choices.0.key`, else `choices.0`, else `choices`. */
export function nearestField(frame: HTMLElement, path: string): HTMLElement | null {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length--) {
    const wanted = parts.slice(0, length).join(".");
    const found =
      frame.querySelector<HTMLElement>(`[data-field="${CSS.escape(wanted)}"]`) ??
      frame.querySelector<HTMLElement>(`[data-more~="${CSS.escape(wanted)}"]`);
    if (found) return found;
  }
  return null;
}
