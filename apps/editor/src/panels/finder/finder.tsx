import { Dialog } from "radix-ui";
import { useState } from "react";
import { textsOf, useDocumentState, viewOf } from "../../document/index.ts";
import { CommandList, NodeTile, type CommandOption } from "../../ui/index.ts";
import { useLayout, useLayoutStore } from "../layout-store.ts";
import { useJump } from "../use-jump.ts";

/** Finds a step by name, component or anything it says. */
export function Finder() {
  const layout = useLayoutStore();
  const open = useLayout((state) => state.dialog === "find");
  const close = () => layout.setState({ dialog: null });
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-40 bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          className="floating pop-in fixed top-[14vh] left-1/2 z-40 w-[480px] max-w-[calc(100vw-32px)] -translate-x-1/2 rounded-panel"
        >
          <Dialog.Title className="sr-only">Find a step</Dialog.Title>
          {open && <Steps close={close} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Steps({ close }: { close: () => void }) {
  const nodes = useDocumentState((state) => state.document.nodes);
  const jump = useJump();
  const [search, setSearch] = useState("");
  const options = nodes.map((node): CommandOption => {
    const { manifest, face } = viewOf(node);
    return {
      value: node.id,
      label: node.name,
      hint: <span className="block max-w-52 truncate">{face[0] ?? manifest?.title ?? node.type}</span>,
      keywords: [manifest?.title ?? node.type, ...textsOf(node.config)],
      icon: <NodeTile size="sm" icon={manifest?.icon ?? "puzzle"} group={manifest?.group ?? null} />,
    };
  });
  return (
    <CommandList
      label="Find a step"
      options={options}
      search={search}
      onSearchChange={setSearch}
      empty="No step says that."
      onSelect={(id) => {
        close();
        jump(id);
      }}
    />
  );
}
