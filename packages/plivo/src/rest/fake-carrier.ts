import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** For tests: an HTTP server that answers what it is told and writes down what it was asked. */
export interface FakeCarrier {
  baseUrl: string;
  asked: { method: string; url: string; headers: IncomingMessage["headers"]; body: unknown }[];
  /** Answers all requests from now on. */
  answer: (status: number, body: unknown, headers?: Record<string, string>) => void;
  /** What happens instead of an answer, once the whole request has come. */
  handle: (handler: (response: ServerResponse, request: IncomingMessage) => void) => void;
  close: () => Promise<void>;
}

export async function startFakeCarrier(): Promise<FakeCarrier> {
  const asked: FakeCarrier["asked"] = [];
  let handler: (response: ServerResponse, request: IncomingMessage) => void = (response) => response.writeHead(500).end();
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      asked.push({
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: text === "" ? null : JSON.parse(text),
      });
      handler(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${portOf(server)}`,
    asked,
    answer(status, body, headers = {}) {
      handler = (response) => {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(status === 204 ? undefined : typeof body === "string" ? body : JSON.stringify(body));
      };
    },
    handle(next) {
      handler = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return address.port;
}
