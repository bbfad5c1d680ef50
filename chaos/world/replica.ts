import type { ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import { gone, sleep, start } from "./processes.ts";

/*
 * One process of the product, kept running as a service manager would:
 *
 *   down ─start─► starting ─"ready"─► up ─┬─ kill -9, or it ends by itself ─► down
 *                    │                    ├─ SIGSTOP ─► frozen ─ SIGCONT ─► up
 *                    └─ it ends: down     └─ SIGTERM ─► stopping ─► down
 */
type State = "down" | "starting" | "up" | "frozen" | "stopping";

export interface ReplicaOptions {
  name: string;
  port: number;
  env: Record<string, string>;
  /** Root of the checkout that is run. */
  product: string;
  /** What it prints is kept here. */
  logFile: string;
}

/** A hang is caught; each start may be cut off by the next trouble, and a busy machine takes long for each. */
const START_SECONDS = 300;
/** Between two starts, when the first was refused. */
const RESTART_MS = 400;
const ENTRY = ["--disable-proto=delete", "apps/server/dist/main.mjs"];

export class Replica {
  readonly name: string;
  readonly port: number;
  /** Ends that nobody asked for, after it was ready: each is a finding. */
  readonly crashes: string[] = [];
  /** Starts that were refused, such as with the database away. */
  refusedStarts = 0;
  state: State = "down";
  /** `performance.now()` of the last start. */
  startedAt = 0;
  readonly #options: ReplicaOptions;
  #child: ChildProcess | null = null;
  #printed = "";
  /** Goes up with each start and end, so that what was begun before them gives way. */
  #order = 0;

  constructor(options: ReplicaOptions) {
    this.name = options.name;
    this.port = options.port;
    this.#options = options;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Starts it, again and again when it refuses to, as a service manager does. Resolves when it is ready, or was ended again. */
  async start(seconds = START_SECONDS): Promise<void> {
    const mine = ++this.#order;
    const giveUp = performance.now() + seconds * 1000;
    while (!(await this.#tryStart())) {
      if (mine !== this.#order) return;
      this.refusedStarts++;
      if (performance.now() > giveUp) throw new Error(`${this.name} does not start. It printed:\n${this.#printed.slice(-2_000)}`);
      await sleep(RESTART_MS);
      if (mine !== this.#order) return;
    }
  }

  #tryStart(): Promise<boolean> {
    this.#printed = "";
    this.startedAt = performance.now();
    this.state = "starting";
    const env = { ...process.env, NO_COLOR: "1", ...this.#options.env };
    const child = start(process.execPath, ENTRY, { cwd: this.#options.product, env, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    return new Promise((resolve) => {
      const heard = (chunk: Buffer): void => {
        const text = chunk.toString();
        appendFileSync(this.#options.logFile, text);
        this.#printed = (this.#printed + text).slice(-20_000);
        if (this.state !== "starting" || !/Cordboard is ready: /.test(this.#printed)) return;
        this.state = "up";
        resolve(true);
      };
      child.stdout?.on("data", heard);
      child.stderr?.on("data", heard);
      child.once("exit", (code, signal) => {
        if (this.#child !== child) return resolve(false);
        const crashed = this.state === "up";
        this.state = "down";
        resolve(false);
        if (!crashed) return;
        this.crashes.push(`${this.name} ended with ${code ?? signal}: ${this.#printed.slice(-500)}`);
        this.start().catch((error: unknown) => this.crashes.push(String(error)));
      });
    });
  }

  /** At once, as a power cut would; also when it is frozen or starting. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Asks it to stop; answers how long it took, ms. */
  async stop(): Promise<number> {
    const began = performance.now();
    this.thaw();
    this.state = "stopping";
    await this.#end("SIGTERM");
    return performance.now() - began;
  }

  freeze(): boolean {
    if (this.state !== "up") return false;
    this.#child?.kill("SIGSTOP");
    this.state = "frozen";
    return true;
  }

  thaw(): void {
    if (this.state !== "frozen") return;
    this.#child?.kill("SIGCONT");
    this.state = "up";
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#order++;
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    child.kill(signal);
    await gone(child);
    this.state = "down";
  }
}
