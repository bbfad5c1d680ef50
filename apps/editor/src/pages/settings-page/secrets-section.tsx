import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Lock, Pencil, TextSearch, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { usesOf } from "../../search/address.ts";
import { deleteSecret, secretsQuery, type Secret } from "../../api/account.ts";
import { Loaded } from "../../app/loaded.tsx";
import { sayError } from "../../app/say-error.ts";
import { TimeAgo } from "../../app/time-ago.tsx";
import { Button, ConfirmDialog, CopyButton, EmptyState, IconButton, Table, Td, Th, Thead, toast, Tr } from "../../ui/index.ts";
import { SigningSecret } from "./signing-secret.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { Section } from "./section.tsx";

export function SecretsSection() {
  const secrets = useQuery(secretsQuery());
  const [open, setOpen] = useState<{ name: string | null } | null>(null);
  return (
    <Section
      title="Secrets"
      description={
        <>
          Passwords and tokens for HTTP requests, read in a flow as <code className="font-mono text-xs">{"{{ secrets.NAME }}"}</code>. Kept
          encrypted, never shown again, and never part of a run’s record.
        </>
      }
      action={
        <Button variant="primary" icon={<Plus size={15} />} onClick={() => setOpen({ name: null })}>
          New secret
        </Button>
      }
    >
      <Loaded query={secrets}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={<Lock size={20} />} title="No secrets yet" className="py-8">
              Keep the token of an API here before a flow asks it.
            </EmptyState>
          ) : (
            <Table label="Secrets">
              <Thead>
                <Th>Name</Th>
                <Th>Changed</Th>
                <Th className="max-sm:hidden">By</Th>
                <Th className="w-28">
                  <span className="sr-only">Actions</span>
                </Th>
              </Thead>
              <tbody>
                {items.map((secret) => (
                  <SecretRow key={secret.name} secret={secret} onReplace={() => setOpen({ name: secret.name })} />
                ))}
              </tbody>
            </Table>
          )
        }
      </Loaded>
      <SigningSecret />
      {open && <SecretDialog name={open.name} onClose={() => setOpen(null)} />}
    </Section>
  );
}

function SecretRow({ secret, onReplace }: { secret: Secret; onReplace: () => void }) {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    try {
      await deleteSecret(secret.name);
      toast.success(`Deleted ${secret.name}`);
    } catch (error) {
      sayError(error, `${secret.name} is still there`);
    }
    await queries.invalidateQueries({ queryKey: ["secrets"] });
  };
  return (
    <Tr>
      <Td>
        <span className="flex items-center gap-1 font-mono text-xs font-medium">
          {secret.name}
          <CopyButton text={`{{ secrets.${secret.name} }}`} label="Copy as a template" />
        </span>
      </Td>
      <Td>
        <TimeAgo time={secret.updatedAt} />
      </Td>
      <Td className="text-muted max-sm:hidden">{secret.updatedBy}</Td>
      <Td>
        <span className="flex justify-end">
          <IconButton
            size="sm"
            label={`Where ${secret.name} is used`}
            icon={<TextSearch size={14} />}
            onClick={() => go(usesOf("secret", secret.name))}
          />
          <IconButton size="sm" label={`Replace ${secret.name}`} icon={<Pencil size={14} />} onClick={onReplace} />
          <IconButton size="sm" label={`Delete ${secret.name}`} icon={<Trash2 size={14} />} onClick={() => setAsking(true)} />
        </span>
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={`Delete ${secret.name}?`}
          description="Steps that use it leave by “failed” from now on. Its value can’t be brought back."
          action="Delete secret"
          danger
          onConfirm={() => void remove()}
        />
      </Td>
    </Tr>
  );
}
