import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** The network between us and a database. */
export interface Cable {
  url: string;
  /** Nothing arrives any more, and nobody is told: as when a cable is pulled. */
  freeze: () => void;
  /** What is connected ends; what was frozen is lost. New connections get through again. */
  mend: () => void;
  close: () => void;
}

export async function cableTo(url: string): Promise<Cable> {
  const { hostname, port } = new URL(url);
  const ends = new Set<Socket>();
  let frozen = false;
  const hold = (socket: Socket): void => {
    ends.add(socket);
    socket.on("error", () => undefined).on("close", () => ends.delete(socket));
    if (frozen) socket.pause();
  };
  const server = createServer((near) => {
    hold(near);
    if (frozen) return;
    const far = connect(Number(port), hostname);
    hold(far);
    near.on("data", (chunk) => frozen || far.write(chunk)).on("close", () => far.destroy());
    far.on("data", (chunk) => frozen || near.write(chunk)).on("close", () => near.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const mend = (): void => {
    frozen = false;
    for (const end of ends) end.destroy();
  };
  return {
    url: Object.assign(new URL(url), { port: String(typeof address === "object" ? address?.port : 0) }).href,
    freeze: () => void (frozen = true),
    mend,
    close: () => {
      mend();
      server.close();
    },
  };
}
