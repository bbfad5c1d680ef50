import type { FlowDocument, FlowNode } from "@cordboard/flow";
import { Popover } from "radix-ui";
import { useState } from "react";
import { useDocumentState, useEditor, viewOf } from "../document/index.ts";
import { CommandList, GROUP_TITLES, NodeTile, returnFocus, type CommandOption } from "../ui/index.ts";
import { addComponent, connect } from "./board-edits.ts";
import { useBoardState, useBoardStore, type QuickAdd as Request } from "./board-store.ts";
import { PLACEABLE, wordsOf } from "./components.ts";
import { keepRecent, readRecent } from "./recent.ts";

const NODE = "node:";
const RECENT = "recent:";
/** More of them would hide the components. */
const LOOSE = 3;

/** The list that opens at an exit, on a cord or on the board: search, and the step is placed and plugged in. */
export function QuickAdd() {
  const board = useBoardStore();
  const request = useBoardState((state) => state.quickAdd);
  if (!request) return null;
  return <List key={`${request.at.x},${request.at.y}`} request={request} close={() => board.setState({ quickAdd: null })} />;
}

function List({ request, close }: { request: Request; close: () => void }) {
  const editor = useEditor();
  const document = useDocumentState((state) => state.document);
  const [search, setSearch] = useState("");
  // On the board the new step is what the next key is for.
  const [focus] = useState(() => (globalThis.document.activeElement?.closest(".react-flow") ? null : returnFocus()));
  const loose = request.from ? looseSteps(document, request.from.nodeId).slice(0, LOOSE) : [];
  const others = request.from ? document.nodes.filter((node) => !viewOf(node).manifest?.entry && !loose.includes(node)) : [];
  const recent: CommandOption[] = search === "" ? readRecent().flatMap((type) => COMPONENTS.find(({ value }) => value === type) ?? []) : [];
  const choose = (chosen: string) => {
    const value = chosen.startsWith(RECENT) ? chosen.slice(RECENT.length) : chosen;
    close();
    if (!value.startsWith(NODE)) keepRecent(value);
    if (value.startsWith(NODE) && request.from) connect(editor, request.from.nodeId, request.from.exit, value.slice(NODE.length));
    else addComponent(editor, value, optionsOf(request));
  };
  return (
    <Popover.Root open onOpenChange={(open) => !open && close()}>
      <Popover.Anchor asChild>
        <span className="fixed" style={{ left: request.at.x, top: request.at.y }} />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align="start"
          side="right"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Add a step"
          {...(focus && { onCloseAutoFocus: focus.giveBack })}
          className="floating pop-in z-50 w-72 outline-none"
        >
          <CommandList
            label={request.from ? "Add or connect a step" : "Add a step"}
            options={[
              ...loose.map((node) => ({ ...stepOption(node, "Not joined yet"), label: `Join to ${node.name}` })),
              ...recent.map((option) => ({ ...option, value: RECENT + option.value, group: "Recent" })),
              ...COMPONENTS,
              ...others.map((node) => stepOption(node, "Connect to a step of this flow")),
            ]}
            search={search}
            onSearchChange={setSearch}
            onSelect={choose}
            empty="No step is called that."
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Steps that nothing leads to: most likely what comes next. */
function looseSteps({ nodes, edges }: FlowDocument, from: string): FlowNode[] {
  const led = new Set(edges.map((edge) => edge.to));
  return nodes.filter((node) => node.id !== from && !led.has(node.id) && !viewOf(node).manifest?.entry);
}

function stepOption(node: FlowNode, group: string): CommandOption {
  const { face, manifest } = viewOf(node);
  return {
    value: NODE + node.id,
    label: node.name,
    keywords: [node.name, ...face],
    icon: <NodeTile size="sm" icon={manifest?.icon ?? "puzzle"} group={manifest?.group ?? null} />,
    group,
  };
}

const COMPONENTS: CommandOption[] = PLACEABLE.map((manifest) => ({
  value: manifest.type,
  label: manifest.title,
  keywords: wordsOf(manifest).slice(1),
  icon: <NodeTile size="sm" icon={manifest.icon} group={manifest.group} />,
  group: GROUP_TITLES[manifest.group],
}));

function optionsOf({ place, from, on }: Request) {
  return { ...(place ? { place } : {}), ...(from ? { from } : {}), ...(on === undefined ? {} : { on }) };
}
