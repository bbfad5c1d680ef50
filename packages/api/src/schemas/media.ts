import { z } from "zod";
import { id, pageQuery, time } from "./common.ts";

/** Audio uploads are played by the carrier, which takes no larger files (components.md, Prompts). */
export const MEDIA_BYTES = 10 * 1024 * 1024;
export const MEDIA_TYPES = ["audio/mpeg", "audio/wav"] as const;

export const media = z
  .strictObject({
    id,
    name: z.string(),
    contentType: z.enum(MEDIA_TYPES),
    bytes: z.int(),
    /** Where the carrier fetches it; unguessable. */
    url: z.string(),
    createdAt: time,
    createdBy: z.string(),
  })
  .meta({ id: "Media" });
export type Media = z.output<typeof media>;
export const mediaQuery = z.strictObject(pageQuery);
export const uploadQuery = z.strictObject({ name: z.string().trim().min(1).max(200).default("Recording") });

export const recording = z
  .strictObject({
    id: z.string(),
    runId: id,
    flowId: id,
    callUuid: z.string().nullable(),
    /** Plays without a key for seven days. */
    url: z.string(),
    durationSeconds: z.number().nullable(),
    /** What was said, once the carrier has written it down; null: nobody asked for that, or it is still to come. */
    transcript: z.string().nullable(),
    at: time,
  })
  .meta({ id: "Recording" });
export type Recording = z.output<typeof recording>;
export const recordingsQuery = z.strictObject({ ...pageQuery, run: z.string().max(64).optional() });

export const message = z
  .strictObject({
    uuid: z.string(),
    runId: id,
    /** The step that sent it; null for one that came in. */
    stepSeq: z.int().nullable(),
    flowId: id,
    direction: z.enum(["in", "out"]),
    from: z.string(),
    to: z.string(),
    text: z.string(),
    media: z.array(z.string()),
    channel: z.enum(["sms", "mms", "whatsapp"]),
    /** How many parts an SMS is sent, and charged, as; null for anything else. */
    parts: z.strictObject({ count: z.int(), encoding: z.enum(["gsm7", "ucs2"]) }).nullable(),
    status: z.string(),
    errorCode: z.string().nullable(),
    /** What the code means, and what to do. */
    errorText: z.string().nullable(),
    test: z.boolean(),
    at: time,
  })
  .meta({ id: "Message" });
export type Message = z.output<typeof message>;
export const messagesQuery = z.strictObject({
  ...pageQuery,
  run: z.string().max(64).optional(),
  contact: z.string().max(256).optional(),
  number: z.string().max(256).optional(),
});
