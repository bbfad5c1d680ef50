import type { Answer, Key, Role, Secret, System } from "@cordboard/api";
import { queryOptions } from "@tanstack/react-query";
import { api, ApiError, watchedFetch } from "./client.ts";

export type { Key, Role, Secret, System };
export type CreatedKey = Answer<"createKey">;

export const signOut = () => api("signOut");
export const createKey = (name: string, role: Role) => api("createKey", { body: { name, role } });
export const deleteKey = (id: string) => api("deleteKey", { params: { id } });
export const createSecret = (name: string, value: string) => api("createSecret", { body: { name, value } });
export const putSecret = (name: string, value: string) => api("putSecret", { params: { name }, body: { value } });
export const deleteSecret = (name: string) => api("deleteSecret", { params: { name } });

const MANY = { limit: 200 };
export const meQuery = () => queryOptions({ queryKey: ["me"], queryFn: ({ signal }) => api("me", { signal }) });
export const systemQuery = () => queryOptions({ queryKey: ["system"], queryFn: ({ signal }) => api("system", { signal }), staleTime: 60_000 });
export const keysQuery = () => queryOptions({ queryKey: ["keys"], queryFn: ({ signal }) => api("listKeys", { query: MANY, signal }) });
export const secretsQuery = () => queryOptions({ queryKey: ["secrets"], queryFn: ({ signal }) => api("listSecrets", { query: MANY, signal }) });

/** Opens a browser session with an API key's rights; 401 for a wrong key. */
export async function signInWithKey(key: string): Promise<void> {
  const response = await watchedFetch("/api/session", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ key }) });
  if (!response.ok) throw new ApiError(response.status, "sign_in", "The server refused to open a session. Its log says why.");
}
