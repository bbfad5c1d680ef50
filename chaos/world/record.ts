import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { SaxesParser } from "saxes";

/**
 * One try of one event, as the carrier's side saw it. The file of these lines is only ever appended to, and is all the
 * checker knows of what was promised.
 */
export interface Attempt {
  /** ms since the epoch, when it was sent. */
  at: number;
  /** Same for repeats of one event: the checker's name of it, not the product's. */
  key: string;
  /** CallUUID, MessageUUID or Idempotency-Key. */
  subject: string;
  /** `start`: it begins a run; `event`: it belongs to one; `report`: news of an effect. */
  role: "start" | "event" | "report";
  path: string;
  replica: string;
  ms: number;
  /** HTTP status, or null when no answer came. */
  status: number | null;
  error?: string;
  /** Hash of the answer's bytes. */
  hash?: string;
  /** The answer itself when it is a short one: a rejection, or nothing to do. */
  said?: string;
  /** The answer keeps the call waiting until the store is back: nothing was accepted yet. */
  held?: true;
  /** A new call was told that all lines are busy: nothing was accepted. */
  turnedAway?: true;
  /** An answer to a voice webhook that is no XML. */
  notXml?: string;
  /** What our API said it began. */
  runId?: string;
}

export class Recorder {
  readonly file: string;
  /** Answers of 2xx that accepted something. */
  acknowledged = 0;
  attempts = 0;
  readonly #fd: number;
  #lines: string[] = [];
  #closed = false;
  readonly #timer: NodeJS.Timeout;

  constructor(file: string) {
    this.file = file;
    this.#fd = openSync(file, "a");
    this.#timer = setInterval(() => this.#flush(), 200);
  }

  write(attempt: Attempt): void {
    if (this.#closed) return;
    this.attempts++;
    if (isAcknowledged(attempt)) this.acknowledged++;
    this.#lines.push(`${JSON.stringify(attempt)}\n`);
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    writeSync(this.#fd, this.#lines.join(""));
    this.#lines = [];
  }

  /** More than once does no harm. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#flush();
    closeSync(this.#fd);
  }
}

export const isAcknowledged = ({ status, held, turnedAway }: Pick<Attempt, "status" | "held" | "turnedAway">): boolean =>
  status !== null && status >= 200 && status < 300 && !held && !turnedAway;

export const hashOf = (body: string): string => createHash("sha256").update(body).digest("base64url").slice(0, 22);

/** What is wrong with a voice answer; null when it is well-formed and a Response. */
export function xmlProblem(body: string): string | null {
  const parser = new SaxesParser();
  let problem: string | null = null;
  let root = "";
  parser.on("error", (error) => (problem ??= error.message));
  parser.on("opentag", ({ name }) => (root ||= name));
  try {
    parser.write(body).close();
  } catch (error) {
    problem ??= String(error);
  }
  return problem ?? (root === "Response" ? null : `the root is ${root || "missing"}`);
}
