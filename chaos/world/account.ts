/** The account at the carrier, and the key of our API, that every process of one world shares. */
export const AUTH_ID = "MASIMULATOR000000001";
export const AUTH_TOKEN = "chaosAuthToken000000000000000000000000000";
export const API_KEY = "chaos-key-0123456789abcdef0123456789abcdef";
/** Replicas must open each other's sealed hold answers. 32 bytes. */
export const MASTER_KEY = Buffer.alloc(32, "chaos").toString("base64");

/** Numbers that the account rents; the flows of the load are put on them. */
export const OURS = { desk: "+14155550190", texts: "+14155550191", calls: "+14155550192" } as const;
