import { readFileSync } from "node:fs";
import { createServer } from "node:net";

/*
 * Below the ports that the system hands to outgoing connections (32768 and up on Linux, unless it is set up otherwise; 49152
 * elsewhere): a server that a test ends and starts again at its port finds it free, however many connections others opened meanwhile.
 */
const LOWEST = 10_000;
const HIGHEST = Math.max(LOWEST + 1_000, Math.min(32_000, firstHandedOut() - 1));
const TRIES = 100;
const handedOut = new Set<number>();

/** A port of 127.0.0.1 at which nobody listens, and which this process was not given before. Errors: those of `listen`. */
export async function freePort(): Promise<number> {
  for (let tried = 1; ; tried++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (handedOut.has(port)) continue;
    try {
      await listens(port);
      handedOut.add(port);
      return port;
    } catch (error) {
      if (tried === TRIES) throw error;
    }
  }
}

function firstHandedOut(): number {
  try {
    return Number.parseInt(readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8"), 10);
  } catch {
    return 49_152;
  }
}

function listens(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject).listen(port, "127.0.0.1", () => probe.close(() => resolve()));
  });
}
