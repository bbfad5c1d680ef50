import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import { countCardRenders } from "@cordboard/testing/card-renders";
import { type Drive, drive, type FirstCard, watchFirstCard } from "./board-page.ts";
import { startCordboard } from "./targets/cordboard.ts";

const here = dirname(fileURLToPath(import.meta.url));
const ROUNDS = Number(process.env["ROUNDS"] ?? 3);
const SIZES = [1_000, 5_000];
const ARGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** `size` menus in a grid, each leading to the next two. */
function bigFlow(size: number) {
  const columns = Math.ceil(Math.sqrt(size));
  const menus = Array.from({ length: size - 1 }, (_, i) => `m${i}`);
  const choices = [
    { name: "on", key: "1" },
    { name: "further", key: "2" },
  ];
  const node = (id: string, i: number) => ({
    id,
    type: "ivr_menu",
    name: `Menu_${i}`,
    config: { prompt: [{ speak: `Desk ${i}. Press 1 or 2.` }], choices },
  });
  const edges = menus.flatMap((id, i) => [
    ...(menus[i + 1] ? [{ from: id, exit: "on", to: menus[i + 1] }] : []),
    ...(menus[i + columns] ? [{ from: id, exit: "further", to: menus[i + columns] }] : []),
  ]);
  return {
    format: "cordboard/flow@1",
    name: `Board of ${size}`,
    description: "",
    language: "en-US",
    nodes: [{ id: "start", type: "start", name: "Start", config: {} }, ...menus.map(node)],
    edges: [{ from: "start", exit: "incoming_call", to: "m0" }, ...edges],
    variables: [],
    notes: [],
    tests: [],
    layout: Object.fromEntries(["start", ...menus].map((id, i) => [id, { x: (i % columns) * 320, y: Math.floor(i / columns) * 280 }])),
  };
}

/** `cpuMs`: what the page's main thread spent on a frame, whatever else ran on the machine. */
type Driven = Drive & { cpuMs: number };
interface Figures {
  first: FirstCard;
  pan: Driven;
  drag: Driven;
  /** Panning with the whole flow in sight; only measured for 1,000. */
  far: Driven | null;
}

const sorted = (values: number[]): number[] => values.toSorted((a, b) => a - b);
const median = (values: number[]): number => sorted(values)[values.length >> 1] ?? Number.NaN;
const p95 = (values: number[]): number => sorted(values)[Math.floor(values.length * 0.95)] ?? Number.NaN;

async function measure(browser: Browser, base: string, link: string, flowId: string, far: boolean): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(countCardRenders);
    await page.addInitScript(watchFirstCard);
    await page.goto(link);
    await page.getByRole("heading", { name: "Flows" }).waitFor();
    await page.goto(`${base}/flows/${flowId}`);
    const first = await (await page.waitForFunction(() => window.__firstCard)).jsonValue();
    if (!first) throw new Error("No card came on screen.");
    const go = await driver(page);
    await zoomTo(page, "near");
    await go("pan");
    const pan = await go("pan");
    await go("drag");
    const drag = await go("drag");
    // A step that is selected is drawn again: the counter must have seen that.
    await page.locator(".react-flow__node-card .card-name").first().dispatchEvent("click");
    await atRest(page);
    if (far) await zoomTo(page, "far");
    const farPan = far ? await go("pan") : null;
    const counted = await page.evaluate(() => window.__cardRenders?.() ?? 0);
    if (counted === 0) throw new Error("The counter saw no card drawn again in the whole visit, so its figures mean nothing.");
    return { first, pan, drag, far: farPan };
  } finally {
    await context.close();
  }
}

async function driver(page: Page): Promise<(kind: "pan" | "drag") => Promise<Driven>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1_000;
  };
  return async (kind) => {
    const before = await spent();
    const driven = await page.evaluate(drive, kind);
    return { ...driven, cpuMs: ((await spent()) - before) / driven.frames.length };
  };
}

/** `near`: cards with all they show; `far`: the whole flow in sight. */
async function zoomTo(page: Page, how: "near" | "far"): Promise<void> {
  await page.locator(".react-flow__pane").click({ position: { x: 5, y: 5 }, force: true });
  if (how === "far") await page.getByRole("button", { name: "Show the whole flow" }).click();
  else for (let i = 0; i < 12 && (await zoom(page)) < 0.8; i++) await page.getByRole("button", { name: "Zoom in" }).click();
  await atRest(page);
}

/** The zoom's own animation is over, and so is what it drew. */
const atRest = (page: Page): Promise<void> =>
  page.locator(".react-flow__viewport").evaluate(async (element) => {
    let last = "";
    for (let same = 0; same < 10;) {
      await new Promise(requestAnimationFrame);
      const now = (element as HTMLElement).style.transform;
      same = now === last ? same + 1 : 0;
      last = now;
    }
  });

const zoom = (page: Page): Promise<number> =>
  page.locator(".react-flow__viewport").evaluate((el) => new DOMMatrix((el as HTMLElement).style.transform).a);

/** The board with 1,000 and 5,000 nodes, in the product as it ships. */
export async function benchBoard(): Promise<void> {
  const cordboard = await startCordboard(dirname(here));
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox", ...ARGS] : ARGS,
  });
  try {
    const rows = [];
    for (const size of SIZES) {
      const { id } = (await cordboard.api("POST", "/api/flows", { name: `Board of ${size}`, document: bigFlow(size) })) as { id: string };
      const rounds: Figures[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const { url } = (await cordboard.api("POST", "/api/sign-in-links", {})) as { url: string };
        rounds.push(await measure(browser, cordboard.base, url, id, size === 1_000));
      }
      rows.push(summary(size, rounds));
    }
    report(rows, browser.version());
  } finally {
    await browser.close();
    await cordboard.stop();
  }
}

function summary(size: number, rounds: Figures[]) {
  const mid = (pick: (f: Figures) => number): number => median(rounds.map(pick));
  const frames = (of: (f: Figures) => Driven) => ({
    medianMs: mid((f) => median(of(f).frames)),
    p95Ms: mid((f) => p95(of(f).frames)),
    cpuMs: mid((f) => of(f).cpuMs),
  });
  return {
    nodes: size,
    openMs: mid((f) => f.first.openMs),
    firstRenderMs: mid((f) => f.first.renderMs),
    pan: frames((f) => f.pan),
    drag: frames((f) => f.drag),
    zoomedOut: rounds.every((f) => f.far) ? frames((f) => f.far ?? f.pan) : null,
    rendersPerDragFrame: mid((f) => f.drag.rendersPerFrame),
    moved: rounds.every((f) => f.pan.moved && f.drag.moved && (f.far?.moved ?? true)),
  };
}

function report(rows: ReturnType<typeof summary>[], version: string): void {
  const load = loadavg()[0] ?? 0;
  console.log(
    `\nThe board, ${ROUNDS} rounds, medians (Chromium ${version}, software rendering; load ${load.toFixed(1)} on ${cpus().length} cores)\n`,
  );
  console.log("A frame: median / p95 ms, and what the page's main thread spent on it.\n");
  console.log(
    "nodes  page to board  first render            pan frame           drag frame     zoomed out frame  card renders a drag frame",
  );
  for (const r of rows) {
    const cells = [
      `${r.openMs.toFixed(0)} ms`.padStart(14),
      `${r.firstRenderMs.toFixed(0)} ms`.padStart(13),
      frame(r.pan).padStart(20),
      frame(r.drag).padStart(20),
      (r.zoomedOut ? frame(r.zoomedOut) : "–").padStart(20),
      r.rendersPerDragFrame.toFixed(2).padStart(26),
    ];
    console.log(`${String(r.nodes).padStart(5)} ${cells.join(" ")}${r.moved ? "" : "   (did not move: not valid)"}`);
  }
  const file = join(here, "results", "board.json");
  mkdirSync(dirname(file), { recursive: true });
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, chromium: version, load };
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, rounds: ROUNDS, rows }, null, 2)}\n`);
  console.log("\nWritten to bench/results/board.json");
}

const frame = (f: { medianMs: number; p95Ms: number; cpuMs: number }): string =>
  `${f.medianMs.toFixed(1)} / ${f.p95Ms.toFixed(1)}, ${f.cpuMs.toFixed(1)}`;
