import { type ChildProcess, spawnSync } from "node:child_process";
import { appendFileSync, chownSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@cordboard/testing/free-port";
import { gone, start } from "./processes.ts";

const START_MS = 180_000;

/** Who runs it, when this program's own user may not. */
interface Owner {
  uid?: number;
  gid?: number;
}

/** A PostgreSQL of our own that may be stopped as by a power cut and started again. Durable, as an installation is. */
export class Database {
  readonly port: number;
  readonly #bin: string;
  readonly #home: string;
  readonly #data: string;
  readonly #logFile: string;
  readonly #who: Owner;
  #child: ChildProcess | null = null;
  stops = 0;

  private constructor(bin: string, home: string, logFile: string, port: number, who: Owner) {
    this.#bin = bin;
    this.#home = home;
    this.#data = join(home, "data");
    this.#logFile = logFile;
    this.port = port;
    this.#who = who;
  }

  /** `bin`: the folder of initdb and postgres. `logFile`: what it prints is kept there. */
  static async create(bin: string, logFile: string): Promise<Database> {
    const who: Owner = process.getuid?.() === 0 ? unprivileged() : {};
    const home = mkdtempSync(join(tmpdir(), "cordboard-chaos-postgres-"));
    if (who.uid !== undefined && who.gid !== undefined) chownSync(home, who.uid, who.gid);
    const database = new Database(bin, home, logFile, await freePort(), who);
    const args = ["-D", database.#data, "-U", "cordboard", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions"];
    const made = spawnSync(join(bin, "initdb"), args, { ...who, cwd: home, encoding: "utf8" });
    if (made.status !== 0) throw new Error(`initdb: ${made.stdout}${made.stderr}`);
    await database.start();
    return database;
  }

  /** The address behind another port, such as a proxy's. */
  url(port = this.port): string {
    return `postgres://cordboard@127.0.0.1:${port}/postgres`;
  }

  get running(): boolean {
    return this.#child !== null;
  }

  /** Resolves when it takes connections; after a hard stop it has recovered then. */
  async start(): Promise<void> {
    if (this.#child) return;
    const settings = {
      listen_addresses: "127.0.0.1",
      port: this.port,
      unix_socket_directories: "",
      fsync: "on",
      synchronous_commit: "on",
      max_connections: 200,
      shared_buffers: "128MB",
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const child = start(join(this.#bin, "postgres"), ["-D", this.#data, ...options], { ...this.#who, stdio: ["ignore", "ignore", "pipe"] });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      let printed = "";
      const hurry = setTimeout(() => reject(new Error(`PostgreSQL was not ready after ${START_MS} ms: ${printed}`)), START_MS);
      child.stderr?.on("data", (chunk: Buffer) => {
        appendFileSync(this.#logFile, chunk);
        // Whoever knocks too early is noted here, too.
        printed = (printed + chunk.toString()).slice(-5_000);
        if (!/ready to accept connections/.test(printed)) return;
        clearTimeout(hurry);
        resolve();
      });
      child.once("exit", (code) => {
        if (this.#child === child) this.#child = null;
        clearTimeout(hurry);
        reject(new Error(`PostgreSQL ended with ${code}: ${printed}`));
      });
    });
  }

  /** What it printed last. */
  get lastWords(): string {
    return readFileSync(this.#logFile, "utf8").slice(-5_000);
  }

  /** `pg_ctl stop -m immediate`: SIGQUIT, without a checkpoint; what was committed is recovered at the next start. */
  async stopHard(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    this.stops++;
    child.kill("SIGQUIT");
    await gone(child);
  }

  /** Ends it, and its data with it. */
  async remove(): Promise<void> {
    await this.stopHard();
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** PostgreSQL refuses to run as root: Debian's package brings the user `postgres`. */
function unprivileged(): Required<Owner> {
  const id = (flag: string, name: string): number => Number.parseInt(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout, 10);
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = [id("-u", name), id("-g", name)];
    if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid };
  }
  throw new Error("PostgreSQL does not run as root, and there is no user postgres or nobody here.");
}
