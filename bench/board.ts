import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import { countCardRenders, type Drive, drive } from "./board-page.ts";
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

interface Figures {
  firstMs: number;
  pan: Drive;
  drag: Drive;
  /** Median frame with the whole flow in sight; only measured for 1,000. */
  farMs: number | null;
}

const sorted = (values: number[]): number[] => values.toSorted((a, b) => a - b);
const median = (values: number[]): number => sorted(values)[values.length >> 1] ?? Number.NaN;
const p95 = (values: number[]): number => sorted(values)[Math.floor(values.length * 0.95)] ?? Number.NaN;

async function measure(browser: Browser, base: string, link: string, flowId: string, far: boolean): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(countCardRenders);
    await page.goto(link);
    await page.getByRole("heading", { name: "Flows" }).waitFor();
    await page.goto(`${base}/flows/${flowId}`);
    await page.locator(".react-flow__node").first().waitFor();
    const firstMs = await page.evaluate(() => performance.now());
    await zoomTo(page, "near");
    await page.evaluate(drive, "pan");
    const pan = await page.evaluate(drive, "pan");
    await page.evaluate(drive, "drag");
    const drag = await page.evaluate(drive, "drag");
    let farMs: number | null = null;
    if (far) {
      await zoomTo(page, "far");
      farMs = median((await page.evaluate(drive, "pan")).frames);
    }
    const counted = await page.evaluate(() => (globalThis as unknown as { __cardRenders: () => number }).__cardRenders());
    if (counted === 0) throw new Error("The counter saw no card drawn again in the whole visit, so its figures mean nothing.");
    return { firstMs, pan, drag, farMs };
  } finally {
    await context.close();
  }
}

/** `near`: cards with all they show; `far`: the whole flow in sight. */
async function zoomTo(page: Page, how: "near" | "far"): Promise<void> {
  await page.locator(".react-flow__pane").click({ position: { x: 5, y: 5 }, force: true });
  if (how === "far") await page.getByRole("button", { name: "Show the whole flow" }).click();
  else for (let i = 0; i < 12 && (await zoom(page)) < 0.8; i++) await page.getByRole("button", { name: "Zoom in" }).click();
  await page.waitForTimeout(600);
}

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
  return {
    nodes: size,
    firstRenderMs: mid((f) => f.firstMs),
    panMedianMs: mid((f) => median(f.pan.frames)),
    panP95Ms: mid((f) => p95(f.pan.frames)),
    dragMedianMs: mid((f) => median(f.drag.frames)),
    dragP95Ms: mid((f) => p95(f.drag.frames)),
    rendersPerDragFrame: mid((f) => f.drag.rendersPerFrame),
    zoomedOutMedianMs: size === 1_000 ? mid((f) => f.farMs ?? Number.NaN) : null,
    moved: rounds.every((f) => f.pan.moved && f.drag.moved),
  };
}

function report(rows: ReturnType<typeof summary>[], version: string): void {
  console.log(`\nThe board, ${ROUNDS} rounds, medians (Chromium ${version}, software rendering)\n`);
  console.log("nodes   first render   pan frame / p95   drag frame / p95   card renders a drag frame   zoomed out");
  for (const r of rows) {
    const far = r.zoomedOutMedianMs === null ? "–" : `${r.zoomedOutMedianMs.toFixed(1)} ms`;
    const cells = [
      `${r.firstRenderMs.toFixed(0)} ms`.padStart(12),
      `${r.panMedianMs.toFixed(1)} / ${r.panP95Ms.toFixed(1)}`.padStart(17),
      `${r.dragMedianMs.toFixed(1)} / ${r.dragP95Ms.toFixed(1)}`.padStart(18),
      r.rendersPerDragFrame.toFixed(2).padStart(27),
      far.padStart(12),
    ];
    console.log(`${String(r.nodes).padStart(5)} ${cells.join(" ")}${r.moved ? "" : "   (did not move: not valid)"}`);
  }
  const file = join(here, "results", "board.json");
  mkdirSync(dirname(file), { recursive: true });
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, chromium: version };
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, rounds: ROUNDS, rows }, null, 2)}\n`);
  console.log("\nWritten to bench/results/board.json");
}
