import { createHash, randomBytes } from "node:crypto";

/** 256 random bits: needs no salt and no slow hash. */
export const newToken = (): string => randomBytes(32).toString("base64url");
/** What is kept of a key, a session or a sign-in link. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("base64url");
