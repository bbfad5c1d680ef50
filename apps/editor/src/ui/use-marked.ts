import { useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";

interface Marked {
  /** Index of the line that Enter takes; -1 in an empty list. */
  marked: number;
  mark: (index: number) => void;
  /** The keys of the field above the list. */
  onKeyDown: (event: KeyboardEvent) => void;
  list: RefObject<HTMLDivElement | null>;
}

/**
 * The marked line of a list below a field that keeps the focus: the first one, until a key or the pointer marks another.
 * What is typed marks the first again. `values` are the lines from top to bottom.
 */
export function useMarked(values: readonly string[], typed: string, choose: (value: string) => void): Marked {
  const [chosen, setChosen] = useState<{ value: string | undefined; typed: string }>({ value: undefined, typed });
  const list = useRef<HTMLDivElement>(null);
  /** By a key: the pointer is where the line is. */
  const moved = useRef(false);
  const found = chosen.value === undefined || chosen.typed !== typed ? -1 : values.indexOf(chosen.value);
  const marked = found >= 0 ? found : Math.min(0, values.length - 1);

  useLayoutEffect(() => {
    if (!moved.current || !list.current) return;
    moved.current = false;
    // The heading of the first group is above it.
    if (marked === 0) list.current.scrollTop = 0;
    else list.current.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });

  const mark = (index: number): void => setChosen({ value: values[index], typed });
  const go = (index: number): void => {
    moved.current = true;
    mark((index + values.length) % values.length);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // What an input method is composing is its own.
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    const value = values[marked];
    const actions: Record<string, () => void> = {
      ArrowDown: () => go(event.metaKey ? -1 : marked + 1),
      ArrowUp: () => go(event.metaKey ? 0 : marked - 1),
      Home: () => go(0),
      End: () => go(-1),
      Enter: () => value !== undefined && choose(value),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    if (values.length > 0) action();
  };
  return { marked, mark, onKeyDown, list };
}
