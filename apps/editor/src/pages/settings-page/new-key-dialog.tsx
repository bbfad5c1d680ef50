import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { createKey, type CreatedKey, type Role } from "../../api/account.ts";
import { focusOnMount } from "../../app/focus-on-mount.ts";
import { Button, CopyButton, Dialog, Field, FieldError, Input, Select } from "../../ui/index.ts";

const MAY: { value: Role; label: string }[] = [
  { value: "owner", label: "Everything" },
  { value: "editor", label: "Edit: change and publish flows" },
  { value: "operator", label: "Run: start, stop and answer for runs" },
  { value: "viewer", label: "Look: read only" },
];
const isRole = (value: string): value is Role => MAY.some((role) => role.value === value);

export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<CreatedKey | null>(null);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={made ? "Copy the key now" : "New API key"} size="sm">
      {made ? <Made made={made} onClose={onClose} /> : <Form onMade={setMade} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ onMade, onClose }: { onMade: (made: CreatedKey) => void; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("owner");
  const [empty, setEmpty] = useState(false);
  const create = useMutation({
    mutationFn: () => createKey(name.trim(), role),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ["keys"] });
      onMade(made);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") setEmpty(true);
    else create.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label="Name"
        hint="Where it is used, so that you know what stops when you revoke it."
        error={empty ? "Give the key a name." : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            ref={focusOnMount}
            maxLength={100}
            value={name}
            placeholder="CI"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="It may">
        {({ id }) => <Select id={id} value={role} onValueChange={(value) => isRole(value) && setRole(value)} options={MAY} />}
      </Field>
      {create.isError && <FieldError>{create.error.message}</FieldError>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          Make key
        </Button>
      </div>
    </form>
  );
}

function Made({ made, onClose }: { made: CreatedKey; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">It is not shown again. Keep it where your program reads its settings.</p>
      <div className="flex items-center gap-2 rounded-control border border-line bg-raised py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 font-mono text-xs break-all">{made.key}</code>
        <CopyButton text={made.key} label="Copy the key" />
      </div>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
