import { useQuery } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { useState, type ReactNode } from "react";
import { meQuery, signOut, systemQuery } from "../../api/account.ts";
import { Loaded } from "../../app/loaded.tsx";
import { sayError } from "../../app/say-error.ts";
import { Button, CopyButton } from "../../ui/index.ts";
import { Section } from "./section.tsx";

export function AboutSection() {
  const system = useQuery(systemQuery());
  const me = useQuery(meQuery());
  return (
    <Section title="About" description="What to name when you report a problem.">
      <Loaded query={system}>
        {(about) => (
          <dl className="divide-y divide-line rounded-card border border-line bg-surface">
            <Row name="Version" value={about.version} />
            <Row name="Carrier" value={about.carrier === "simulator" ? "Built-in simulator" : "Plivo"} />
            <Row name="Account" value={about.accountId} mono copy />
            <Row name="Public address" value={about.publicUrl} mono copy />
            {me.data && (
              <Row
                name="You are"
                value={`${me.data.name || "Unnamed"}, ${me.data.role}`}
                aside={me.data.kind === "user" ? <SignOut /> : null}
              />
            )}
          </dl>
        )}
      </Loaded>
      <p className="mt-3 text-xs text-muted">
        <a href="/api/docs" target="_blank" rel="noreferrer" className="underline underline-offset-2">
          API reference
        </a>
        {" · "}Cordboard is open source under the Apache License 2.0.
      </p>
    </Section>
  );
}

function Row({ name, value, mono, copy, aside }: { name: string; value: string; mono?: boolean; copy?: boolean; aside?: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center gap-4 px-4 py-1.5">
      <dt className="w-32 shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-1 items-center justify-between gap-2">
        <span className={`min-w-0 break-words ${mono ? "font-mono text-xs" : ""}`}>{value}</span>
        {copy && <CopyButton text={value} label={`Copy the ${name.toLowerCase()}`} />}
        {aside}
      </dd>
    </div>
  );
}

function SignOut() {
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    try {
      await signOut();
      location.assign("/");
    } catch (error) {
      sayError(error, "You are still signed in");
      setBusy(false);
    }
  };
  return (
    <Button size="sm" icon={<LogOut size={13} />} busy={busy} onClick={() => void leave()}>
      Sign out
    </Button>
  );
}
