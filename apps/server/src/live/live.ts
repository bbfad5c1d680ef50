import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { LIVE_LIMITS } from "@cordboard/api";
import { CodedError } from "@cordboard/contract";
import type { Logger } from "pino";
import { type WebSocket, WebSocketServer } from "ws";
import type { Authenticator } from "../auth/authenticate.ts";
import { type Actor, mayDo } from "../auth/actor.ts";
import { isForeign } from "../auth/origin.ts";
import type { ApiParts, ApiSettings } from "../http/deps.ts";
import { problemOf } from "../http/problem.ts";
import type { CatalogStore } from "../store/catalog-store.ts";
import type { Changes } from "../store/changes.ts";
import type { RunStore } from "../store/run-store.ts";
import { createHub } from "./hub.ts";
import { createPresence } from "./presence.ts";
import { passOn } from "./sim-live.ts";
import { serveSocket } from "./socket.ts";

export interface LiveParts {
  runs: RunStore;
  changes: Pick<Changes, "tell" | "listen">;
  catalog: Pick<CatalogStore, "flow">;
  auth: Authenticator;
  settings: Pick<ApiSettings, "publicUrl">;
  simulator: ApiParts["simulator"];
  logger: Logger;
}
export interface Live {
  attach: (server: Server) => void;
  close: () => void;
}

/**
 * The WebSockets `/api/live` and `/api/sim/live`. Who asks and from which page is settled before the upgrade: a refused
 * one gets a plain HTTP status. A socket ends when its session or key does.
 */
export function createLive({ runs, changes, catalog, auth, settings, simulator, logger }: LiveParts): Live {
  const hub = createHub(runs, changes, logger);
  const presence = createPresence(changes, hub.say);
  const isFlow = async (flowId: string): Promise<boolean> => (await catalog.flow(flowId)) !== null;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIVE_LIMITS.messageBytes });

  const admitted = async (request: IncomingMessage): Promise<Actor> => {
    const actor = await auth.actorOf(request, request.socket.remoteAddress ?? "");
    if (actor.kind === "nobody" || actor.via === "basic" || !mayDo(actor, "view")) throw new CodedError("not_signed_in", "not signed in");
    return actor;
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const path = (request.url ?? "").split("?")[0];
    const door = path === "/api/live" ? "feed" : path === "/api/sim/live" && simulator ? "simulator" : null;
    if (!door) return refuse(socket, 404, "Not Found");
    if (sockets.clients.size >= LIVE_LIMITS.sockets) return refuse(socket, 503, "Service Unavailable");
    const actor = await admitted(request);
    // Browsers name the page's origin in every upgrade. A key that a page of another site sends was typed into that site.
    if (isForeign(request, settings.publicUrl)) return refuse(socket, 403, "Forbidden");
    sockets.handleUpgrade(request, socket, head, (ws) => {
      watch(ws, () => admitted(request));
      if (door === "feed") serveSocket(ws, { hub, presence, isFlow, actor });
      else if (simulator) passOn(ws, simulator);
    });
  };

  return {
    attach: (server) => {
      server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        socket.on("error", () => socket.destroy());
        upgrade(request, socket, head).catch((error: unknown) => {
          const { status } = problemOf(error, "");
          if (status >= 500) logger.error({ err: error }, "websocket upgrade failed");
          refuse(socket, status === 429 ? 429 : status >= 500 ? 500 : 401, "Refused");
        });
      });
    },
    close: () => {
      presence.close();
      hub.close();
      for (const ws of sockets.clients) ws.terminate();
      sockets.close();
    },
  };
}

/** Ends a socket that is dead, or whose key or session is not valid any more. */
function watch(ws: WebSocket, stillAdmitted: () => Promise<Actor>): void {
  let alive = true;
  const beat = setInterval(() => {
    if (!alive) return ws.terminate();
    alive = false;
    ws.ping();
  }, LIVE_LIMITS.pingSeconds * 1000);
  const check = setInterval(() => {
    stillAdmitted().catch(() => ws.close(4401, "not signed in any more"));
  }, LIVE_LIMITS.admissionSeconds * 1000);
  ws.on("pong", () => void (alive = true));
  ws.on("close", () => {
    clearInterval(beat);
    clearInterval(check);
  });
  ws.on("error", () => ws.terminate());
}

function refuse(socket: Duplex, status: number, text: string): void {
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
