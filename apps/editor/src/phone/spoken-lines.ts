/** What the handset shows of a leg's transcript: bubbles for what was heard and done, small notes for the rest. */
import type { SimEntry } from "../api/sim.ts";

export type SpokenLine =
  | { kind: "heard"; key: number; text: string; language: string; spoken: boolean }
  | { kind: "pressed"; key: number; digits: string }
  | { kind: "said"; key: number; text: string }
  | { kind: "note"; key: number; text: string }
  | { kind: "trouble"; key: number; text: string };

const NOTES: Record<string, (entry: SimEntry) => string> = {
  Dial: () => "Connecting you…",
  Record: () => "Recording",
  Conference: (entry) => `In the conference ${entry.text ?? ""}`.trim(),
  DTMF: (entry) => `The line sends ${entry.text ?? "keys"}`,
  Tones: (entry) => `The line sends ${entry.text ?? "keys"}`,
  Message: () => "A text goes out",
};

export function spokenLines(entries: readonly SimEntry[]): SpokenLine[] {
  const lines: SpokenLine[] = [];
  for (const entry of entries) {
    const line = lineOf(entry);
    if (!line) continue;
    const before = lines.at(-1);
    // Keys pressed one after the other are read as one number.
    if (line.kind === "pressed" && before?.kind === "pressed") lines[lines.length - 1] = { ...before, digits: before.digits + line.digits };
    else lines.push(line);
  }
  return lines;
}

function lineOf(entry: SimEntry): SpokenLine | null {
  const key = entry.seq;
  const text = entry.text ?? "";
  if (entry.request) return troubleOf(entry);
  switch (entry.element) {
    case "Speak":
      return text.trim() === ""
        ? null
        : { kind: "heard", key, text: plainSpeech(text), language: entry.attrs["language"] ?? "en-US", spoken: true };
    case "Play":
      return { kind: "heard", key, text: `♪ ${fileName(text)}`, language: "", spoken: false };
    case "Heard":
      return { kind: "heard", key, text, language: "", spoken: false };
    case "Pressed":
      return { kind: "pressed", key, digits: text };
    case "Said":
      return { kind: "said", key, text };
    case "Problem":
      return { kind: "trouble", key, text };
    default: {
      const note = NOTES[entry.element];
      return note ? { kind: "note", key, text: note(entry) } : null;
    }
  }
}

/** The words or the note that came last, for where there is room for one. */
export const lastHeard = (entries: readonly SimEntry[]): string | null =>
  spokenLines(entries).findLast((line) => line.kind !== "pressed")?.text ?? null;

const LISTENS: Record<string, string> = { GetDigits: "Waiting for keys", GetInput: "Waiting for keys or speech", Record: "Recording" };
/** What may happen while an element listens: its own prompts, and what the person does. */
const MEANWHILE = new Set(["Speak", "Play", "Wait", "Pressed", "Said", "Heard", "Recording", "Tones"]);

/** What the line waits for right now, in words; null when it doesn't. */
export function listeningFor(entries: readonly SimEntry[]): string | null {
  const last = entries.findLast((entry) => !MEANWHILE.has(entry.element));
  // A request bears the name of the element that makes it: by then that has what it listened for.
  return last && !last.request ? (LISTENS[last.element] ?? null) : null;
}

/** Whether keys or words would be taken right after these entries. */
export const isListening = (entries: readonly SimEntry[]): boolean => listeningFor(entries) !== null;

/** A webhook that failed is what an author looks for first when a call goes quiet. */
function troubleOf(entry: SimEntry): SpokenLine | null {
  const { request } = entry;
  if (!request) return null;
  const failed = request.error !== undefined || (request.status !== null && request.status >= 400);
  if (!failed) return null;
  return { kind: "trouble", key: entry.seq, text: `The carrier’s ${request.kind} request failed: ${request.error ?? request.status}` };
}

/** SSML is heard, not read. */
export function plainSpeech(text: string): string {
  return text
    .replace(/<break[^>]*>/gi, " ")
    .replace(/<[^>]+>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function fileName(url: string): string {
  return decodeURIComponent(url.split(/[?#]/)[0]?.split("/").at(-1) ?? "") || "audio";
}
