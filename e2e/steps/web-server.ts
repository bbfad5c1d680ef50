import { createServer, type IncomingHttpHeaders, type Server } from "node:http";

export interface Received {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** A small web server of a test's own: a chat's webhook, a status page. Everything it is sent is kept. */
export class WebServer {
  readonly received: Received[] = [];
  readonly #server: Server;

  private constructor(answer: (received: Received) => Promise<Answer> | Answer) {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        const received = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
        this.received.push(received);
        void (async () => {
          const { status, headers: given = {}, body } = await answer(received);
          response.writeHead(status, given).end(body);
        })().catch((error: unknown) => response.writeHead(500).end(String(error)));
      });
    });
  }

  static async start(answer: (received: Received) => Promise<Answer> | Answer = () => ({ status: 200, body: "ok" })): Promise<WebServer> {
    const server = new WebServer(answer);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
