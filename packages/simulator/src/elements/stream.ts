import { type VerbOf, withDefaults } from "@cordboard/plivo";
import { note } from "../calls/transcript.ts";
import { AudioStream } from "../streams/audio-stream.ts";
import { unlessInterrupted } from "../time/interrupted.ts";
import { type Next, ON, type Stage } from "./stage.ts";

/** Sound to and from a WebSocket: beside the document, or with `keepCallAlive` until it closes (plivo-platform 1.11). */
export async function stream({ world, leg, signal }: Stage, verb: VerbOf<"Stream">): Promise<Next> {
  const attributes = withDefaults<"Stream">(verb);
  note(world, leg, "Stream", { attrs: verb.attributes ?? {}, text: verb.body });
  if (leg.stream) {
    note(world, leg, "Problem", { attrs: { code: "stream_exists" }, text: "A call has one stream; this one is left out." });
    return ON;
  }
  const { statusCallbackUrl: url, statusCallbackMethod: method } = attributes;
  const audio = new AudioStream(world, leg, {
    url: verb.body,
    bidirectional: attributes.bidirectional,
    audioTrack: attributes.audioTrack,
    timeoutSeconds: attributes.streamTimeout,
    contentType: attributes.contentType,
    extraHeaders: attributes.extraHeaders ?? "",
    status: url === undefined ? null : { url, method },
  });
  const opened = audio.open();
  if (!attributes.keepCallAlive) return ON;
  // Keys go to the stream, not to an element that comes later.
  const release = leg.input.divert(() => undefined);
  try {
    await unlessInterrupted(opened, signal);
    await unlessInterrupted(new Promise<void>((resolve) => audio.over.on(resolve)), signal);
  } finally {
    release();
  }
  return ON;
}
