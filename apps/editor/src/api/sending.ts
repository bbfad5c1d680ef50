import type { SendingLimits } from "@cordboard/api";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

export const sendingQuery = () => queryOptions({ queryKey: ["sending"], queryFn: ({ signal }) => api("getSending", { signal }) });
export const putSending = (limits: SendingLimits) => api("putSending", { body: limits });
