import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AccountNumber, Flow } from "@cordboard/api";
import { type Product, ROOT, until } from "./product.ts";

type Config = Record<string, unknown>;

/** What a test changes of a document; the API checks the rest. */
export interface Document {
  format: string;
  name: string;
  nodes: { id: string; type: string; name: string; config: Config }[];
  edges: { from: string; exit: string; to: string }[];
  variables: { name: string; type: string; value: unknown }[];
  tests: unknown[];
  [key: string]: unknown;
}

/** A flow in short: nodes by name with type and config, cords as `From.exit -> To`. `Start` is there. */
export function flow(name: string, nodes: Record<string, [type: string, config: Config]>, cords: string[], start: Config = {}): Document {
  return {
    format: "cordboard/flow@1",
    name,
    description: "",
    nodes: Object.entries({ Start: ["start", start] as const, ...nodes }).map(([node, [type, config]]) => ({
      id: node.toLowerCase(),
      type,
      name: node,
      config,
    })),
    edges: cords.map((cord) => {
      const [, from = "", exit = "", to = ""] = /^(\w+)\.(\S+) -> (\w+)$/.exec(cord) ?? [];
      return { from: from.toLowerCase(), exit, to: to.toLowerCase() };
    }),
    variables: [],
    notes: [],
    tests: [],
    layout: {},
  };
}

/** The document of a sample in `examples/`, with the tests of its folder inside. */
export function sample(folder: string, tests: string[] = []): Document {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, "examples", folder, file), "utf8"));
  return { ...(read(`${folder}.flow.json`) as Document), tests: tests.map(read) };
}

/** The same document with other first values of its variables. */
export function withVariables(document: Document, values: Record<string, string>): Document {
  return { ...document, variables: document.variables.map((one) => ({ ...one, value: values[one.name] ?? one.value })) };
}

/** Makes a flow of a document and publishes it; answers its id. */
export async function publish(product: Product, document: Document): Promise<string> {
  const made = await product.api<Flow>("POST", "/api/flows", { name: document.name, document });
  await product.api("POST", `/api/flows/${made.id}/publish`, { revision: made.draft.revision });
  return made.id;
}

/** Publishes another text of the flow as its next version. */
export async function publishAgain(product: Product, flowId: string, document: Document): Promise<number> {
  const { draft } = await product.api<Flow>("GET", `/api/flows/${flowId}`);
  const saved = await product.api<{ revision: number }>("PUT", `/api/flows/${flowId}/draft`, { revision: draft.revision, document });
  const done = await product.api<{ version: number }>("POST", `/api/flows/${flowId}/publish`, { revision: saved.revision });
  return done.version;
}

export async function assign(product: Product, number: string, flowId: string): Promise<void> {
  await product.api("PUT", `/api/numbers/${number}`, { flowId });
}

/** A sample by name, and the number it was given at the first start. */
export async function loaded(product: Product, name: string): Promise<{ id: string; number: string }> {
  const { items } = await product.api<{ items: Flow[] }>("GET", "/api/flows?limit=50");
  const found = items.find((one) => one.name === name);
  if (!found) throw new Error(`The sample ${name} was not loaded; there are ${items.map((one) => one.name).join(", ")}.`);
  return { id: found.id, number: found.numbers[0]?.number ?? "" };
}

/** The numbers' applications are made in the background after the start; calls before that are turned away. */
export async function numbersConnected(product: Product): Promise<void> {
  await until("every assigned number is connected at the carrier", async () => {
    const { items } = await product.api<{ items: AccountNumber[] }>("GET", "/api/numbers");
    return items.length > 0 && items.every((one) => one.connected || (one.voiceFlowId === null && one.messageFlowId === null));
  });
}
