import type { Message, Recording } from "@cordboard/api";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

export type { Message, Recording };

export const messagesQuery = (query: { contact?: string; run?: string } = {}) =>
  queryOptions({
    queryKey: ["messages", query],
    queryFn: ({ signal }) => api("listMessages", { query: { ...query, limit: 200 }, signal }),
  });
export const recordingsQuery = (query: { run?: string } = {}) =>
  queryOptions({
    queryKey: ["recordings", query],
    queryFn: ({ signal }) => api("listRecordings", { query: { ...query, limit: 200 }, signal }),
  });
export const deleteRecording = (id: string) => api("deleteRecording", { params: { id } });
