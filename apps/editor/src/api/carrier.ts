import type { CarrierAccount, GoLiveItem, ReachReport, TestedCarrier } from "@cordboard/api";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

export type { CarrierAccount, GoLiveItem, ReachReport, TestedCarrier };

/** 422 `carrier_keys_wrong` or `carrier_account_suspended`, 502 `carrier_unreachable`. Without keys: the account in use. */
export const testCarrier = (keys: { authId: string; authToken: string } | null) => api("testCarrier", { body: keys ?? {} });
/** In effect a moment later: `inEffect`. */
export const putCarrier = (account: { authId: string; authToken: string; countries?: string[] }) => api("putCarrier", { body: account });
export const deleteCarrier = () => api("deleteCarrier");
export const reachCarrier = () => api("reachCarrier");

export const carrierQuery = () => queryOptions({ queryKey: ["carrier"], queryFn: ({ signal }) => api("getCarrier", { signal }) });
export const goLiveQuery = () => queryOptions({ queryKey: ["carrier", "go-live"], queryFn: ({ signal }) => api("goLive", { signal }) });
