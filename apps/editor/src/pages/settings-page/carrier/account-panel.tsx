import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, PlugZap } from "lucide-react";
import { useState, type ReactNode } from "react";
import { carrierQuery, deleteCarrier, testCarrier, type CarrierAccount } from "../../../api/carrier.ts";
import { sayError } from "../../../app/say-error.ts";
import { TimeAgo } from "../../../app/time-ago.tsx";
import { Button, ConfirmDialog, CopyButton, FieldError, Spinner } from "../../../ui/index.ts";
import { KeysDialog } from "./keys-dialog.tsx";
import { Tested } from "./tested.tsx";

/** The account in use, who has said so, and what can be done about it. */
export function AccountPanel({ account }: { account: CarrierAccount }) {
  const [entering, setEntering] = useState(false);
  const test = useMutation({ mutationFn: () => testCarrier(null) });
  const isKept = account.from === "kept";
  return (
    <div>
      <dl className="divide-y divide-line rounded-card border border-line bg-surface">
        <Row name="Carrier">{account.carrier === "plivo" ? "Plivo" : "Built-in simulator"}</Row>
        <Row name="Account">
          <span className="inline-flex items-center gap-1 font-mono text-xs">
            {account.accountId}
            <CopyButton text={account.accountId} label="Copy the account" />
          </span>
        </Row>
        <Row name="Chosen by">
          <SaidBy account={account} />
        </Row>
        <Row name="Countries">{account.countries === null ? "All: flows may call and text anywhere" : account.countries.join(", ")}</Row>
      </dl>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        {account.from !== "environment" && (
          <Button
            variant={isKept ? "default" : "primary"}
            icon={<KeyRound size={14} />}
            disabled={!account.inEffect}
            onClick={() => setEntering(true)}
          >
            {isKept ? "Enter another Auth ID" : "Enter Auth ID and token"}
          </Button>
        )}
        <Button icon={<PlugZap size={14} />} busy={test.isPending} disabled={!account.inEffect} onClick={() => test.mutate()}>
          Test the account
        </Button>
        {isKept && <BackToSimulator disabled={!account.inEffect} />}
        {!account.inEffect && <Spinner size={14} label="Beginning anew with this account" className="text-xs text-muted" />}
      </div>
      <output className="block mt-2 empty:hidden">
        {test.data && <Tested account={test.data} />}
        {test.isError && <FieldError>{test.error.message}</FieldError>}
      </output>
      {entering && <KeysDialog account={account} onClose={() => setEntering(false)} />}
    </div>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center gap-4 px-4 py-1.5">
      <dt className="w-28 shrink-0 text-muted">{name}</dt>
      <dd className="min-w-0 flex-1 break-words">{children}</dd>
    </div>
  );
}

function SaidBy({ account }: { account: CarrierAccount }) {
  if (account.from === "default") return "Nobody yet: this is what a new Cordboard begins with";
  if (account.from === "kept") {
    return (
      <>
        {account.keptBy}, {account.keptAt && <TimeAgo time={account.keptAt} />}
      </>
    );
  }
  return (
    <>
      The environment, by <span className="font-mono text-xs">{account.variables.join(", ")}</span>. Change it there and start again, or
      take these away to enter the account here.
    </>
  );
}

function BackToSimulator({ disabled }: { disabled: boolean }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const forget = async () => {
    try {
      await deleteCarrier();
    } catch (error) {
      sayError(error, "The account is still in use");
    }
    await queries.invalidateQueries({ queryKey: carrierQuery().queryKey });
  };
  return (
    <>
      <Button variant="ghost" disabled={disabled} onClick={() => setAsking(true)}>
        Back to the simulator
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Back to the simulator?"
        description="Cordboard forgets the keys, and calls and texts to the account’s numbers go unanswered from now on."
        action="Forget the keys"
        danger
        onConfirm={() => void forget()}
      />
    </>
  );
}
