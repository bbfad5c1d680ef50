import { createServer } from "node:net";

/*
 * Below the ports that the system hands to outgoing connections (32768 and up on Linux, 49152 elsewhere): a server that a test
 * ends and starts again at its port finds it free, however many connections others opened meanwhile.
 */
const [LOWEST, HIGHEST] = [12_000, 32_000];
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

function listens(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject).listen(port, "127.0.0.1", () => probe.close(() => resolve()));
  });
}
