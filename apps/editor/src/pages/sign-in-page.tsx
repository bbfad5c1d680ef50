import { useQueryClient } from "@tanstack/react-query";
import { KeyRound, Terminal } from "lucide-react";
import { useState, type FormEvent } from "react";
import { signInWithKey } from "../api/account.ts";
import { ApiError } from "../api/client.ts";
import { useConnection } from "../app/connection.ts";
import { Button, CopyButton, Field, Input, Logo } from "../ui/index.ts";

/** Shown when a session ends while the page is open (a fresh visitor gets the server's own page). The address stays. */
export function SignInPage() {
  return (
    <main className="flex h-dvh items-center justify-center overflow-y-auto p-6">
      <div className="w-full max-w-[400px]">
        <div className="mb-6 flex items-center gap-3">
          <Logo size={36} />
          <h1 className="text-lg font-semibold tracking-tight">Sign in to Cordboard</h1>
        </div>
        <p className="mb-4 text-muted">Your session has ended. What was saved is safe; sign in to go on where you were.</p>
        <section className="rounded-card border border-line bg-surface p-4">
          <h2 className="flex items-center gap-2 font-semibold">
            <Terminal size={15} className="text-muted" aria-hidden />
            With a link
          </h2>
          <p className="mt-1 text-muted">
            Each start of Cordboard prints a sign-in link, good for one use within 15 minutes. Start it again and open the link:
          </p>
          <div className="mt-3 flex items-center justify-between rounded-control border border-line bg-raised py-1 pr-1 pl-3 font-mono text-xs">
            npm start
            <CopyButton text="npm start" label="Copy the command" />
          </div>
        </section>
        <KeyForm />
      </div>
    </main>
  );
}

function KeyForm() {
  const queries = useQueryClient();
  const [key, setKey] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() === "") return setError("Paste an API key; it begins with cb_.");
    setBusy(true);
    setError(null);
    try {
      await signInWithKey(key.trim());
      useConnection.setState({ signedOut: false, offline: false });
      await queries.resetQueries();
    } catch (failure) {
      const wrong = failure instanceof ApiError && failure.status === 401;
      setError(
        wrong
          ? "No API key like that is valid here. Check that it was copied whole, or use a sign-in link."
          : String(failure instanceof Error ? failure.message : failure),
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="mt-3 rounded-card border border-line bg-surface p-4">
      <h2 className="mb-2 flex items-center gap-2 font-semibold">
        <KeyRound size={15} className="text-muted" aria-hidden />
        With an API key
      </h2>
      <Field label="API key" error={error}>
        {(ids) => (
          <Input
            {...ids}
            type="password"
            mono
            value={key}
            onChange={(event) => setKey(event.target.value)}
            placeholder="cb_…"
            spellCheck={false}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="mt-3 w-full">
        Sign in
      </Button>
    </form>
  );
}
