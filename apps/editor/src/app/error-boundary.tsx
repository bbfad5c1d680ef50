import { TriangleAlert } from "lucide-react";
import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button, CopyButton, EmptyState } from "../ui/index.ts";

interface State {
  error: Error | null;
}

/** A page that breaks takes neither the rail nor a live call with it. Give it the address as its `key`: another page is a new chance. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className="flex h-full items-center justify-center">
        <h1 className="sr-only">Error</h1>
        <EmptyState
          icon={<TriangleAlert size={20} />}
          title="This page stopped working"
          action={
            <>
              <Button variant="primary" onClick={() => this.setState({ error: null })}>
                Try again
              </Button>
              <Button onClick={() => location.reload()}>Reload</Button>
            </>
          }
        >
          <p>Nothing that was saved is lost. If it happens again, report it with the text below.</p>
          <pre className="mt-3 flex max-w-full items-start gap-2 overflow-x-auto rounded-control border border-line bg-raised p-2 text-left font-mono text-xs">
            <span className="min-w-0 flex-1 whitespace-pre-wrap">{error.message}</span>
            <CopyButton text={`${error.message}\n${error.stack ?? ""}`} label="Copy the error" />
          </pre>
        </EmptyState>
      </main>
    );
  }
}
