import type { CatalogStore } from "../store/catalog-store.ts";

/** A fresh link that signs a browser in as the first owner: one use, 15 minutes. `publicUrl` has no slash at the end. */
export async function newSignInLink(catalog: CatalogStore, publicUrl: string): Promise<{ url: string; expiresAt: number }> {
  const owner = await catalog.firstOwner();
  return signInLinkFor(catalog, publicUrl, owner.id);
}

export async function signInLinkFor(catalog: CatalogStore, publicUrl: string, userId: string): Promise<{ url: string; expiresAt: number }> {
  const { token, expiresAt } = await catalog.createSignInToken(userId);
  return { url: `${publicUrl}/sign-in?token=${token}`, expiresAt };
}
