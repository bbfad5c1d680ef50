import { Agent, request } from "undici";
import { API_KEY } from "./account.ts";
import { sleep } from "./processes.ts";
import type { Replica } from "./replica.ts";

/** A refusal of our API. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Our API as owner, by whichever replica answers. What is asked here is no part of the load. */
export class Api {
  readonly #replicas: readonly Replica[];
  /** A jump of the clock is answered when all that became due is done, which takes minutes after a long storm. */
  readonly #agent = new Agent({ connections: 16, headersTimeout: 0 });

  constructor(replicas: readonly Replica[]) {
    this.#replicas = replicas;
  }

  async get<T>(path: string): Promise<T> {
    return this.ask<T>("GET", path);
  }

  /** Tries for `seconds` while nobody can answer; throws ApiError for a refusal; "too many" (429) is none. */
  async ask<T>(method: "GET" | "POST" | "PUT", path: string, body?: unknown, seconds = 30): Promise<T> {
    const giveUp = performance.now() + seconds * 1000;
    for (;;) {
      const replica = this.#replicas.find((one) => one.state === "up");
      try {
        if (!replica) throw new Error("no replica is up");
        const answer = await request(replica.url + path, {
          method,
          dispatcher: this.#agent,
          headers: { authorization: `Bearer ${API_KEY}`, ...(body !== undefined && { "content-type": "application/json" }) },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const text = await answer.body.text();
        if (answer.statusCode < 300) return (text === "" ? null : JSON.parse(text)) as T;
        throw new ApiError(answer.statusCode, `${method} ${path}: ${answer.statusCode} ${text.slice(0, 500)}`);
      } catch (error) {
        const final = error instanceof ApiError && error.status < 500 && error.status !== 429;
        if (final || performance.now() > giveUp) throw error;
        await sleep(250);
      }
    }
  }

  /** Every item of a list, page after page. */
  async *all<Item>(path: string, limit = 200): AsyncGenerator<Item> {
    let cursor: string | null = null;
    do {
      const page: { items: Item[]; next: string | null } = await this.get(
        `${path}${path.includes("?") ? "&" : "?"}limit=${limit}${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      yield* page.items;
      cursor = page.next;
    } while (cursor !== null);
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
