/** SQLite's and the system's codes, and PostgreSQL's 53100 (disk_full). */
const CODES: ReadonlySet<unknown> = new Set(["SQLITE_FULL", "ENOSPC", "EDQUOT", "53100"]);

/** What the log and the API say of it; nothing was written, and it heals by itself when there is room again. */
export const DISK_FULL =
  "The disk of the database is full, so nothing can be stored: calls are held, texts refused, pages still read. Make room; it goes on by itself.";

/** The store could not write because there is no room left. */
export const isDiskFull = (error: unknown): boolean => error instanceof Error && "code" in error && CODES.has(error.code);
