import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { CodedError, LIMITS } from "@cordboard/contract";
import { PlivoError } from "@cordboard/plivo";
import type { Carrier, Carriers } from "../runtime/carriers.ts";
import type { RecordingFile, RecordingStore } from "../store/recording-store.ts";
import { rangeOf } from "./range.ts";

/*
 * Where a recording's file lies:
 *
 *   reported ─► at the carrier ─RECORDINGS=store─► fetched ─► a copy here (and still at the carrier)
 *                   │                                └─ too large, or gone at the third try ─► stays at the carrier
 *                   └─ RECORDING_DAYS over, or deleted by hand ─► deleted at the carrier, then here
 */
export interface Recordings {
  /** The file, or the part that `range` (a Range header) asks for. Errors: `recording_not_found`, `recording_unavailable`. */
  open: (id: string, range: string | undefined) => Promise<Opened>;
  /** Deletes it at the carrier and here. Errors: `recording_not_found`, `carrier_failed`. */
  remove: (id: string) => Promise<void>;
  /** Fetches what is to be kept here, and deletes what is too old. One replica at a time. */
  tend: () => Promise<void>;
}

export interface Opened {
  status: 200 | 206 | 416;
  headers: Record<string, string>;
  body: Buffer | Readable;
}

export interface RecordingOptions {
  store: RecordingStore;
  carriers: Carriers;
  fetch: typeof globalThis.fetch;
  /** Database time, ms since the epoch. */
  now: () => Promise<number>;
  /** Whether copies are kept here. */
  keep: boolean;
  /** Days until a recording is deleted; 0: never. */
  days: number;
  failed: (error: unknown, id: string) => void;
}

const DAY_MS = 86_400_000;
/** The carrier may still be writing the file that it has announced. */
const SETTLE_MS = 5_000;
const MOST_TRIES = 3;
const AT_ONCE = 20;
/** A file that says nothing of its kind. */
const SOME_AUDIO = "audio/mpeg";

export function createRecordings(options: RecordingOptions): Recordings {
  const { store, carriers, now, failed } = options;

  const find = async (id: string): Promise<RecordingFile> => {
    const file = await store.file(id);
    if (file) return file;
    throw new CodedError("recording_not_found", "There is no such recording; it may have been deleted, or is not ready yet.");
  };

  const download = async (file: RecordingFile, headers: Record<string, string>): Promise<Response> => {
    const response = await options.fetch(file.url, { headers });
    const carrier = carriers.of(file.test);
    if (response.status !== 401 || !carrier || !isCarriers(file.url, carrier)) return response;
    // The account asks for its password on media (plivo-platform 4.6).
    const password = Buffer.from(`${carrier.authId}:${carrier.authTokens[0] ?? ""}`).toString("base64");
    return options.fetch(file.url, { headers: { ...headers, authorization: `Basic ${password}` } });
  };

  const remove = async (file: RecordingFile): Promise<void> => {
    try {
      await carriers.of(file.test)?.connect().recordings.remove(file.id);
    } catch (error) {
      if (!(error instanceof PlivoError)) throw error;
      if (error.code !== "not_found") throw new CodedError("carrier_failed", `The carrier did not delete it: ${error.message}`);
    }
    await store.remove(file.id);
  };

  const fetchOne = async (file: RecordingFile): Promise<void> => {
    try {
      const response = await download(file, {});
      const length = Number(response.headers.get("content-length") ?? 0);
      if (!response.ok) throw new Error(`The carrier answered ${response.status} for a recording.`);
      if (length > LIMITS.recordingBytes) return await store.notKept(file.id, true);
      const content = await readUpTo(response, LIMITS.recordingBytes);
      if (!content) return await store.notKept(file.id, true);
      await store.keep(file.id, { contentType: response.headers.get("content-type") ?? SOME_AUDIO, content });
    } catch (error) {
      failed(error, file.id);
      await store.notKept(file.id, file.tries + 1 >= MOST_TRIES);
    }
  };

  return {
    open: async (id, range) => {
      const file = await find(id);
      const copy = file.kept === "here" ? await store.content(id) : null;
      if (copy) return part(copy, range);
      const response = await download(file, range ? { range } : {}).catch(() => null);
      if (!response?.body || (response.status !== 200 && response.status !== 206))
        throw new CodedError("recording_unavailable", "The carrier does not give the file just now; try again, or it was deleted there.");
      const headers: Record<string, string> = { "content-type": response.headers.get("content-type") ?? SOME_AUDIO };
      for (const name of ["content-length", "content-range", "accept-ranges"]) {
        const value = response.headers.get(name);
        if (value !== null) headers[name] = value;
      }
      return { status: response.status, headers, body: Readable.fromWeb(asNodeStream(response.body)) };
    },
    remove: async (id) => remove(await find(id)),
    tend: async () => {
      const at = await now();
      if (options.keep) for (const file of await store.toKeep({ before: at - SETTLE_MS, limit: AT_ONCE })) await fetchOne(file);
      if (options.days === 0) return;
      for (const file of await store.olderThan({ before: at - options.days * DAY_MS, limit: AT_ONCE }))
        await remove(file).catch((error: unknown) => failed(error, file.id));
    },
  };
}

/** Credentials go to the carrier's own hosts only, and nowhere in the clear but to a simulator on this machine. */
function isCarriers(url: string, { baseUrl }: Pick<Carrier, "baseUrl">): boolean {
  const { protocol, hostname, host } = new URL(url);
  return host === new URL(baseUrl).host || (protocol === "https:" && /(?:^|\.)plivo\.com$/.test(hostname));
}

/** Null: it is larger. */
async function readUpTo(response: Response, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ? Readable.fromWeb(asNodeStream(response.body)) : []) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function part({ content, contentType }: { content: Buffer; contentType: string }, header: string | undefined): Opened {
  const range = rangeOf(header, content.length);
  const headers = { "content-type": contentType, "accept-ranges": "bytes" };
  if (range === "unsatisfiable")
    return { status: 416, headers: { ...headers, "content-range": `bytes */${content.length}` }, body: Buffer.alloc(0) };
  if (!range) return { status: 200, headers: { ...headers, "content-length": String(content.length) }, body: content };
  const body = content.subarray(range.from, range.to + 1);
  const where = `bytes ${range.from}-${range.to}/${content.length}`;
  return { status: 206, headers: { ...headers, "content-length": String(body.length), "content-range": where }, body };
}

/** One stream, two sets of types. */
const asNodeStream = (body: NonNullable<Response["body"]>): ReadableStream => body as ReadableStream;
