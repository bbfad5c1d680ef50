import { LIVE_LIMITS } from "@cordboard/api";
import { WebSocket } from "ws";

/** Passes the simulator's own live feed on to a page, which may not talk to SIMULATOR_PORT. One way: pages act by POST. */
export function passOn(page: WebSocket, simulator: { url: string; authId: string; authToken: string }): void {
  const basic = Buffer.from(`${simulator.authId}:${simulator.authToken}`).toString("base64");
  const url = `${simulator.url.replace(/^http/, "ws")}/sim/live`;
  const source = new WebSocket(url, { headers: { authorization: `Basic ${basic}` }, handshakeTimeout: 5_000 });
  source.on("message", (data, binary) => {
    if (page.readyState !== WebSocket.OPEN) return;
    if (page.bufferedAmount > LIVE_LIMITS.bufferedBytes) return page.close(1013, "too slow");
    page.send(data, { binary });
  });
  source.on("error", () => page.close(1013, "the simulator does not answer"));
  source.on("close", () => page.close(1012, "the simulator ended"));
  page.on("close", () => source.terminate());
}
