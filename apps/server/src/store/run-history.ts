import type { ListPage, ListQuery } from "./catalog-store.ts";

/** A message of a run, either way. Times are ms since the epoch. */
export interface MessageRecord {
  /** The carrier's id; of one that was not accepted, our effect's. */
  uuid: string;
  runId: string;
  flowId: string;
  direction: "in" | "out";
  from: string;
  to: string;
  text: string;
  media: string[];
  channel: "sms" | "mms" | "whatsapp";
  /** The step that sent it; null for one that came in. */
  stepSeq: number | null;
  /** `received` for one that came in; else the last thing the carrier said of it, or the effect's state. */
  status: string;
  errorCode: string | null;
  test: boolean;
  at: number;
}
export interface RecordingRecord {
  id: string;
  runId: string;
  flowId: string;
  callUuid: string | null;
  url: string;
  durationSeconds: number | null;
  /** What was said, once it is written down. */
  transcript: string | null;
  at: number;
}

/** What runs sent, received and recorded, over all runs. Read from the run store's own tables. */
export interface RunHistory {
  /** Newest first. */
  listMessages(
    query: ListQuery & { runId?: string | undefined; contact?: string | undefined; number?: string | undefined },
  ): Promise<ListPage<MessageRecord>>;
  listRecordings(query: ListQuery & { runId?: string | undefined }): Promise<ListPage<RecordingRecord>>;
  recording(id: string): Promise<RecordingRecord | null>;
}
