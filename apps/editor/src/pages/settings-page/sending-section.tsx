import type { Sending } from "@cordboard/api";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState, type FormEvent, type ReactNode } from "react";
import { putSending, sendingQuery } from "../../api/sending.ts";
import { Loaded } from "../../app/loaded.tsx";
import { Button, Field, FieldError, IconButton, Input, Table, Td, Th, Thead, toast, Tr } from "../../ui/index.ts";
import { PricesTable } from "./prices-table.tsx";
import { Section } from "./section.tsx";
import { flawOf, fromDraft, NEW_OWN, type RateDraft, toDraft } from "./sending-draft.ts";

const COLUMNS = [
  { key: "perSecond", label: "A second" },
  { key: "perMinute", label: "A minute" },
  { key: "perDay", label: "A day" },
] as const;

export function SendingSection() {
  const sending = useQuery(sendingQuery());
  return (
    <Section
      title="Sending"
      description="How fast, how much and where to texts and calls go out. What would be too fast waits for its turn and is never dropped; a text that waits past its expiry fails with 420. An empty field sets no limit."
    >
      <Loaded query={sending}>{(loaded) => <SendingForm sending={loaded} />}</Loaded>
    </Section>
  );
}

function SendingForm({ sending }: { sending: Sending }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => toDraft(sending.limits));
  const save = useMutation({
    mutationFn: () => putSending(fromDraft(draft)),
    onSuccess: (saved) => {
      queries.setQueryData(sendingQuery().queryKey, saved);
      setDraft(toDraft(saved.limits));
      toast.success("The limits hold from now on");
    },
  });
  const [flaw, setFlaw] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = flawOf(draft);
    setFlaw(found);
    if (found === null) save.mutate();
  };
  const setOwn = (at: number, change: Partial<(typeof draft.own)[number]>) =>
    setDraft({ ...draft, own: draft.own.map((one, i) => (i === at ? { ...one, ...change } : one)) });
  const { texts, calls, spent } = sending.today;
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <Table label="Rates">
        <Thead>
          <Th>At most</Th>
          {COLUMNS.map(({ key, label }) => (
            <Th key={key} className="w-28">
              {label}
            </Th>
          ))}
          <Th className="w-10">
            <span className="sr-only">Actions</span>
          </Th>
        </Thead>
        <tbody>
          <RateRow name="Texts, all numbers together" rate={draft.account} onChange={(account) => setDraft({ ...draft, account })} />
          <RateRow name="Texts from each number" rate={draft.number} onChange={(number) => setDraft({ ...draft, number })} />
          {draft.own.map(({ number, rate }, at) => (
            <RateRow
              key={at}
              name={`Texts from ${number || "a number"}`}
              title={
                <Input
                  aria-label="Number with a rate of its own"
                  value={number}
                  placeholder="+14155550199"
                  onChange={(event) => setOwn(at, { number: event.target.value })}
                />
              }
              rate={rate}
              onChange={(changed) => setOwn(at, { rate: changed })}
              action={
                <IconButton
                  size="sm"
                  label={`Remove the rate of ${number || "this number"}`}
                  icon={<Trash2 size={14} />}
                  onClick={() => setDraft({ ...draft, own: draft.own.filter((_, i) => i !== at) })}
                />
              }
            />
          ))}
          <RateRow name="Calls" rate={draft.calls} without="perMinute" onChange={(changed) => setDraft({ ...draft, calls: changed })} />
        </tbody>
      </Table>
      <div>
        <Button size="sm" icon={<Plus size={14} />} onClick={() => setDraft({ ...draft, own: [...draft.own, NEW_OWN] })}>
          Rate for one number
        </Button>
      </div>
      <div className="grid grid-cols-3 gap-4 max-sm:grid-cols-1">
        <Field label="Longest call, seconds" hint="Calls that flows place or forward end then.">
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              value={draft.maxSeconds}
              onChange={(e) => setDraft({ ...draft, maxSeconds: e.target.value })}
            />
          )}
        </Field>
        <Field label="Spend a call" hint="By the prices below: it ends before it costs more.">
          {(ids) => (
            <Input
              {...ids}
              inputMode="decimal"
              value={draft.spendPerCall}
              onChange={(e) => setDraft({ ...draft, spendPerCall: e.target.value })}
            />
          )}
        </Field>
        <Field label="Spend a day" hint="In the carrier’s currency; then nothing goes out until midnight UTC.">
          {(ids) => (
            <Input
              {...ids}
              inputMode="decimal"
              value={draft.spendPerDay}
              onChange={(e) => setDraft({ ...draft, spendPerDay: e.target.value })}
            />
          )}
        </Field>
      </div>
      <PricesTable prices={draft.prices} onChange={(prices) => setDraft({ ...draft, prices })} />
      <Field label="Countries" hint={countriesHint(sending.countriesOfServer)}>
        {(ids) => (
          <Input
            {...ids}
            value={draft.countries}
            placeholder="US, CA, GB"
            onChange={(e) => setDraft({ ...draft, countries: e.target.value })}
          />
        )}
      </Field>
      {(flaw ?? save.error) && <FieldError>{flaw ?? save.error?.message}</FieldError>}
      <div className="flex items-center justify-between gap-4">
        <p className="tabular text-xs text-muted">
          Today (UTC): {texts} texts and {calls} calls under a limit, {spent.toFixed(2)} spent
        </p>
        <Button type="submit" variant="primary" busy={save.isPending}>
          Save limits
        </Button>
      </div>
    </form>
  );
}

const countriesHint = (ofServer: string[] | null): string =>
  `${ofServer === null ? "Empty: every country." : `Out of ${ofServer.join(", ")}, which the server allows; empty: all of these.`} Premium, satellite and unknown ranges are always refused.`;

function RateRow(props: {
  name: string;
  title?: ReactNode;
  rate: RateDraft;
  /** A column that it doesn't have. */
  without?: keyof RateDraft;
  onChange: (rate: RateDraft) => void;
  action?: ReactNode;
}) {
  const { name, title = name, rate, without, onChange, action } = props;
  return (
    <Tr>
      <Td>{title}</Td>
      {COLUMNS.map(({ key, label }) => (
        <Td key={key}>
          {key !== without && (
            <Input
              aria-label={`${name}: ${label.toLowerCase()}`}
              inputMode="decimal"
              value={rate[key]}
              placeholder="–"
              onChange={(event) => onChange({ ...rate, [key]: event.target.value })}
            />
          )}
        </Td>
      ))}
      <Td>{action}</Td>
    </Tr>
  );
}
