import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Layout of a sealed value: 12 bytes nonce, 16 bytes tag, ciphertext. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Seal {
  /** `label` says what the value belongs to: a value moved to another record does not open. */
  seal: (label: string, text: string) => Buffer;
  /** Throws when the key or the label is another one, or the bytes were changed. */
  open: (label: string, sealed: Buffer) => string;
  /** A keyed digest, for comparing without keeping. */
  digest: (content: string | Buffer) => string;
}

/** AES-256-GCM under a key derived from the master key. `masterKey`: 32 bytes. */
export function createSeal(masterKey: Buffer): Seal {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync("sha256", masterKey, "", purpose, 32));
  const sealKey = derive("cordboard/catalog/seal");
  const digestKey = derive("cordboard/catalog/digest");
  return {
    seal: (label, text) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealKey, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(label));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open: (label, sealed) => {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", sealKey, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(label));
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
    },
    digest: (content) => createHmac("sha256", digestKey).update(content).digest("base64url"),
  };
}
