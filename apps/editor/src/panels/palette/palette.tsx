import type { AnyManifest, Group } from "@cordboard/contract";
import { PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import { useMemo, useState } from "react";
import { PLACEABLE, wordsOf } from "../../canvas/index.ts";
import { GROUP_TITLES, GroupIcon, IconButton, Input } from "../../ui/index.ts";
import { useLayout, useLayoutStore } from "../layout-store.ts";
import { PaletteItem } from "./palette-item.tsx";

/** Every component, by group. Drag one to the board, or press it to add it after what is selected. */
export function Palette() {
  const layout = useLayoutStore();
  const open = useLayout((state) => state.palette);
  const [search, setSearch] = useState("");
  const groups = useMemo(() => groupsFor(search), [search]);
  const toggle = () => layout.setState({ palette: !open });
  if (!open) return <Strip onOpen={toggle} />;
  return (
    <aside aria-label="Components" className="flex w-[232px] shrink-0 flex-col border-r border-line bg-surface">
      <div className="flex items-center gap-1 p-2.5 pb-1.5">
        <div className="relative flex-1">
          <Search size={14} className="pointer-events-none absolute top-[9px] left-2.5 text-muted" aria-hidden />
          <Input
            aria-label="Search components"
            placeholder="Search"
            className="pl-8"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
        <IconButton label="Collapse the palette" icon={<PanelLeftClose size={16} />} onClick={toggle} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-4">
        {groups.map(([group, manifests]) => (
          <section key={group} aria-label={GROUP_TITLES[group]}>
            <h2 className="flex items-center gap-1.5 px-2 pt-3 pb-1 text-2xs font-medium text-muted">
              <GroupIcon group={group} />
              {GROUP_TITLES[group]}
            </h2>
            {manifests.map((manifest) => (
              <PaletteItem key={manifest.type} manifest={manifest} />
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className="px-2 py-6 text-center text-muted">No component is called that.</p>}
      </div>
    </aside>
  );
}

/** Collapsed: the icons alone. */
function Strip({ onOpen }: { onOpen: () => void }) {
  return (
    <aside aria-label="Components" className="flex w-12 shrink-0 flex-col items-center border-r border-line bg-surface">
      <div className="py-2.5 pb-1.5">
        <IconButton label="Open the palette" side="right" icon={<PanelLeftOpen size={16} />} onClick={onOpen} />
      </div>
      <div className="flex min-h-0 flex-1 flex-col items-center gap-0.5 overflow-y-auto px-1 pb-4 [scrollbar-width:none]">
        {groupsFor("").map(([group, manifests], index) => (
          <div key={group} className="flex flex-col items-center gap-0.5">
            {index > 0 && <span className="my-1 h-px w-6 bg-line" />}
            {manifests.map((manifest) => (
              <PaletteItem key={manifest.type} manifest={manifest} small />
            ))}
          </div>
        ))}
      </div>
    </aside>
  );
}

function groupsFor(search: string): [Group, AnyManifest[]][] {
  const wanted = search.trim().toLowerCase();
  const found =
    wanted === "" ? PLACEABLE : PLACEABLE.filter((manifest) => wordsOf(manifest).some((word) => word.toLowerCase().includes(wanted)));
  return [...Map.groupBy(found, (manifest) => manifest.group)];
}
