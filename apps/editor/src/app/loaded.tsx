import type { UseQueryResult } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { Button, EmptyState, Loading } from "../ui/index.ts";

/** A query on screen: waiting (said only after 300 ms), failed with a way out, or its data. */
export function Loaded<Data>({
  query,
  children,
  waiting,
}: {
  query: UseQueryResult<Data>;
  children: (data: Data) => ReactNode;
  waiting?: ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <LoadFailed error={query.error} retry={() => void query.refetch()} busy={query.isFetching} />;
  return <Later>{waiting ?? <Loading />}</Later>;
}

export function LoadFailed({ error, retry, busy }: { error: Error; retry: () => void; busy: boolean }) {
  return (
    <EmptyState
      icon={<TriangleAlert size={20} />}
      title="This couldn’t be loaded"
      action={
        <Button onClick={retry} busy={busy}>
          Try again
        </Button>
      }
    >
      {error.message}
    </EmptyState>
  );
}

/** Nothing flickers by: what is there within 300 ms never showed a spinner. */
export function Later({ children }: { children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return due ? <>{children}</> : null;
}
