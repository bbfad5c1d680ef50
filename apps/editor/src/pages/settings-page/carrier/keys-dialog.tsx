import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { carrierQuery, putCarrier, testCarrier, type CarrierAccount } from "../../../api/carrier.ts";
import { focusOnMount } from "../../../app/focus-on-mount.ts";
import { Button, Dialog, Field, FieldError, Input } from "../../../ui/index.ts";
import { fromKeysDraft, type KeysDraft, keysFlaws, toKeysDraft } from "./keys-draft.ts";
import { Tested } from "./tested.tsx";

export function KeysDialog({ account, onClose }: { account: CarrierAccount; onClose: () => void }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => toKeysDraft(account));
  const [tried, setTried] = useState(false);
  const flaws = keysFlaws(draft, account.countriesFromEnvironment);
  const keysAreThere = !flaws.authId && !flaws.authToken;
  const test = useMutation({ mutationFn: () => testCarrier({ authId: draft.authId.trim(), authToken: draft.authToken.trim() }) });
  const keep = useMutation({
    mutationFn: () => putCarrier(fromKeysDraft(draft, account.countriesFromEnvironment)),
    onSuccess: (kept) => {
      queries.setQueryData(carrierQuery().queryKey, kept);
      onClose();
    },
  });
  const set = (change: Partial<KeysDraft>) => {
    setDraft({ ...draft, ...change });
    test.reset();
    keep.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(flaws).every((flaw) => flaw === undefined)) keep.mutate();
  };
  const failure = keep.error ?? test.error;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Account at Plivo"
      description="Both stand on the overview page of Plivo’s console. They are tried first, then kept encrypted and never shown again."
      size="sm"
    >
      <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <Field label="Auth ID" error={tried ? flaws.authId : undefined}>
          {(ids) => (
            <Input
              {...ids}
              ref={focusOnMount}
              mono
              spellCheck={false}
              value={draft.authId}
              placeholder="MAXXXXXXXXXXXXXXXXXX"
              onChange={(event) => set({ authId: event.target.value })}
            />
          )}
        </Field>
        <Field label="Auth Token" error={tried ? flaws.authToken : undefined}>
          {(ids) => (
            <Input
              {...ids}
              mono
              type="password"
              autoComplete="new-password"
              value={draft.authToken}
              onChange={(event) => set({ authToken: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Countries"
          hint={
            account.countriesFromEnvironment
              ? "DESTINATION_COUNTRIES in the environment says."
              : "Where flows may call and text; everywhere else is refused, so that nobody runs up a bill there."
          }
          error={tried ? flaws.countries : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              value={draft.countries}
              placeholder="US, CA"
              disabled={account.countriesFromEnvironment}
              onChange={(event) => set({ countries: event.target.value })}
            />
          )}
        </Field>
        <p className="text-xs text-muted">
          Cordboard begins anew with the account: it is away for some seconds. Calls on the simulator end; the carrier asks again for real
          ones.
        </p>
        <output className="block empty:hidden">
          {test.data && <Tested account={test.data} />}
          {failure && <FieldError>{failure.message}</FieldError>}
        </output>
        <div className="flex gap-2">
          <Button disabled={!keysAreThere} busy={test.isPending} onClick={() => test.mutate()}>
            Test keys
          </Button>
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={keep.isPending}>
            Use this account
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
