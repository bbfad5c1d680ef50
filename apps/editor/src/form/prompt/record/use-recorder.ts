import { useEffect, useRef, useState } from "react";

/**
 *   idle ──start──► asking ──allowed──► recording ──stop, or too long──► done ──again──► asking
 *                      └──refused──► refused ──start──► asking
 */
export type Recording =
  | { state: "idle" | "asking" }
  | { state: "recording"; since: number }
  | { state: "done"; blob: Blob; url: string }
  | { state: "refused"; message: string };

/** ms. The carrier plays files of 10 MB; at this length ours have four. */
const LONGEST = 120_000;

/** Records from the microphone. Nothing leaves the browser; the microphone is let go when recording ends or the caller goes away. */
export function useRecorder(): { recording: Recording; start: () => Promise<void>; stop: () => void } {
  const [recording, setRecording] = useState<Recording>({ state: "idle" });
  const recorder = useRef<MediaRecorder | null>(null);
  const url = recording.state === "done" ? recording.url : null;
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  useEffect(() => () => letGo(recorder.current), []);

  const stop = () => {
    if (recorder.current?.state === "recording") recorder.current.stop();
  };
  const start = async () => {
    setRecording({ state: "asking" });
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const made = new MediaRecorder(stream);
      recorder.current = made;
      const parts: Blob[] = [];
      made.addEventListener("dataavailable", ({ data }) => parts.push(data));
      made.addEventListener("stop", () => {
        letGo(made);
        const blob = new Blob(parts, { type: made.mimeType });
        setRecording({ state: "done", blob, url: URL.createObjectURL(blob) });
      });
      made.start();
      setTimeout(() => made.state === "recording" && made.stop(), LONGEST);
      setRecording({ state: "recording", since: Date.now() });
    } catch (error) {
      setRecording({ state: "refused", message: refusalOf(error) });
    }
  };
  return { recording, start, stop };
}

function letGo(recorder: MediaRecorder | null): void {
  for (const track of recorder?.stream.getTracks() ?? []) track.stop();
}

function refusalOf(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "The browser may not use the microphone. Allow it for this page, then try again.";
  if (name === "NotFoundError") return "There is no microphone. Plug one in, or upload a file.";
  return "The microphone can’t be used here: that takes a page over https, or on this machine. Upload a file instead.";
}
