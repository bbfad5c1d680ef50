import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { benchFlow } from "../flow.ts";
import { newDatabase } from "./postgres.ts";
import { freePort } from "@cordboard/testing/free-port";
import { startProcess } from "./process.ts";

const KEY = "bench-key-0123456789abcdef0123456789abcdef";
const TOKEN = "benchAuthToken0000000000000000000000000";
const NUMBER = "+14155550199";

export interface CordboardOptions {
  /** PostgreSQL to make a database of its own in; undefined: the embedded store. */
  postgres?: string | undefined;
  /** The flow its number answers with. */
  document?: object;
  env?: Record<string, string>;
  /** Called with the data folder (embedded) or database URL, after a first start has made the tables, before the real one. */
  fill?: (store: { file: string } | { url: string }) => Promise<void>;
}

/** The whole product: signature checked, inbox, journal, stored bytes. */
export async function startCordboard(root: string, options: CordboardOptions = {}) {
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const dataDir = mkdtempSync(join(tmpdir(), "cordboard-bench-"));
  const base = `http://127.0.0.1:${port}`;
  const database = options.postgres === undefined ? null : await newDatabase(options.postgres);
  const start = () =>
    startProcess(["--disable-proto=delete", "apps/server/dist/main.mjs"], {
      cwd: root,
      env: {
        ...(database && { DATABASE_URL: database.url, CORDBOARD_MASTER_KEY: "ab".repeat(32) }),
        PORT: String(port),
        SIMULATOR_PORT: String(simulatorPort),
        DATA_DIR: dataDir,
        PUBLIC_URL: base,
        CORDBOARD_API_KEY: KEY,
        PLIVO_AUTH_TOKEN: TOKEN,
        LOG_LEVEL: "error",
        ...options.env,
      },
      ready: /Cordboard is ready/,
      seconds: 60,
    });
  let running = await start();
  const api = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const res = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!res.ok) throw new Error(`${method} ${path}: ${res.status} ${await res.text()}`);
    return res.status === 204 ? null : res.json();
  };
  await api("POST", "/api/flows", { name: "Bench", document: options.document ?? benchFlow() }).then(async (flow) => {
    const { id, draft } = flow as { id: string; draft: { revision: number } };
    await api("POST", `/api/flows/${id}/publish`, { revision: draft.revision });
    await api("PUT", `/api/numbers/${NUMBER}`, { flowId: id });
  });
  const url = await answerUrl(simulatorPort, TOKEN);
  if (options.fill) {
    await running.stop();
    await options.fill(database ?? { file: join(dataDir, "cordboard.db") });
    running = await start();
  }
  const stop = async () => {
    await running.stop();
    await database?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    url,
    api,
    base,
    authToken: TOKEN,
    simulatorUrl: `http://127.0.0.1:${simulatorPort}`,
    stop,
    get pid() {
      return running.pid;
    },
  };
}

/** The number's answer URL, as the carrier knows it. */
async function answerUrl(simulatorPort: number, token: string): Promise<string> {
  const account = "MASIMULATOR000000001";
  const headers = { authorization: `Basic ${Buffer.from(`${account}:${token}`).toString("base64")}` };
  const rest = async (path: string) =>
    (await fetch(`http://127.0.0.1:${simulatorPort}${path}`, { headers })).json() as Promise<Record<string, unknown>>;
  const number = await rest(`/v1/Account/${account}/Number/${NUMBER.slice(1)}/`);
  const application = await rest(String(number["application"]));
  return String(application["answer_url"]).replace(/#.*$/, "");
}
