import type { EffectItem } from "@cordboard/api";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

export type { EffectItem };

/** Calls, texts and requests of which nobody knows whether they happened. Nobody tells the browser of new ones, so it asks. */
export const inDoubtQuery = () =>
  queryOptions({
    queryKey: ["effects", "uncertain"],
    queryFn: ({ signal }) => api("listEffects", { query: { state: "uncertain", limit: 200 }, signal }),
    refetchInterval: 10_000,
  });

/** What a run wants to do and has not begun, asked again while it waits. */
export const waitingQuery = (run: string) =>
  queryOptions({
    queryKey: ["effects", "pending", run],
    queryFn: ({ signal }) => api("listEffects", { query: { state: "pending", run, limit: 200 }, signal }),
    refetchInterval: 5_000,
  });

export type Decision = "sent" | "not_sent" | "again";
export const decide = (id: string, decision: Decision) =>
  api("resolveEffect", { params: { id }, body: decision === "again" ? { as: "not_sent", resend: true } : { as: decision } });
