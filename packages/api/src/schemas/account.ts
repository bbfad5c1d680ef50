import { z } from "zod";
import { id, jsonObject, number, pageQuery, time } from "./common.ts";

/** Each role may do what the ones before it may: look; start, stop and answer for runs; change and publish flows; everything. */
export const role = z.enum(["viewer", "operator", "editor", "owner"]);
export type Role = z.output<typeof role>;

export const key = z
  .strictObject({
    id,
    name: z.string(),
    role,
    /** First characters, to tell keys apart. */
    prefix: z.string(),
    /** `environment`: the CORDBOARD_API_KEY setting. */
    from: z.enum(["created", "environment"]),
    createdAt: time,
    createdBy: z.string(),
    expiresAt: time.nullable(),
    lastUsedAt: time.nullable(),
  })
  .meta({ id: "Key" });
export type Key = z.output<typeof key>;
export const createKey = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: role.default("owner"),
  expiresAt: z.iso.datetime({ offset: true }).nullable().optional(),
});
export const createdKey = z.strictObject({ ...key.shape, key: z.string().meta({ description: "The key itself, shown this once." }) });

const secretName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, "Letters, digits and _, beginning with a letter");
/** Large enough for a private key. */
const secretValue = z.string().min(1).max(16_384);
export const secret = z
  .strictObject({ name: z.string(), createdAt: time, updatedAt: time, updatedBy: z.string() })
  .meta({ id: "Secret", description: "The value is never shown again." });
export type Secret = z.output<typeof secret>;
export const createSecret = z.strictObject({ name: secretName, value: secretValue });
export const putSecret = z.strictObject({ value: secretValue });

export const user = z
  .strictObject({ id, name: z.string(), email: z.string().nullable(), role, createdAt: time, lastSeenAt: time.nullable() })
  .meta({ id: "User" });
export type User = z.output<typeof user>;
export const me = z
  .strictObject({ kind: z.enum(["user", "key"]), id, name: z.string(), role, sessionExpiresAt: time.nullable() })
  .meta({ id: "Me" });
export type Me = z.output<typeof me>;
export const patchMe = z.strictObject({ name: z.string().trim().min(1).max(100) });
export const listQuery = z.strictObject(pageQuery);
export const signInQuery = z.strictObject({ token: z.string().max(200) });
export const openSession = z.strictObject({ key: z.string().min(1).max(500) });
export const signInLink = z.strictObject({ url: z.url(), expiresAt: time });

export const auditEntry = z
  .strictObject({
    id: z.int(),
    at: time,
    actor: z.strictObject({ kind: z.enum(["user", "key", "system"]), id: z.string().nullable(), name: z.string() }),
    action: z.string(),
    target: z.string().nullable(),
    details: jsonObject,
    address: z.string().nullable(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.output<typeof auditEntry>;
export const auditQuery = z.strictObject({
  ...pageQuery,
  action: z.string().max(100).optional(),
  target: z.string().max(200).optional(),
});

export const accountNumber = z
  .strictObject({
    number,
    alias: z.string(),
    type: z.string(),
    country: z.string(),
    voice: z.boolean(),
    sms: z.boolean(),
    mms: z.boolean(),
    voiceFlowId: id.nullable(),
    messageFlowId: id.nullable(),
    /** The carrier's Application that Cordboard keeps for the number. */
    applicationId: z.string().nullable(),
    /** The application that the carrier sends its calls and texts to now, whoever made it. */
    applicationAtCarrier: z.string().nullable(),
    /** The carrier still sends the number's calls and texts here. */
    connected: z.boolean(),
  })
  .meta({ id: "AccountNumber" });
export type AccountNumber = z.output<typeof accountNumber>;
const flowIdOrNull = z.string().max(64).nullable();
export const assignNumber = z
  .strictObject({ flowId: flowIdOrNull.optional(), voiceFlowId: flowIdOrNull.optional(), messageFlowId: flowIdOrNull.optional() })
  .refine((body) => Object.keys(body).length > 0, "Name a flow: flowId for both, or voiceFlowId and messageFlowId")
  .refine((body) => !("flowId" in body && Object.keys(body).length > 1), "flowId stands for both; leave the others out")
  .meta({ id: "AssignNumber", description: "`flowId` for calls and messages, or one each; what is left out stays as it is." });
export type AssignNumber = z.output<typeof assignNumber>;

export const signingSecret = z.strictObject({ secret: z.string() }).meta({ id: "SigningSecret" });
