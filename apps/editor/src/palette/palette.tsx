import { Dialog } from "radix-ui";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { chordFor, pressed, type Keyed } from "../keys/index.ts";
import { CommandList, Keys, returnFocus, type CommandOption } from "../ui/index.ts";
import { closePalette, openPalette, usePalette, type PaletteItem } from "./palette-store.ts";
import { rank } from "./rank.ts";
import { keepUsed, readUsed } from "./recent.ts";
import { useEverywhere } from "./use-everywhere.tsx";

export const PALETTE: Keyed = { id: "palette", label: "Find or do anything", keys: ["mod", "K"], anywhere: true };

/** Open on every page, above whatever is there; never above another dialog, whose work comes first. */
export function Palette() {
  const open = usePalette((state) => state.open);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (pressed(event) !== chordFor(PALETTE)) return;
    event.preventDefault();
    const busy = document.querySelector("[role=dialog][data-state=open], [role=alertdialog]") !== null;
    if (open) closePalette();
    else if (!busy) openPalette();
  });
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && closePalette()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-40 bg-veil" />
        {open && <Box />}
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Box() {
  const [focus] = useState(() => returnFocus());
  return (
    <Dialog.Content
      aria-describedby={undefined}
      onCloseAutoFocus={focus.giveBack}
      className="floating pop-in fixed top-[12vh] left-1/2 z-50 w-[560px] max-w-[calc(100vw-32px)] -translate-x-1/2 rounded-panel"
    >
      <Dialog.Title className="sr-only">{PALETTE.label}</Dialog.Title>
      <Everything />
    </Dialog.Content>
  );
}

function Everything() {
  const [search, setSearch] = useState("");
  const everywhere = useEverywhere(search);
  const offered = usePalette((state) => state.offered);
  const [used] = useState(readUsed);
  const items = useMemo(() => [...offered, ...everywhere], [offered, everywhere]);
  const ranked = useMemo(() => rank(items, search, used), [items, search, used]);
  const choose = (id: string) => {
    const item = items.find((candidate) => candidate.id === id);
    if (!item) return;
    keepUsed(id);
    closePalette();
    // Once the dialog has let go of the focus: what is done may put it elsewhere.
    setTimeout(() => item.run());
  };
  return (
    <>
      <CommandList
        ranked
        label={PALETTE.label}
        options={ranked.map(({ item, group }) => optionOf(item, group))}
        search={search}
        onSearchChange={setSearch}
        empty="Nothing is called that."
        onSelect={choose}
      />
      <output className="sr-only">{search.trim() === "" ? "" : `${ranked.length} found`}</output>
    </>
  );
}

function optionOf({ id, label, icon, about, keys }: PaletteItem, group: string): CommandOption {
  const hint =
    keys || about !== undefined ? (
      <span className="flex items-center gap-2">
        {about !== undefined && <span className="max-w-64 truncate">{about}</span>}
        {keys && <Keys keys={keys} />}
      </span>
    ) : undefined;
  return { value: id, label, icon, group, ...(hint && { hint }) };
}
