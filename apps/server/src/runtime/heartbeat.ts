import type { Replicas } from "../store/run-store.ts";
import type { Host } from "./host.ts";

/** Says each second that this process lives; one that falls silent is taken over from. */
export interface Heartbeat {
  /** Says goodbye; to be called last. */
  stop: () => Promise<void>;
}

const EVERY_MS = 1_000;

export function createHeartbeat(options: {
  store: Pick<Replicas, "replicaAlive" | "replicaLeft">;
  owner: string;
  host: Pick<Host, "every">;
  failed: (error: unknown) => void;
}): Heartbeat {
  const { store, owner, host, failed } = options;
  const beat = (): Promise<void> => store.replicaAlive(owner).catch(failed);
  void beat();
  const cancel = host.every(EVERY_MS, () => void beat());
  return {
    stop: async () => {
      cancel();
      await store.replicaLeft(owner).catch(failed);
    },
  };
}
