import { type SimulatorServer, startSimulatorServer } from "@cordboard/simulator";
import { AUTH_ID, AUTH_TOKEN, Product } from "./product.ts";

/** Among them are those that the samples are given at the first start. */
export const RENTED = Array.from({ length: 20 }, (_, i) => `+141555501${99 - i}`);

/** A carrier of the test's own, with faults and clock at hand: it goes on when Cordboard is killed. */
export async function startOutside(env: Record<string, string> = {}): Promise<{ outside: SimulatorServer; product: Product }> {
  const outside = await startSimulatorServer({ port: 0, authId: AUTH_ID, authToken: AUTH_TOKEN });
  for (const number of RENTED) outside.simulator.sim.addNumber({ number, kind: "rented" });
  return { outside, product: await Product.start({ PLIVO_API_BASE: outside.url, ...env }) };
}

/** Cut off after `ms`, and started again. The people outside notice nothing but a silence. */
export async function powerCut(product: Product, ms: number): Promise<void> {
  await new Promise((done) => setTimeout(done, ms));
  await product.kill();
  await product.boot();
}
