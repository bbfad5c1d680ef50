import { runStoreSuite } from "../../src/store/run-store-suite.ts";
import { createMemoryStore } from "./memory-store.ts";

/** The simulation's store must keep the rules of the real ones, else it proves nothing. */
runStoreSuite("run store in memory", async (clock) => {
  const store = createMemoryStore(clock);
  return { store, reopen: async () => store, drop: async () => undefined };
});
