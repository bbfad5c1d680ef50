import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { Flow, TestsReport } from "@cordboard/api";
import { flow, numbersConnected, publish, sample } from "../steps/flows.ts";
import { texts } from "../steps/ledger.ts";
import { Phone } from "../steps/phone.ts";
import { cordboard } from "../steps/processes.ts";
import { Product, ROOT } from "../steps/product.ts";
import { allRuns, contextOf, ended, path, runById, stepsOf } from "../steps/runs.ts";

interface Tried {
  runId: string;
  callUuid?: string;
  from?: string;
  to?: string;
}

let product: Product;
test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "20" });
  await numbersConnected(product);
});
test.afterAll(() => product.stop());

const draft = async (document: Record<string, unknown> & { name: string }): Promise<string> =>
  (await product.api<Flow>("POST", "/api/flows", { name: document.name, document })).id;
const tryIt = (flowId: string, how: Record<string, unknown>): Promise<Tried> => product.api("POST", `/api/flows/${flowId}/try`, how);

/** As the metrics count them. */
async function completedRuns(): Promise<number> {
  const metrics = await (await product.request("GET", "/metrics")).text();
  const counts = [...metrics.matchAll(/^cordboard_runs_total\{[^}]*status="completed"[^}]*\} (\d+)/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

const LINE = flow(
  "Order line",
  {
    Ask_Order: ["get_input", { prompt: [{ speak: "Enter your order number." }], minDigits: 3, maxDigits: 3, timeoutSeconds: 30 }],
    Look_Up: ["http_request", { method: "GET", url: "https://orders.example.com/{{ Ask_Order.digits }}" }],
    Tell: ["play_audio", { prompt: [{ speak: "Your order is {{ Look_Up.response.state }}." }] }],
    Sorry: ["play_audio", { prompt: [{ speak: "We can not look it up now." }] }],
    Reply: ["send_message", { text: "You wrote: {{ Start.message.text }}" }],
    Note: ["set_variables", { variables: [{ name: "seen", type: "text", value: "{{ Start.http.params.order }}" }] }],
  },
  [
    "Start.incoming_call -> Ask_Order",
    "Ask_Order.received -> Look_Up",
    "Look_Up.success -> Tell",
    "Look_Up.failed -> Sorry",
    "Start.incoming_message -> Reply",
    "Start.api_request -> Note",
  ],
  { payload: [{ name: "order", type: "text", required: true }] },
);

test.describe("the try door", () => {
  test("a draft that was never published is called, texted and requested", async () => {
    const id = await draft(LINE);
    const mocks = {
      Look_Up: { ok: true, data: { status: 200, headers: {}, contentType: "application/json", body: { state: "packed" }, durationMs: 5 } },
    };
    const called = await tryIt(id, { as: "call", source: "draft", from: "+12125550111", mocks });
    const phone = new Phone(product, called.callUuid ?? "");
    await phone.hears("Enter your order number.");
    await phone.press("417");
    await phone.hears("Your order is packed.");
    await phone.ended();
    const byCall = await ended(product, called.runId);
    expect(byCall).toMatchObject({ test: true, version: null, status: "completed", contact: "+12125550111" });
    expect(await path(product, byCall.id)).toEqual(["Start:incoming_call", "Ask_Order:received", "Look_Up:success", "Tell:completed"]);

    const texted = await tryIt(id, { as: "message", source: "draft", from: "+12125550112", text: "Hello there" });
    await ended(product, texted.runId);
    expect((await texts(product, "+12125550112")).map((one) => one.text)).toEqual(["You wrote: Hello there"]);

    const asked = await tryIt(id, { as: "api", source: "draft", params: { order: "417" } });
    await ended(product, asked.runId);
    expect((await contextOf(product, asked.runId)).variables["Note"]).toEqual({ seen: "417" });

    const real = await allRuns(product, `&flow=${id}&test=false`);
    expect(real).toEqual([]);
    expect(await allRuns(product, `&flow=${id}&test=true`)).toHaveLength(3);
    expect(await completedRuns()).toBe(0);
  });

  test("a try begins at any node, with variables as if the ones before had run, and effects that fail on order", async () => {
    const id = await draft(LINE);
    const mocks = { Look_Up: { ok: false, error: { code: "http_timeout", message: "The server did not answer in time." } } };
    const tried = await tryIt(id, {
      as: "call",
      source: "draft",
      startNode: "Look_Up",
      variables: { Ask_Order: { digits: "999" } },
      mocks,
    });
    const phone = new Phone(product, tried.callUuid ?? "");
    await phone.hears("We can not look it up now.");
    await phone.ended();
    await ended(product, tried.runId);
    const [lookUp, sorry] = (await stepsOf(product, tried.runId)).slice(-2);
    expect([lookUp?.node.name, lookUp?.exit, lookUp?.error?.code, sorry?.node.name]).toEqual([
      "Look_Up",
      "failed",
      "http_timeout",
      "Sorry",
    ]);
  });

  test("a try runs a snapshot: the draft may change, a version may be named, and what is missing is named", async () => {
    const id = await publish(product, LINE);
    const tried = await tryIt(id, { as: "api", source: 1, params: { order: "1" } });
    expect(await runById(product, tried.runId)).toMatchObject({ version: 1, test: true });
    await ended(product, tried.runId);
    expect(await completedRuns()).toBe(0);
    const real = await product.api<{ runId: string }>("POST", `/api/flows/${id}/runs`, { params: { order: "1" } });
    await ended(product, real.runId);
    expect(await completedRuns(), "a real run is counted").toBe(1);
    const missing = await product.request("POST", `/api/flows/${id}/try`, { as: "api", source: "draft", params: {} });
    expect([missing.status, await missing.json()]).toEqual([
      400,
      { error: expect.objectContaining({ code: "missing_parameter", message: expect.stringContaining("order") }) },
    ]);
    const unknown = await product.request("POST", `/api/flows/${id}/try`, { as: "api", source: 7, params: { order: "1" } });
    expect(unknown.status).toBe(404);
  });
});

const RECEPTIONIST = "virtual-receptionist";
const files = readdirSync(join(ROOT, "examples", RECEPTIONIST)).filter((file) => file.endsWith(".test.json"));

test("a sample's tests pass inside its document, all or by name", async () => {
  const id = await draft(sample(RECEPTIONIST, files));
  const all = await product.api<TestsReport>("POST", `/api/flows/${id}/tests/run`, { source: "draft" });
  expect(all).toMatchObject({ passed: files.length, failed: 0 });
  expect(all.cases.every(({ ok, failedStep }) => ok && failedStep === null)).toBe(true);
  const one = await product.api<TestsReport>("POST", `/api/flows/${id}/tests/run`, { source: "draft", names: ["extension 42 rings Ann"] });
  expect(one.cases.map(({ name, ok }) => [name, ok])).toEqual([["extension 42 rings Ann", true]]);
});

test("a wrong expectation fails with the step named", async () => {
  const document = sample(RECEPTIONIST, ["extension_42_rings_ann.test.json"]);
  const [right] = document.tests as { name: string; steps: Record<string, unknown>[]; expect: Record<string, unknown> }[];
  if (!right) throw new Error("The sample has no such test.");
  const at = right.steps.findIndex((step) => "expectCall" in step);
  const wrongStep = right.steps.map((step, i) => (i === at ? { expectCall: { to: "+14155550143" } } : step));
  document.tests = [
    right,
    { ...right, name: "rings Bob", steps: wrongStep },
    { ...right, name: "another way", expect: { path: ["Main_Menu:sales"] } },
    { ...right, name: "another ending", expect: { status: "failed" } },
    { ...right, name: "another variable", expect: { variables: { "Ask_Extension.digits": "43" } } },
  ];
  const id = await draft(document);
  const report = await product.api<TestsReport>("POST", `/api/flows/${id}/tests/run`, { source: "draft" });
  expect(report).toMatchObject({ passed: 1, failed: 4 });
  expect(report.cases.map(({ ok, failedStep }) => [ok, failedStep])).toEqual([
    [true, null],
    [false, at + 1],
    [false, "expect.path Main_Menu:sales"],
    [false, "expect.status"],
    [false, "expect.variables Ask_Extension.digits"],
  ]);
  expect(report.cases[1]?.message).toContain("+14155550143");
});

test.describe("npx cordboard test", () => {
  test("prints TAP and ends with 0 when all tests of a sample pass", async () => {
    const { code, out, err } = await cordboard(["test", `examples/${RECEPTIONIST}`]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const lines = out.trim().split("\n");
    expect(lines.slice(0, 2)).toEqual(["TAP version 14", `1..${files.length}`]);
    expect(lines.slice(2)).toHaveLength(files.length);
    for (const [i, line] of lines.slice(2).entries()) expect(line).toMatch(new RegExp(`^ok ${i + 1} - `));
  });

  test("ends with 1 for a broken copy, and names the step", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cordboard-broken-"));
    try {
      cpSync(join(ROOT, "examples", RECEPTIONIST), folder, { recursive: true });
      const file = join(folder, "extension_42_rings_ann.test.json");
      const right = JSON.parse(readFileSync(file, "utf8")) as { steps: Record<string, unknown>[] };
      const at = right.steps.findIndex((step) => "expectCall" in step);
      right.steps[at] = { expectCall: { to: "+14155550143" } };
      writeFileSync(file, JSON.stringify(right));
      const junit = join(folder, "report.xml");
      const { code, out } = await cordboard(["test", folder, "--junit", junit]);
      expect(code).toBe(1);
      const [, notOk = ""] = /^(not ok .*(?:\n {2}.*)*)/m.exec(out) ?? [];
      expect(notOk).toContain("extension 42 rings Ann");
      expect(notOk).toContain(`at: ${at + 1}`);
      expect(out.match(/^not ok/gm)).toHaveLength(1);
      expect(readFileSync(junit, "utf8")).toMatch(/failures="1"[\s\S]*<failure message="at \d+: /);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
