import type { Answer, Key, Role, Secret, System } from "@cordboard/api";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

export type { Key, Role, Secret, System };
export type CreatedKey = Answer<"createKey">;

/** Opens a browser session with an API key's rights; 401 for a wrong key. */
export const signInWithKey = (key: string) => api("openSession", { body: { key } });
export const signOut = () => api("signOut");
export const createKey = (name: string, role: Role) => api("createKey", { body: { name, role } });
export const deleteKey = (id: string) => api("deleteKey", { params: { id } });
export const createSecret = (name: string, value: string) => api("createSecret", { body: { name, value } });
export const putSecret = (name: string, value: string) => api("putSecret", { params: { name }, body: { value } });
export const deleteSecret = (name: string) => api("deleteSecret", { params: { name } });
export const readSigningSecret = () => api("eventSigningSecret");

const MANY = { limit: 200 };
export const meQuery = () => queryOptions({ queryKey: ["me"], queryFn: ({ signal }) => api("me", { signal }) });
export const systemQuery = () =>
  queryOptions({ queryKey: ["system"], queryFn: ({ signal }) => api("system", { signal }), staleTime: 60_000 });
export const keysQuery = () => queryOptions({ queryKey: ["keys"], queryFn: ({ signal }) => api("listKeys", { query: MANY, signal }) });
export const secretsQuery = () =>
  queryOptions({ queryKey: ["secrets"], queryFn: ({ signal }) => api("listSecrets", { query: MANY, signal }) });
