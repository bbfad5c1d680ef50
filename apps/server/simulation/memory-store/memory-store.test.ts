import { partiesSuite } from "../../src/store/parties-suite.ts";
import { type OpenStore, runStoreSuite } from "../../src/store/run-store-suite.ts";
import { createMemoryStore } from "./memory-store.ts";

const open: OpenStore = async (clock) => {
  const store = createMemoryStore(clock);
  return { store, reopen: async () => store, drop: async () => undefined };
};

/** The simulation's store must keep the rules of the real ones, else it proves nothing. */
runStoreSuite("run store in memory", open);
partiesSuite("run store in memory", open);
