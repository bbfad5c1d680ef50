declare global {
  /** What the measurements leave in the page for each other. */
  interface Window {
    __firstCard?: FirstCard;
  }
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
  const renders = (): number => window.__cardRenders?.().length ?? 0;
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
