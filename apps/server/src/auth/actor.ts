import type { Access } from "@cordboard/api";
import type { RoleName } from "../store/catalog-store.ts";

/** Who is asking. */
export interface Actor {
  kind: "user" | "key" | "nobody";
  id: string;
  name: string;
  role: RoleName | null;
  /** How it was shown: a cookie travels by itself, so unsafe requests with one must come from our own pages. */
  via: "cookie" | "bearer" | "basic" | "none";
  /** Basic auth: the account that was named. */
  account?: string;
  session?: { id: string; expiresAt: number };
}

export const NOBODY: Actor = { kind: "nobody", id: "nobody", name: "nobody", role: null, via: "none" };

const RANK: Record<RoleName, number> = { viewer: 1, operator: 2, editor: 3, owner: 4 };
const NEEDS: Record<Access, number> = { none: 0, local: 1, view: 1, account: 2, operate: 2, edit: 3, own: 4 };

export const mayDo = (actor: Actor, access: Access): boolean => (actor.role === null ? 0 : RANK[actor.role]) >= NEEDS[access];
