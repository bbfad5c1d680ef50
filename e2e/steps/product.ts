import { freePort } from "@cordboard/testing/free-port";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const READY = /Cordboard is ready: (\S+)/;

export const API_KEY = "e2e-key-0123456789abcdef0123456789abcdef";
export const AUTH_ID = "MASIMULATOR000000001";
export const AUTH_TOKEN = "e2eAuthToken00000000000000000000000000000";

/** The running product: its own ports and data folder. Tests speak only to its ports. */
export class Product {
  readonly port: number;
  readonly simulatorPort: number;
  readonly dataDir: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | null = null;
  #output = "";
  signInLink = "";

  /** The other replicas of its database have the same address for the carrier, and share its simulator. */
  async replica(env: Record<string, string> = {}): Promise<Product> {
    const product = new Product(await freePort(), this.simulatorPort, { ...this.#env, PUBLIC_URL: this.url, ...env });
    await product.boot();
    return product;
  }

  private constructor(port: number, simulatorPort: number, env: Record<string, string>) {
    this.port = port;
    this.simulatorPort = simulatorPort;
    this.dataDir = mkdtempSync(join(tmpdir(), "cordboard-e2e-"));
    this.#env = env;
  }

  static async start(env: Record<string, string> = {}): Promise<Product> {
    const product = new Product(await freePort(), await freePort(), env);
    await product.boot();
    return product;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Its own simulator, unless it was given a carrier outside (PLIVO_API_BASE). */
  get simulatorUrl(): string {
    return this.#env["PLIVO_API_BASE"] ?? `http://127.0.0.1:${this.simulatorPort}`;
  }

  /** Everything it has printed since the last start. */
  get output(): string {
    return this.#output;
  }

  async boot(): Promise<void> {
    this.#output = "";
    const child = spawn(process.execPath, ["--disable-proto=delete", "apps/server/dist/main.mjs"], {
      cwd: ROOT,
      env: {
        ...process.env,
        PORT: String(this.port),
        SIMULATOR_PORT: String(this.simulatorPort),
        DATA_DIR: this.dataDir,
        PUBLIC_URL: this.url,
        CORDBOARD_API_KEY: API_KEY,
        CORDBOARD_TEST: "1",
        PLIVO_AUTH_TOKEN: AUTH_TOKEN,
        EGRESS_ALLOW: "127.0.0.1",
        ...this.#env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.signInLink = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Cordboard was not ready after 3 minutes:\n${this.#output}`)), 180_000);
      const look = (chunk: Buffer): void => {
        this.#output += chunk.toString();
        const link = READY.exec(this.#output)?.[1];
        if (!link) return;
        clearTimeout(timer);
        resolve(link);
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.once("exit", (code) => reject(new Error(`Cordboard ended with ${code}:\n${this.#output}`)));
    });
  }

  /** Ends the process at once, as a power cut would. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** As for an upgrade: its data stays. */
  async shutDown(): Promise<void> {
    await this.#end("SIGTERM");
  }

  async stop(): Promise<void> {
    await this.shutDown();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.kill(signal);
    });
  }

  /** Our API as owner. Throws on an error status unless `raw`. */
  async api<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const res = await this.request(method, path, body);
    if (!res.ok) throw new Error(`${method} ${path}: ${res.status} ${await res.text()}`);
    return (res.status === 204 ? null : await res.json()) as T;
  }

  request(method: string, path: string, body?: unknown): Promise<Response> {
    return this.raw(method, path, body === undefined ? null : JSON.stringify(body));
  }

  /** A body that need not be JSON. */
  raw(method: string, path: string, body: string | null): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${API_KEY}`, ...(body !== null && { "content-type": "application/json" }) },
      body,
    });
  }

  /** The simulator's `/sim`: the people, phones and faults outside. */
  async sim<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const res = await fetch(`${this.simulatorUrl}/sim${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${AUTH_ID}:${AUTH_TOKEN}`).toString("base64")}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!res.ok) throw new Error(`sim ${method} ${path}: ${res.status} ${await res.text()}`);
    const text = await res.text();
    return (text === "" ? null : JSON.parse(text)) as T;
  }
}

/** Asks until the answer is no longer null; fails with the last one after `seconds`. What is dear to answer is asked less often. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>, seconds = 90, everyMs = 50): Promise<T> {
  const giveUp = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > giveUp) throw new Error(`Not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
