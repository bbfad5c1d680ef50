import { Editor } from "../pages/editor.ts";
import { test } from "../pages/test.ts";
import { Product } from "../steps/product.ts";
import { manifests } from "../../packages/components/src/manifest.ts";

let product: Product;
test.beforeAll(async () => { product = await Product.start(); });
test.afterAll(() => product.stop());
test("look", async ({ page }) => {
  test.setTimeout(240000);
  const editor = new Editor(page, product);
  await editor.signIn();
  const all = [...manifests].filter((m) => m.type !== "start");
  const nodes = [{ id: "start", type: "start", name: "Start", config: {} }, ...all.map((m, i) => ({ id: `n${i}`, type: m.type, name: m.title.replace(/[^A-Za-z0-9]+/g, "_"), config: m.defaults() }))];
  const layout = Object.fromEntries(nodes.map((n, i) => [n.id, { x: (i % 7) * 320, y: Math.floor(i / 7) * 330 }]));
  const doc = { format: "cordboard/flow@1", name: "All", description: "", language: "en-US", nodes, edges: [], variables: [], notes: [], tests: [], layout };
  const flow = await product.api<{ id: string }>("POST", "/api/flows", { name: "All", document: doc });
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(`${(product as any).base ?? (product as any).url}/flows/${flow.id}`);
  await page.waitForTimeout(2500);
  await page.screenshot({ path: "/tmp/lead/all-light.png" });
  await editor.board.showAll().catch(() => undefined);
  await page.waitForTimeout(1200);
  await page.screenshot({ path: "/tmp/lead/all-board.png" });
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const m of all) {
    const name = m.title.replace(/[^A-Za-z0-9]+/g, "_");
    try { await editor.board.select(name.replaceAll("_", " ")); await page.waitForTimeout(350); await page.screenshot({ path: `/tmp/lead/form-${m.type}.png` }); } catch (e) { console.log(m.type, String(e).slice(0, 200)); }
  }
});
