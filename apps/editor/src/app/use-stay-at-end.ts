import { useCallback, useRef, type UIEvent } from "react";
import { SCROLLABLE } from "./scrollable.ts";

/** Closer to the end than this counts as at the end. */
const NEAR = 40;

/** Keeps a log scrolled to its end while it or its box changes size, unless the reader has scrolled up. */
export function useStayAtEnd() {
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  const ref = useCallback((box: HTMLElement | null) => {
    if (!box) return;
    const follow = () => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    };
    follow();
    const watch = new ResizeObserver(follow);
    watch.observe(box);
    if (box.firstElementChild) watch.observe(box.firstElementChild);
    return () => watch.disconnect();
  }, []);
  const onScroll = (event: UIEvent<HTMLElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    const near = scrollHeight - scrollTop - clientHeight < NEAR;
    // Our own scroll is told late, when new lines may lie below it already: only a way up is the reader's.
    if (near || scrollTop < lastTop.current) atEnd.current = near;
    lastTop.current = scrollTop;
  };
  return { ...SCROLLABLE, ref, onScroll };
}
