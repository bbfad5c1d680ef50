import type { JsonObject } from "@cordboard/contract";
import { Braces, MessageSquare, PhoneIncoming, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { Button, Menu } from "../../ui/index.ts";
import { newTest, startKinds, type StartKind } from "./new-test.ts";

const KINDS: { kind: StartKind; label: string; icon: ReactNode }[] = [
  { kind: "call", label: "A call comes in", icon: <PhoneIncoming size={14} /> },
  { kind: "message", label: "A text comes in", icon: <MessageSquare size={14} /> },
  { kind: "api", label: "An API request comes in", icon: <Braces size={14} /> },
];

/** Offers the ways in which this flow can begin; a flow that can't begin yet may have a test of any. */
export function AddTest({ variant, onAdd }: { variant: "primary" | "ghost"; onAdd: (test: JsonObject) => void }) {
  const { store } = useEditor();
  const document = useDocumentState((state) => state.document);
  const kinds = startKinds(document);
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" variant={variant} icon={<Plus size={14} />}>
          Add test
        </Button>
      }
      items={KINDS.map(({ kind, label, icon }) => ({
        label,
        icon,
        disabled: kinds.length > 0 && !kinds.includes(kind),
        onSelect: () => onAdd(newTest(store.getState().document, kind)),
      }))}
    />
  );
}
