import { useState } from "react";
import { readSigningSecret } from "../../api/account.ts";
import { sayError } from "../../app/say-error.ts";
import { Button, CopyButton } from "../../ui/index.ts";

/** What signs posted events. It is fetched when it is asked for, so that it stands in no page by chance. */
export function SigningSecret() {
  const [secret, setSecret] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const show = async () => {
    setBusy(true);
    try {
      setSecret((await readSigningSecret()).secret);
    } catch (error) {
      sayError(error, "The key could not be read");
    }
    setBusy(false);
  };
  return (
    <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line bg-surface px-4 py-3">
      <div className="min-w-0 flex-1">
        <h3 className="font-medium">Key of posted events</h3>
        <p className="text-muted">Your server checks with it that an event comes from here, as Standard Webhooks say.</p>
      </div>
      {secret === null ? (
        <Button size="sm" busy={busy} onClick={() => void show()}>
          Show
        </Button>
      ) : (
        <span className="flex max-w-full min-w-0 items-center gap-1 font-mono text-xs">
          <span className="truncate">{secret}</span>
          <CopyButton text={secret} label="Copy the key" />
        </span>
      )}
    </div>
  );
}
