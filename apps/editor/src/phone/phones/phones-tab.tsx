import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Plus, Smartphone, Trash2 } from "lucide-react";
import { useState, type FormEvent } from "react";
import { flowQuery } from "../../api/flows.ts";
import { phone as pretty, toE164 } from "../../app/format/phone.ts";
import { sayError } from "../../app/say-error.ts";
import { Button, Combobox, EmptyState, IconButton, Input, Select, toast } from "../../ui/index.ts";
import { usePhone } from "../phone-store.ts";
import { BEHAVIOURS } from "./behaviours.ts";
import { numbersIn } from "./numbers-in.ts";
import { forgetPhone, savePhone, useSavedPhones, type SavedPhone } from "./saved-phones.ts";

const CHOICES = BEHAVIOURS.map(({ id, label }) => ({ value: id, label }));

/** The phones of other people, and what each does when a flow calls it. */
export function PhonesTab() {
  const phones = useSavedPhones((state) => state.phones);
  return (
    <>
      <div className="flex items-center gap-1 border-b border-line px-2 py-1.5">
        <IconButton
          size="sm"
          label="Back to the phone"
          icon={<ArrowLeft size={15} />}
          onClick={() => usePhone.setState({ tab: "phone" })}
        />
        <h2 className="font-semibold">Phones that are called</h2>
      </div>
      <ul aria-label="Saved phones" className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-3">
        {phones.map((saved) => (
          <li key={saved.number}>
            <SavedRow saved={saved} />
          </li>
        ))}
        {phones.length === 0 && (
          <li className="m-auto">
            <EmptyState icon={<Smartphone size={18} />} title="No phone acts by itself" className="py-4">
              Every phone that a flow calls rings here until you answer. Give one a behaviour below: busy, no answer, voicemail…
            </EmptyState>
          </li>
        )}
      </ul>
      <AddPhone />
    </>
  );
}

const attempt = (work: Promise<void>) => void work.catch((error: unknown) => sayError(error, "The simulator doesn’t take that"));

function SavedRow({ saved }: { saved: SavedPhone }) {
  const title = saved.name || pretty(saved.number);
  return (
    <div className="flex flex-col gap-1.5 rounded-card border border-line p-2.5">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{title}</span>
          {saved.name && <span className="tabular block text-xs text-muted">{pretty(saved.number)}</span>}
        </span>
        <IconButton size="sm" label={`Delete ${title}`} icon={<Trash2 size={14} />} onClick={() => attempt(forgetPhone(saved))} />
      </div>
      <Select
        label={`What ${title} does`}
        value={saved.does}
        options={CHOICES}
        onValueChange={(does) => attempt(savePhone({ ...saved, does }))}
      />
    </div>
  );
}

function AddPhone() {
  const draft = usePhone((state) => state.draft);
  const flow = useQuery({ ...flowQuery(draft?.flowId ?? ""), enabled: draft !== null });
  const phones = useSavedPhones((state) => state.phones);
  const [number, setNumber] = useState("");
  const [name, setName] = useState("");
  const offered = (flow.data ? numbersIn(flow.data.draft.document) : []).filter((one) => !phones.some((saved) => saved.number === one));
  const choose = (text: string) => {
    const found = toE164(text);
    if (found) setNumber(found);
    else toast.error(`“${text}” is no phone number`, { description: "Write it with its country code, for example +1 415 555 0123." });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt(
      savePhone({ number, name: name.trim(), does: "busy" }).then(() => {
        setNumber("");
        setName("");
      }),
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 border-t border-line p-3">
      <Combobox
        value={number}
        options={offered.map((one) => ({ value: one, label: pretty(one), hint: "in this flow" }))}
        onValueChange={choose}
        label="Number of the phone"
        placeholder="Number of the phone"
        freeEntry={(text) => `Add ${text}`}
        empty="Type a number."
      />
      <div className="flex gap-2">
        <Input
          aria-label="Whose it is"
          placeholder="Whose it is (optional)"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" variant="primary" icon={<Plus size={14} />} disabled={number === ""}>
          Add
        </Button>
      </div>
    </form>
  );
}
