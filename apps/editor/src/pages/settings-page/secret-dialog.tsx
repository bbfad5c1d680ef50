import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { createSecret, putSecret } from "../../api/account.ts";
import { focusOnMount } from "../../app/focus-on-mount.ts";
import { Button, Dialog, Field, FieldError, Input, Textarea, toast } from "../../ui/index.ts";

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,59}$/;

/** A new secret (`name` null), or another value for one. */
export function SecretDialog({ name, onClose }: { name: string | null; onClose: () => void }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState(name ?? "");
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => (name === null ? createSecret(typed, value) : putSecret(name, value)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["secrets"] });
      toast.success(name === null ? `Kept ${typed}` : `Replaced ${name}`);
      onClose();
    },
  });
  const nameError = NAME.test(typed) ? undefined : "Letters, digits and _, beginning with a letter.";
  const valueError = value === "" ? "Paste the value." : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!nameError && !valueError) save.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={name === null ? "New secret" : `Replace ${name}`} size="sm">
      <form onSubmit={submit} className="flex flex-col gap-4">
        {name === null && (
          <Field label="Name" hint={`Flows read it as {{ secrets.${typed || "NAME"} }}`} error={tried ? nameError : undefined}>
            {(ids) => (
              <Input
                {...ids}
                ref={focusOnMount}
                mono
                value={typed}
                placeholder="CHAT_WEBHOOK_TOKEN"
                onChange={(event) => setTyped(event.target.value.trim())}
              />
            )}
          </Field>
        )}
        <Field label="Value" error={tried ? valueError : undefined}>
          {(ids) => (
            <Textarea
              {...ids}
              mono
              rows={3}
              spellCheck={false}
              autoComplete="off"
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
        {save.isError && <FieldError>{save.error.message}</FieldError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {name === null ? "Keep secret" : "Replace value"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
