import { useEffect, type RefObject } from "react";
import { useLayout } from "../layout-store.ts";

/** Where one types, before what one presses. */
const TYPED = "input:not([type=file]), textarea";
const FOCUSABLE = "input:not([type=file]), textarea, select, button:not([tabindex='-1']), [tabindex='0']";

/** Scrolls to the field that was asked for, or the nearest one around it, and puts the cursor there. */
export function useReveal(frame: RefObject<HTMLElement | null>, nodeId: string | null): void {
  const reveal = useLayout((state) => state.reveal);
  useEffect(() => {
    if (reveal.seq === 0 || reveal.nodeId !== nodeId || reveal.field === null) return;
    // After the fold that holds it has opened.
    const timer = setTimeout(() => {
      const field = frame.current && nearestField(frame.current, reveal.field ?? "");
      if (!field) return;
      field.scrollIntoView({ block: "nearest" });
      const control = field.matches(FOCUSABLE)
        ? field
        : (field.querySelector<HTMLElement>(TYPED) ?? field.querySelector<HTMLElement>(FOCUSABLE));
      control?.focus({ preventScroll: true });
      if (control instanceof HTMLInputElement) control.select();
    }, 60);
    return () => clearTimeout(timer);
  }, [reveal, frame, nodeId]);
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
