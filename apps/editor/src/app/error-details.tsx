import { ApiError } from "../api/client.ts";

const MOST_DETAILS = 4;

/** An error in the server's words; with several details, each place by itself. */
export function ErrorDetails({ error }: { error: unknown }) {
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof ApiError && error.details.length > 1 ? error.details.slice(0, MOST_DETAILS) : [];
  return (
    <>
      {message}
      {details.length > 0 && (
        <ul className="mt-1 list-disc pl-4">
          {details.map((detail) => (
            <li key={`${detail.path} ${detail.message}`}>
              <code className="font-mono text-2xs">{detail.path}</code> {detail.message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
