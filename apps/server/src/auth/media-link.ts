import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** The carrier fetches prompts without a key, so their addresses must not be guessable: 128 bits of a keyed digest. */
const SIGNATURE_BYTES = 16;

export interface MediaLinks {
  /** Absolute address of an upload. */
  url: (mediaId: string) => string;
  holds: (mediaId: string, signature: string) => boolean;
}

export function createMediaLinks(masterKey: Buffer, publicUrl: string): MediaLinks {
  const key = Buffer.from(hkdfSync("sha256", masterKey, "", "cordboard/media-link", 32));
  const sign = (id: string): Buffer => createHmac("sha256", key).update(id).digest().subarray(0, SIGNATURE_BYTES);
  return {
    url: (id) => `${publicUrl}/media/${id}/${sign(id).toString("base64url")}`,
    holds: (id, signature) => {
      const given = Buffer.from(signature, "base64url");
      return given.length === SIGNATURE_BYTES && timingSafeEqual(given, sign(id));
    },
  };
}
