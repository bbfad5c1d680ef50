import { Agent, request } from "undici";
import type { WebhookFetch } from "../ports.ts";

/** Ten times the largest document the carrier takes: what is read of an answer before it is cut off. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Webhooks over real sockets. One connection pool per connect timeout, because a pool has one of those. */
export function socketTransport(): { fetch: WebhookFetch; close: () => Promise<void> } {
  const agents = new Map<number, Agent>();
  const agentFor = (connectTimeoutMs: number): Agent => {
    const known = agents.get(connectTimeoutMs);
    if (known) return known;
    const agent = new Agent({ connect: { timeout: connectTimeoutMs }, keepAliveTimeout: 4_000 });
    agents.set(connectTimeoutMs, agent);
    return agent;
  };
  return {
    async fetch(url, init) {
      const answer = await request(url, {
        method: init.method,
        headers: init.headers,
        signal: init.signal,
        dispatcher: agentFor(init.connectTimeoutMs),
        ...(init.body !== undefined && { body: init.body }),
      });
      const body = await readUpTo(answer.body, MAX_ANSWER_BYTES);
      return {
        status: answer.statusCode,
        headers: { get: (name) => firstOf(answer.headers[name.toLowerCase()]) },
        text: () => Promise.resolve(body),
      };
    },
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

function firstOf(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

async function readUpTo(body: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}
