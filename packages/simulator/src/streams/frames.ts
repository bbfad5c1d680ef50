import { z } from "zod";

/** What an application may say on a stream (plivo-platform 1.11). */
export const fromApp = z.discriminatedUnion("event", [
  z.looseObject({
    event: z.literal("playAudio"),
    media: z.looseObject({ contentType: z.string(), sampleRate: z.coerce.number().positive(), payload: z.base64() }),
  }),
  z.looseObject({ event: z.literal("checkpoint"), name: z.string() }),
  z.looseObject({ event: z.literal("clearAudio") }),
  z.looseObject({ event: z.literal("sendDTMF"), dtmf: z.string().regex(/^[0-9*#wW]{1,100}$/) }),
]);

export interface AudioFormat {
  /** `audio/x-l16` or `audio/x-mulaw`. */
  encoding: string;
  sampleRate: number;
}

/** `audio/x-l16;rate=8000` */
export function formatOf(contentType: string): AudioFormat {
  const [encoding = "audio/x-l16", rate = "rate=8000"] = contentType.split(";");
  return { encoding, sampleRate: Number(rate.replace("rate=", "")) };
}

function bytesPerMs({ encoding, sampleRate }: AudioFormat): number {
  return (sampleRate / 1_000) * (encoding.includes("mulaw") ? 1 : 2);
}

/** Milliseconds of sound in a payload. */
export function lengthOf(payload: string, format: AudioFormat): number {
  return Math.round(Buffer.from(payload, "base64").length / bytesPerMs(format));
}

/** Silence: the simulator has no voice. */
export function silence(ms: number, format: AudioFormat): string {
  return Buffer.alloc(Math.round(ms * bytesPerMs(format)), format.encoding.includes("mulaw") ? 0xff : 0).toString("base64");
}
