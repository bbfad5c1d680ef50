import { Unplug } from "lucide-react";
import { Link } from "wouter";
import { Button, EmptyState } from "../ui/index.ts";

export function NotFoundPage() {
  return (
    <main className="flex h-full items-center justify-center">
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={<Unplug size={20} />}
        title="Nothing is plugged in here"
        action={
          <Button asChild variant="primary">
            <Link href="/flows">To the flows</Link>
          </Button>
        }
      >
        This address leads nowhere. It may have been deleted.
      </EmptyState>
    </main>
  );
}
