import type { FlowPayload } from "@cordboard/flow";
import { Save, Trash2 } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { Combobox, IconButton, toast } from "../ui/index.ts";
import type { PayloadShelf } from "./shelf.ts";

export type PayloadBody = Omit<FlowPayload, "name">;

export interface PayloadFieldProps {
  shelf: PayloadShelf;
  /** Which of them can be used here. */
  fits: (payload: FlowPayload) => boolean;
  /** What is in the fields now. */
  body: () => PayloadBody;
  onUse: (payload: FlowPayload) => void;
}

/** Chooses a kept payload, or keeps what is in the fields under the name that is typed. */
export function PayloadField({ shelf, fits, body, onUse }: PayloadFieldProps) {
  const all = useSyncExternalStore(shelf.subscribe, shelf.list);
  const [chosen, setChosen] = useState("");
  const payloads = all.filter(fits);
  const known = payloads.some(({ name }) => name === chosen) ? chosen : "";
  const keep = (name: string) => {
    if (!shelf.keep({ ...body(), name })) return;
    setChosen(name);
    toast(`Kept as “${name}”`);
  };
  const choose = (name: string) => {
    const payload = payloads.find((one) => one.name === name);
    if (!payload) return all.some((one) => one.name === name) ? toast.error(`Another payload is called “${name}” already.`) : keep(name);
    setChosen(name);
    onUse(payload);
  };
  return (
    <div className="flex items-center gap-1">
      <Combobox
        size="sm"
        value={known}
        options={payloads.map(({ name }) => ({ value: name, label: name }))}
        onValueChange={choose}
        label="Payload"
        placeholder={payloads.length > 0 ? "Use a kept payload…" : "Keep these values as…"}
        freeEntry={(text) => `Keep these values as “${text}”`}
        empty="Type a name to keep these values."
      />
      {known !== "" && (
        <>
          <IconButton size="sm" label={`Keep the changes to ${known}`} icon={<Save size={14} />} onClick={() => keep(known)} />
          <IconButton size="sm" label={`Delete ${known}`} icon={<Trash2 size={14} />} onClick={() => shelf.remove(known)} />
        </>
      )}
    </div>
  );
}
