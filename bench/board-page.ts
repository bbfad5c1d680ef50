declare global {
  /** What the measurements leave in the page for each other. */
  interface Window {
    __cardRenders?: () => number;
    __firstCard?: FirstCard;
  }
}

/**
 * Runs in the page, before anything else: counts card renders through the hook that React offers its developer tools, so that
 * the build that is measured is the build that ships. (PerformedWork is flag 1; the walk follows React DevTools' own.)
 */
export function countCardRenders(): void {
  interface Fiber {
    tag: number;
    flags: number;
    child: Fiber | null;
    sibling: Fiber | null;
    alternate: Fiber | null;
    memoizedProps: { id?: unknown; data?: { view?: unknown } } | null;
  }
  const isCard = (fiber: Fiber): boolean => typeof fiber.memoizedProps?.id === "string" && fiber.memoizedProps.data?.view !== undefined;
  const FUNCTION = new Set([0, 15]);
  let renders = 0;
  const visit = (next: Fiber, previous: Fiber): void => {
    if (FUNCTION.has(next.tag) && next.flags & 1 && isCard(next)) renders++;
    if (next.child === previous.child) return;
    for (let child = next.child; child; child = child.sibling) if (child.alternate) visit(child, child.alternate);
  };
  const hook = {
    supportsFiber: true,
    inject: () => 1,
    onCommitFiberRoot: (_id: number, root: { current: Fiber }) => {
      const previous = root.current.alternate;
      if (previous) visit(root.current, previous);
    },
    onCommitFiberUnmount: () => undefined,
    onPostCommitFiberRoot: () => undefined,
  };
  window.__cardRenders = () => renders;
  Object.assign(window, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });
}

/** Runs in the page, before anything else: when the first card was on screen, and when the flow's text had come. */
export function watchFirstCard(): void {
  const look = (): void => {
    if (!document.querySelector(".react-flow__node")) return void requestAnimationFrame(look);
    // In the next frame it has been painted.
    requestAnimationFrame(() => {
      const shown = performance.now();
      const answers = performance.getEntriesByType("resource").filter(({ name }) => /\/api\/flows\/[^/?]+$/.test(name));
      const came = Math.min(...answers.map((entry) => (entry as PerformanceResourceTiming).responseEnd));
      window.__firstCard = { openMs: shown, renderMs: shown - came };
    });
  };
  requestAnimationFrame(look);
}

export interface FirstCard {
  /** From the click on a link to the board. */
  openMs: number;
  /** From the flow's text to its cards: parsing, checking, drawing. */
  renderMs: number;
}

export interface Drive {
  /** ms between frames. */
  frames: number[];
  rendersPerFrame: number;
  moved: boolean;
}

/** Runs in the page: 60 mouse moves, one a frame, on the board (`pan`) or on a card (`drag`). */
export async function drive(kind: string): Promise<Drive> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const pane = document.querySelector<HTMLElement>(".react-flow__pane");
  const cards = [...document.querySelectorAll<HTMLElement>(".react-flow__node")];
  const card = cards.find((c) => c.getBoundingClientRect().x > 500 && c.getBoundingClientRect().y > 150) ?? cards[0];
  const viewport = document.querySelector<HTMLElement>(".react-flow__viewport");
  const target = kind === "pan" ? pane : card;
  if (!pane || !card || !viewport || !target) throw new Error("There is no board on the page.");
  const box = target.getBoundingClientRect();
  let x = kind === "pan" ? box.right - 120 : box.left + 60;
  let y = kind === "pan" ? box.bottom - 60 : box.top + 12;
  const place = (): string => (kind === "pan" ? viewport.style.transform : card.style.transform);
  const send = (type: string, to: EventTarget): void => {
    to.dispatchEvent(
      new MouseEvent(type, { bubbles: true, cancelable: true, view: window, clientX: x, clientY: y, button: 0, buttons: 1 }),
    );
  };
  const renders = (): number => window.__cardRenders?.() ?? 0;
  const before = renders();
  const from = place();
  let half = from;
  send("mousedown", target);
  await frame();
  const frames: number[] = [];
  let last = performance.now();
  for (let i = 0; i < 60; i++) {
    const sign = i < 30 ? 1 : -1;
    x += (kind === "pan" ? -6 : 4) * sign;
    y += (kind === "pan" ? -5 : 3) * sign;
    send("mousemove", window);
    await frame();
    const now = performance.now();
    frames.push(now - last);
    last = now;
    if (i === 29) half = place();
  }
  send("mouseup", window);
  await frame();
  return { frames, rendersPerFrame: (renders() - before) / 60, moved: half !== from };
}
