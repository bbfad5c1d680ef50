import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { deleteKey, keysQuery, type Key } from "../../api/account.ts";
import { Loaded } from "../../app/loaded.tsx";
import { sayError } from "../../app/say-error.ts";
import { TimeAgo } from "../../app/time-ago.tsx";
import { Badge, Button, ConfirmDialog, EmptyState, IconButton, Table, Td, Th, Thead, toast, Tooltip, Tr } from "../../ui/index.ts";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { Section } from "./section.tsx";

export function KeysSection() {
  const keys = useQuery(keysQuery());
  const [making, setMaking] = useState(false);
  return (
    <Section
      title="API keys"
      description="For your programs, the command line and CI. A key is shown once, when it is made."
      action={
        <Button variant="primary" icon={<Plus size={15} />} onClick={() => setMaking(true)}>
          New key
        </Button>
      }
    >
      <Loaded query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={<KeyRound size={20} />} title="No keys yet" className="py-8">
              Make one to start runs from your own code.
            </EmptyState>
          ) : (
            <Table label="API keys">
              <Thead>
                <Th>Name</Th>
                <Th>Key</Th>
                <Th>May</Th>
                <Th className="max-sm:hidden">Last used</Th>
                <Th className="w-10">
                  <span className="sr-only">Actions</span>
                </Th>
              </Thead>
              <tbody>
                {items.map((key) => (
                  <KeyRow key={key.id} item={key} />
                ))}
              </tbody>
            </Table>
          )
        }
      </Loaded>
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
    </Section>
  );
}

function KeyRow({ item }: { item: Key }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = async () => {
    try {
      await deleteKey(item.id);
      toast.success(`Revoked “${item.name}”`);
    } catch (error) {
      sayError(error, `“${item.name}” is still valid`);
    }
    await queries.invalidateQueries({ queryKey: ["keys"] });
  };
  return (
    <Tr>
      <Td className="font-medium">{item.name}</Td>
      <Td className="font-mono text-xs whitespace-nowrap text-muted">{item.prefix}…</Td>
      <Td>
        <Badge tone="outline">{ROLES[item.role]}</Badge>
      </Td>
      <Td className="max-sm:hidden">{item.lastUsedAt ? <TimeAgo time={item.lastUsedAt} /> : <span className="text-muted">Never</span>}</Td>
      <Td className="text-right">
        {item.from === "environment" ? (
          <Tooltip content="Set by CORDBOARD_API_KEY; take it out of the settings to revoke it">
            <button type="button" className="rounded-sm text-xs text-muted">
              setting
            </button>
          </Tooltip>
        ) : (
          <IconButton size="sm" label={`Revoke ${item.name}`} icon={<Trash2 size={14} />} onClick={() => setAsking(true)} />
        )}
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={`Revoke “${item.name}”?`}
          description="Whatever uses it is refused at once. This can’t be undone."
          action="Revoke key"
          danger
          onConfirm={() => void revoke()}
        />
      </Td>
    </Tr>
  );
}

export const ROLES: Record<Key["role"], string> = {
  viewer: "Look",
  operator: "Run",
  editor: "Edit",
  owner: "Everything",
};
