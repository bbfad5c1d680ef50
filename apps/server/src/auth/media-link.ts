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
  const sign = (id: string): string => createHmac("sha256", key).update(id).digest().subarray(0, SIGNATURE_BYTES).toString("base64url");
  return {
    url: (id) => `${publicUrl}/media/${id}/${sign(id)}`,
    holds: (id, signature) => {
      // As text: the last letter of base64url carries spare bits, so several spellings decode to the same bytes.
      const [given, right] = [Buffer.from(signature), Buffer.from(sign(id))];
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}
