import { z } from "zod";
import { time } from "./common.ts";

const countries = z
  .array(z.string().regex(/^[A-Z]{2}$/, "ISO country codes, such as US"))
  .min(1, "Name at least one country")
  .max(300);

const authId = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]{1,64}$/, "Letters and digits only, as the carrier’s console shows it");
const authToken = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,200}$/, "Paste the token as the carrier’s console shows it");

export const carrierAccount = z
  .strictObject({
    carrier: z.enum(["simulator", "plivo"]),
    accountId: z.string(),
    /** Who has said so: variables of the environment, somebody on this page, or nobody. */
    from: z.enum(["environment", "kept", "default"]),
    /** The variables of the environment that decide; empty unless `from` is `environment`. */
    variables: z.array(z.string()),
    /** False for the moment between keeping another account and beginning anew with it. */
    inEffect: z.boolean(),
    keptAt: time.nullable(),
    keptBy: z.string().nullable(),
    publicUrl: z.string(),
    /** Null: every country. */
    countries: z.array(z.string()).nullable(),
    /** DESTINATION_COUNTRIES is set, and counts. */
    countriesFromEnvironment: z.boolean(),
  })
  .meta({ id: "CarrierAccount", description: "The carrier's account in use; never its token." });
export type CarrierAccount = z.output<typeof carrierAccount>;

export const putCarrier = z.strictObject({
  authId,
  authToken,
  /** May be left out when DESTINATION_COUNTRIES is set. */
  countries: countries.optional(),
});

/** Neither: the account in use. */
export const testCarrier = z
  .strictObject({ authId: authId.optional(), authToken: authToken.optional() })
  .refine((body) => (body.authId === undefined) === (body.authToken === undefined), "Give the Auth ID and the token, or neither");
export const testedCarrier = z.strictObject({
  accountId: z.string(),
  name: z.string().nullable(),
  type: z.string().nullable(),
  /** What is left of a prepaid account, in its currency. */
  credits: z.number().nullable(),
  /** Numbers that it has rented. */
  numbers: z.int(),
});
export type TestedCarrier = z.output<typeof testedCarrier>;

export const reachReport = z
  .strictObject({
    publicUrl: z.string(),
    reached: z.boolean(),
    /** Who came through PUBLIC_URL: the carrier from its network, the simulator or Cordboard itself from this one. */
    by: z.enum(["carrier", "simulator", "itself"]).nullable(),
    message: z.string(),
  })
  .meta({ id: "ReachReport" });
export type ReachReport = z.output<typeof reachReport>;

export const goLiveItem = z
  .strictObject({
    id: z.enum(["keys", "https", "address", "reached", "numbers", "countries", "fallback", "backup", "sign_in"]),
    /** `unknown`: nothing here can tell. */
    state: z.enum(["done", "todo", "unknown"]),
    /** What is so. */
    says: z.string(),
    /** What to do; null when it is done. */
    next: z.string().nullable(),
  })
  .meta({ id: "GoLiveItem" });
export type GoLiveItem = z.output<typeof goLiveItem>;
export const goLive = z.strictObject({ items: z.array(goLiveItem) });
