import { useEffect, useRef, useState } from "react";

/** px. Every line of the tree is as high. */
export const ROW = 28;
/** Lines drawn beyond what is in sight. */
const BEYOND = 12;

/** Which of many lines are drawn: those in sight. Keeps the active one in sight. */
export function useWindow(rows: number, active: number) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 600 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => setSeen({ top: element.scrollTop, height: element.clientHeight });
    look();
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element || active < 0) return;
    const top = active * ROW;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW > element.scrollTop + element.clientHeight) element.scrollTop = top + ROW - element.clientHeight;
  }, [active]);
  const first = Math.max(0, Math.floor(seen.top / ROW) - BEYOND);
  const last = Math.min(rows, Math.ceil((seen.top + seen.height) / ROW) + BEYOND);
  return { box, first, last };
}
