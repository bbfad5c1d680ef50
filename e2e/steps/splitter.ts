import { once } from "node:events";
import { createConnection, createServer, type Socket } from "node:net";

/** One address before several replicas, as a load balancer: each new connection goes to the next one. */
export async function splitter(): Promise<{ url: string; to: (ports: number[]) => void; taken: Map<number, number>; close: () => void }> {
  let ports: number[] = [];
  let next = 0;
  const open = new Set<Socket>();
  const taken = new Map<number, number>();
  const server = createServer((near) => {
    const port = ports[next++ % Math.max(1, ports.length)];
    if (port === undefined) return void near.destroy();
    taken.set(port, (taken.get(port) ?? 0) + 1);
    const far = createConnection({ host: "127.0.0.1", port });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one
        .on("error", () => undefined)
        .on("close", () => {
          open.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    to: (all) => void (ports = all),
    taken,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
