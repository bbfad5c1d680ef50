import { ApiError } from "../api/client.ts";
import { toast } from "../ui/index.ts";

/** What went wrong, in the server's words, with its details; for requests that a press started. */
export function sayError(error: unknown, what: string): void {
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof ApiError ? error.details.slice(0, 3).map((detail) => `${detail.path}: ${detail.message}`) : [];
  toast.error(what, { description: [message, ...details].join("\n"), duration: 8_000 });
}
