import { useQueryClient } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { useEffect } from "react";
import { watchedFetch } from "../api/client.ts";
import { Button } from "../ui/index.ts";
import { useConnection } from "./connection.ts";

const RETRY_MS = 3_000;

/** Shown while the server doesn't answer; asks again by itself and then refreshes what is on screen. */
export function OfflineBanner() {
  const offline = useConnection((state) => state.offline);
  const queries = useQueryClient();
  useEffect(() => {
    if (!offline) return;
    const timer = setInterval(() => void tryAgain(() => queries.invalidateQueries()), RETRY_MS);
    return () => clearInterval(timer);
  }, [offline, queries]);
  if (!offline) return null;
  return (
    <div
      role="alert"
      className="flex shrink-0 items-center justify-center gap-2 bg-warning-soft px-4 py-1.5 text-xs font-medium text-warning"
    >
      <CloudOff size={14} aria-hidden />
      Cordboard can’t be reached. What you change is kept here and saved when it is back.
      <Button size="sm" variant="ghost" className="h-6" onClick={() => void tryAgain(() => queries.invalidateQueries())}>
        Try now
      </Button>
    </div>
  );
}

async function tryAgain(whenBack: () => Promise<void>): Promise<void> {
  try {
    await watchedFetch("/healthz", {});
    await whenBack();
  } catch {
    // Still away: the connection store has been told by the request itself.
  }
}
