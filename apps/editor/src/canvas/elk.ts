import type { ElkNode } from "elkjs/lib/elk-api.js";

/** Finds places for a graph. elk's own format goes in and comes out. */
export type Layouter = (graph: ElkNode) => Promise<ElkNode>;

let worker: Promise<Layouter> | undefined;

/** elk in a worker of its own, fetched when it is first wanted: a big flow takes seconds, and the board stays alive meanwhile. */
export const elkInWorker: Layouter = async (graph) => {
  worker ??= start();
  return (await worker)(graph);
};

async function start(): Promise<Layouter> {
  const [{ default: Elk }, { default: workerUrl }] = await Promise.all([
    import("elkjs/lib/elk-api.js"),
    import("elkjs/lib/elk-worker.min.js?url"),
  ]);
  const elk = new Elk({ workerUrl, algorithms: ["layered"] });
  return (wanted) => elk.layout(wanted);
}
