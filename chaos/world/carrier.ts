import type { LedgerRow } from "@cordboard/simulator";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { Agent, request } from "undici";
import { AUTH_ID, AUTH_TOKEN } from "./account.ts";
import { ROOT, start } from "./processes.ts";

const BIN = join(ROOT, "packages/simulator/bin/cordboard-simulator.mjs");
const BASIC = `Basic ${Buffer.from(`${AUTH_ID}:${AUTH_TOKEN}`).toString("base64")}`;
/** The simulator keeps 200,000 rows; it is read long before that. */
const DRAIN_MS = 1_000;

/** The simulator in a process of its own: it outlives every fault, and its ledger says what really was asked of the carrier. */
export class Carrier {
  readonly url: string;
  /** Everything the carrier was asked for, in order. */
  readonly ledger: LedgerRow[] = [];
  /** A jump of the clock is answered when all that became due has been said and answered, which takes minutes after a long storm. */
  readonly #agent = new Agent({ connections: 8, headersTimeout: 0 });
  readonly #ledgerFile: string;
  readonly #timer: NodeJS.Timeout;
  readonly #end: () => void;

  private constructor(url: string, ledgerFile: string, end: () => void) {
    this.url = url;
    this.#ledgerFile = ledgerFile;
    this.#end = end;
    this.#timer = setInterval(() => this.drain().catch(() => undefined), DRAIN_MS);
  }

  static async start(ledgerFile: string): Promise<Carrier> {
    const args = [BIN, "--port", "0", "--auth-id", AUTH_ID, "--auth-token", AUTH_TOKEN];
    const child = start(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const url = await new Promise<string>((resolve, reject) => {
      let printed = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        printed += chunk.toString();
        const ready = /Simulator is ready: (\S+)/.exec(printed)?.[1];
        if (ready) resolve(ready);
      });
      child.once("exit", () => reject(new Error(`The simulator did not start: ${printed}`)));
    });
    return new Carrier(url, ledgerFile, () => child.kill("SIGTERM"));
  }

  /** `/sim` and the REST API: people, faults, clock. Throws on an error status. */
  async ask<T = unknown>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
    const answer = await request(this.url + path, {
      method,
      dispatcher: this.#agent,
      headers: { authorization: BASIC, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`carrier ${method} ${path}: ${answer.statusCode} ${text}`);
    return (text === "" ? null : JSON.parse(text)) as T;
  }

  /** Reads the rows that are new. */
  async drain(): Promise<void> {
    const { rows } = await this.ask<{ rows: LedgerRow[] }>("GET", `/sim/ledger?after=${this.ledger.at(-1)?.seq ?? 0}`);
    const last = this.ledger.at(-1)?.seq ?? 0;
    const fresh = rows.filter((row) => row.seq > last);
    this.ledger.push(...fresh);
    if (fresh.length > 0) appendFileSync(this.#ledgerFile, fresh.map((row) => `${JSON.stringify(row)}\n`).join(""));
  }

  /** `{kind: setting}` as `POST /sim/faults` takes it. */
  faults(settings: Record<string, unknown>): Promise<unknown> {
    return this.ask("POST", "/sim/faults", settings);
  }

  clearFaults(): Promise<unknown> {
    return this.ask("DELETE", "/sim/faults");
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.drain();
    this.#end();
    await this.#agent.close();
  }
}
