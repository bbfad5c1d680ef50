import { createConnection, createServer, type Server, type Socket } from "node:net";

/** A wire to another port that can be taken down: then nobody listens here, as with a carrier whose API is gone. */
export class Relay {
  readonly port: number;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | null;

  private constructor(server: Server, port: number, target: number) {
    this.#server = server;
    this.port = port;
    this.#target = target;
    this.#serve(server);
  }

  static async to(url: string): Promise<Relay> {
    const server = createServer();
    const port = await listen(server, 0);
    return new Relay(server, port, Number(new URL(url).port));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  async up(): Promise<void> {
    if (this.#server) return;
    this.#server = createServer();
    this.#serve(this.#server);
    await listen(this.#server, this.port);
  }

  #serve(server: Server): void {
    server.on("connection", (near) => {
      const far = createConnection({ host: "127.0.0.1", port: this.#target });
      const over = (): void => {
        near.destroy();
        far.destroy();
      };
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on("error", over).on("close", () => {
          this.#sockets.delete(socket);
          over();
        });
      }
      near.pipe(far).pipe(near);
    });
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
