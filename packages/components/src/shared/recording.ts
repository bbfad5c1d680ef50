import type { JsonObject, StepContext, StepEvent } from "@cordboard/contract";
import { z } from "zod";

/** Settings of the file, on every node that records (plivo-platform 1.8). */
export const FORMATS = ["mp3", "wav"] as const;
export const CHANNELS = ["stereo", "mono"] as const;

export const formatField = () =>
  z
    .enum(FORMATS)
    .default("mp3")
    .meta({ title: "File", form: { widget: "segmented", advanced: true, labels: { mp3: "MP3", wav: "WAV" } } });

export const channelsField = () =>
  z
    .enum(CHANNELS)
    .default("stereo")
    .meta({
      title: "Channels",
      description: "Stereo keeps the two sides apart.",
      form: { widget: "segmented", advanced: true, labels: { stereo: "Stereo", mono: "Mono" } },
    });

/** Attributes of Record that differ from the carrier's defaults. */
export const fileAttributes = (format: (typeof FORMATS)[number], channels: (typeof CHANNELS)[number]) => ({
  ...(format !== "mp3" && { fileFormat: format }),
  ...(channels !== "stereo" && { recordChannelType: channels }),
});

/** What is posted of a recording: who spoke, where it is heard, how long it is. */
export function recordingData(event: StepEvent & { type: "recording" }, ctx: Pick<StepContext, "urls" | "leg" | "trigger">): JsonObject {
  const call = ctx.leg ?? (ctx.trigger.kind === "call" ? ctx.trigger.call : null);
  const { id, durationSeconds } = event;
  return { recording_id: id, url: id ? ctx.urls.recording(id) : "", duration: durationSeconds, from: call?.from ?? "", to: call?.to ?? "" };
}
