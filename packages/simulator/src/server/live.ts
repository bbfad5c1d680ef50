import type { IncomingMessage, Server } from "node:http";
import { WebSocketServer } from "ws";
import type { Simulator } from "../simulator.ts";

/** A reader this far behind gets cut off: it can ask again, and the simulator keeps its memory. */
const MAX_BACKLOG_BYTES = 4 * 1024 * 1024;

/** `GET /sim/live` as a WebSocket: each event as one JSON text, from the moment of connecting. */
export function openLive(server: Server, simulator: Simulator, mayListen: (request: IncomingMessage) => boolean): { close: () => void } {
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const path = (request.url ?? "").split("?", 1)[0];
    if (path !== "/sim/live") return socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
    if (!mayListen(request)) return socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on("error", () => client.terminate());
      client.send(JSON.stringify({ type: "clock", ...simulator.sim.clock() }));
    });
  });
  const stop = simulator.sim.onEvent((event) => {
    const text = JSON.stringify(event);
    for (const client of sockets.clients) {
      if (client.bufferedAmount > MAX_BACKLOG_BYTES) client.terminate();
      else client.send(text);
    }
  });
  return {
    close: () => {
      stop();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
