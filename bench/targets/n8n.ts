import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "@cordboard/testing/free-port";
import { startProcess } from "./process.ts";

/** The newest that installs: later ones ask for packages that are not published. */
const VERSION = "2.40.7";
const ID = "ivrbench00000001";

const rule = (digit: string) => ({
  conditions: {
    options: { caseSensitive: true, leftValue: "", typeValidation: "loose", version: 2 },
    combinator: "and",
    conditions: [
      { id: `c${digit}`, leftValue: "={{ $json.body.Digits }}", rightValue: digit, operator: { type: "string", operation: "equals" } },
    ],
  },
});
const answer = (id: string, word: string, y: number) => ({
  id,
  name: id,
  type: "n8n-nodes-base.respondToWebhook",
  typeVersion: 1.1,
  position: [400, y],
  parameters: {
    respondWith: "text",
    responseBody: `=<Response><GetDigits action="/hook"><Speak>${word} for {{ $json.body.From }}</Speak></GetDigits></Response>`,
    options: { responseHeaders: { entries: [{ name: "content-type", value: "application/xml" }] } },
  },
});

/** `webhook → switch → respond`: what an author draws in n8n for the same answer. By default it stores each execution. */
const WORKFLOW = {
  id: ID,
  name: "ivr",
  active: false,
  settings: { executionOrder: "v1" },
  nodes: [
    {
      id: "in",
      name: "Webhook",
      type: "n8n-nodes-base.webhook",
      typeVersion: 2,
      position: [0, 0],
      webhookId: "hook",
      parameters: { httpMethod: "POST", path: "hook", responseMode: "responseNode", options: {} },
    },
    {
      id: "switch",
      name: "Switch",
      type: "n8n-nodes-base.switch",
      typeVersion: 3.2,
      position: [200, 0],
      parameters: { rules: { values: [rule("1"), rule("2")] }, options: { fallbackOutput: "extra" } },
    },
    answer("Sales", "Sales", -100),
    answer("Support", "Support", 0),
    answer("Again", "Again", 100),
  ],
  connections: {
    Webhook: { main: [[{ node: "Switch", type: "main", index: 0 }]] },
    Switch: { main: ["Sales", "Support", "Again"].map((node) => [{ node, type: "main", index: 0 }]) },
  },
};

/** Installs n8n beside the bench, about 3 GB in ten minutes, and starts it with its default settings. Null when it can't be installed. */
export async function startN8n(dir: string) {
  const bin = join(dir, "node_modules/n8n/bin/n8n");
  if (!existsSync(bin) && !install(dir)) return null;
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "cordboard-bench-n8n-"));
  const env = {
    N8N_USER_FOLDER: folder,
    N8N_PORT: String(port),
    N8N_LISTEN_ADDRESS: "127.0.0.1",
    N8N_DIAGNOSTICS_ENABLED: "false",
    N8N_VERSION_NOTIFICATIONS_ENABLED: "false",
    N8N_TEMPLATES_ENABLED: "false",
  };
  const file = join(folder, "workflow.json");
  writeFileSync(file, JSON.stringify([WORKFLOW]));
  for (const args of [
    ["import:workflow", `--input=${file}`],
    ["publish:workflow", `--id=${ID}`],
  ]) {
    if (spawnSync(process.execPath, [bin, ...args], { cwd: dir, env: { ...process.env, ...env } }).status !== 0) return null;
  }
  const running = await startProcess([bin, "start"], { cwd: dir, env, ready: /Editor is now accessible/, seconds: 180 });
  const stop = async (): Promise<void> => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}/webhook/hook`;
  return { url, version: VERSION, stop };
}

function install(dir: string): boolean {
  console.log(`Installing n8n ${VERSION} for comparison; this takes about ten minutes`);
  mkdirSync(dir, { recursive: true });
  // A linkedom that needs no package which is missing.
  const manifest = { private: true, dependencies: { n8n: VERSION }, overrides: { linkedom: "0.18.12" } };
  writeFileSync(join(dir, "package.json"), JSON.stringify(manifest));
  const npm = (args: string[], env = {}): boolean =>
    spawnSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: dir,
      stdio: "inherit",
      env: { ...process.env, ...env },
    }).status === 0;
  // Of all its native parts only the database is needed; it is built against the headers of the Node that runs it.
  const headers = { npm_config_nodedir: dirname(dirname(process.execPath)) };
  return npm(["install", "--ignore-scripts"]) && npm(["rebuild", "sqlite3"], headers);
}
