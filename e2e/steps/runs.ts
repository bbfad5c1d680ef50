import type { CarrierItem, Context, EffectItem, Run } from "@cordboard/api";
import { type Product, until } from "./product.ts";

interface StepItem {
  seq: number;
  node: { id: string; name: string; type: string };
  exit: string | null;
  leftAt: string | null;
  error: { code: string; message: string } | null;
}

/** The run that a call or text started; its CallUUID or number is searched for. */
export const runWith = (product: Product, text: string): Promise<Run> =>
  until(`a run with ${text}`, async () => {
    const { items } = await product.api<{ items: Run[] }>("GET", `/api/runs?text=${encodeURIComponent(text)}`);
    return items[0];
  });

export async function allRuns(product: Product, query = ""): Promise<Run[]> {
  return (await product.api<{ items: Run[] }>("GET", `/api/runs?limit=200${query}`)).items;
}

export const runById = (product: Product, id: string): Promise<Run> => product.api<Run>("GET", `/api/runs/${id}`);

export const ended = (product: Product, id: string, seconds = 20): Promise<Run> =>
  until(
    `run ${id} is over`,
    async () => {
      const run = await runById(product, id);
      return run.status !== "running" && run;
    },
    seconds,
  );

export async function stepsOf(product: Product, id: string): Promise<StepItem[]> {
  return (await product.api<{ items: StepItem[] }>("GET", `/api/runs/${id}/steps`)).items;
}

/** The way a run took: `Main_Menu:extension`, in order. */
export async function path(product: Product, id: string): Promise<string[]> {
  return (await stepsOf(product, id)).map((step) => (step.exit === null ? step.node.name : `${step.node.name}:${step.exit}`));
}

export const contextOf = (product: Product, id: string): Promise<Context> => product.api<Context>("GET", `/api/runs/${id}/context`);

export async function carrierLog(product: Product, id: string): Promise<CarrierItem[]> {
  return (await product.api<{ items: CarrierItem[] }>("GET", `/api/runs/${id}/carrier?limit=1000`)).items;
}

export async function effectsOf(product: Product, runId: string, state = ""): Promise<EffectItem[]> {
  const query = `run=${runId}${state && `&state=${state}`}`;
  return (await product.api<{ items: EffectItem[] }>("GET", `/api/effects?${query}`)).items;
}
