import { createServer, type IncomingMessage, type Server } from "node:http";
import { answered, type Route } from "./route.ts";

/** Set by each hop anew. */
const HOP = new Set(["connection", "host", "content-length", "transfer-encoding", "keep-alive", "date", "expect"]);

/** The address that the carrier dials: PUBLIC_URL. Takes turns among the replicas; a webhook that found nobody gets a broken connection. */
export class Balancer {
  readonly #server: Server;
  #route: Route | null = null;
  port = 0;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#pass(request).then((reply) => {
        if (!reply) return request.socket.destroy();
        response.writeHead(reply.status, { "content-type": reply.type || "text/plain" }).end(reply.body);
      });
    });
  }

  static async start(): Promise<Balancer> {
    const balancer = new Balancer();
    await new Promise<void>((resolve) => balancer.#server.listen(0, "127.0.0.1", () => resolve()));
    const address = balancer.#server.address();
    balancer.port = typeof address === "object" && address ? address.port : 0;
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  leadTo(route: Route): void {
    this.#route = route;
  }

  async #pass(request: IncomingMessage): Promise<{ status: number; type: string; body: string } | null> {
    if (!this.#route) return null;
    let body = "";
    try {
      for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
    } catch {
      return null;
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) => (HOP.has(name) || value === undefined ? [] : [[name, String(value)]])),
    );
    const reply = await this.#route.send({ method: request.method ?? "GET", path: request.url ?? "/", headers, body });
    return answered(reply) ? reply : null;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
