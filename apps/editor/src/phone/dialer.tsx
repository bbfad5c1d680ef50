import { Phone, Smartphone, Workflow } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { Button, cx, Loading, Spinner } from "../ui/index.ts";
import { dial } from "./actions.ts";
import { FromField } from "./from-field.tsx";
import { KeptPayload } from "./kept-payload.tsx";
import { useParties, type Party } from "./parties.ts";
import { TO_DRAFT, usePhone } from "./phone-store.ts";
import { useSavedPhones } from "./phones/saved-phones.ts";

/** Before a call: who you are, and everybody who can be called with one press. */
export function Dialer() {
  const { parties, loading } = useParties("voice");
  const { draft, from } = usePhone();
  const [calling, setCalling] = useState<string | null>(null);
  const call = async (party: Party) => {
    setCalling(party.to);
    await dial(party.to);
    setCalling(null);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-col gap-2 border-b border-line px-3 py-2.5">
        <FromField />
        {draft && <KeptPayload shelf={draft.payloads} as="call" body={() => ({ as: "call", from })} />}
      </div>
      {loading && <Loading />}
      <ul aria-label="Who to call" className="flex min-h-0 flex-1 flex-col gap-1 overflow-y-auto p-2">
        {parties.map((party) => (
          <li key={party.to}>
            <PartyRow party={party} busy={calling === party.to} disabled={calling !== null} onCall={() => void call(party)} />
          </li>
        ))}
        {!loading && parties.length === 0 && (
          <li className="m-auto max-w-56 text-center text-muted">
            No number takes calls yet. Open a flow to try its draft, or see the{" "}
            <Link href="/numbers" className="underline underline-offset-2">
              numbers
            </Link>
            .
          </li>
        )}
      </ul>
      {parties[0]?.to === TO_DRAFT && parties[0].dead && <OtherWays />}
      <OtherPhones />
      <p className="border-t border-line px-4 py-2.5 text-center text-xs text-muted">
        Calls go through the simulator. Nobody is really called.
      </p>
    </div>
  );
}

function PartyRow({ party, busy, disabled, onCall }: { party: Party; busy: boolean; disabled: boolean; onCall: () => void }) {
  const draft = party.to === TO_DRAFT;
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onCall}
      className={cx(
        "group flex w-full items-center gap-3 rounded-control px-2.5 py-2 text-left transition-colors duration-100 disabled:opacity-60",
        draft ? "border border-brass/50 bg-brass-soft" : "hover:bg-hover",
      )}
    >
      {draft && <Workflow size={16} className="shrink-0 text-brass" aria-hidden />}
      <span className="min-w-0 flex-1">
        <span className={cx("tabular block truncate font-medium", party.dead && "text-muted")}>
          <span className="sr-only">Call </span>
          {party.title}
        </span>
        <span className="block truncate text-xs text-muted">{party.hint}</span>
      </span>
      <span
        className={cx(
          "flex size-8 shrink-0 items-center justify-center rounded-full",
          party.dead ? "bg-hover text-muted" : "bg-ok text-on-tint transition-[filter] duration-100 group-hover:brightness-110",
        )}
      >
        {busy ? <Spinner size={14} className="text-current" /> : <Phone size={14} aria-hidden />}
      </span>
    </button>
  );
}

/** To the phones that flows call. */
function OtherPhones() {
  const count = useSavedPhones((state) => state.phones.filter(({ does }) => does !== "rings").length);
  return (
    <button
      type="button"
      onClick={() => usePhone.setState({ tab: "phones" })}
      className="flex items-center gap-2 border-t border-line px-4 py-2 text-left text-xs hover:bg-hover"
    >
      <Smartphone size={14} className="shrink-0 text-muted" aria-hidden />
      <span className="flex-1">Phones that are called</span>
      <span className="text-muted">
        {count === 0 ? "all ring here" : count === 1 ? "one acts by itself" : `${count} act by themselves`}
      </span>
    </button>
  );
}

/** For a draft that no call starts. */
function OtherWays() {
  return (
    <div className="flex items-center justify-between gap-2 border-t border-line px-3 py-2 text-xs text-muted">
      Start the draft otherwise:
      <span className="flex gap-1.5">
        <Button size="sm" onClick={() => usePhone.setState({ tab: "messages" })}>
          By text
        </Button>
        <Button size="sm" onClick={() => usePhone.setState({ tab: "request" })}>
          By API
        </Button>
      </span>
    </div>
  );
}
