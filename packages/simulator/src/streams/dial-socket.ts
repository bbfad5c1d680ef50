import { isIP } from "node:net";
import WebSocket from "ws";
import type { StreamDial, StreamEnd, StreamSocket } from "../ports.ts";

const CONNECT_MS = 5_000;

/**
 * WebSockets over real connections. On this machine few servers have a certificate: a `wss://` address of loopback is
 * tried without TLS first.
 */
export const dialSocket: StreamDial = async (url, headers, end) => {
  if (!isLoopback(new URL(url).hostname)) return connect(url, headers, end, true);
  try {
    return await connect(url.replace(/^wss:/i, "ws:"), headers, end, true);
  } catch {
    return connect(url, headers, end, false);
  }
};

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || (isIP(host) === 4 && host.startsWith("127."));
}

function connect(url: string, headers: Record<string, string>, end: StreamEnd, rejectUnauthorized: boolean): Promise<StreamSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers, handshakeTimeout: CONNECT_MS, rejectUnauthorized });
    let ours = false;
    socket.once("error", reject);
    socket.once("open", () => {
      socket.off("error", reject);
      socket.on("error", () => socket.terminate());
      socket.on("message", (data: Buffer) => end.message(data.toString()));
      socket.on("close", () => {
        if (!ours) end.closed();
      });
      resolve({
        send: (text) => socket.send(text),
        close: () => {
          ours = true;
          socket.close();
        },
      });
    });
  });
}
