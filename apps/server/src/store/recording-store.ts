/** A recording and where its file lies. Times are ms since the epoch. */
export interface RecordingFile {
  id: string;
  /** The carrier's address of the file. */
  url: string;
  /** Of a test run: at the simulator. */
  test: boolean;
  /** `here`: we have a copy. `elsewhere`: it is too large, or could not be fetched; null: nobody has looked yet. */
  kept: "here" | "elsewhere" | null;
  tries: number;
  at: number;
}

/** The files of recordings. The rows come with the runs' events; see run-history.ts for their lists. */
export interface RecordingStore {
  file(id: string): Promise<RecordingFile | null>;
  content(id: string): Promise<{ contentType: string; content: Buffer } | null>;
  /** What was said in it; it may be told before the recording. Told again, the later text counts. */
  transcribed(id: string, text: string): Promise<void>;
  /** Oldest first, those nobody has looked at that were reported before `before`. */
  toKeep(query: { before: number; limit: number }): Promise<RecordingFile[]>;
  keep(id: string, file: { contentType: string; content: Buffer }): Promise<void>;
  /** Counts a try that failed; `giveUp`: it stays with the carrier. */
  notKept(id: string, giveUp: boolean): Promise<void>;
  /** Oldest first. */
  olderThan(query: { before: number; limit: number }): Promise<RecordingFile[]>;
  /** With its copy, if there is one. False: there is no such recording. */
  remove(id: string): Promise<boolean>;
}
