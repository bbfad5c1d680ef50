import { BOARD_COMMANDS, PLACEABLE, wordsOf } from "../../canvas/index.ts";
import { textsOf, useEditor, viewOf } from "../../document/index.ts";
import { keysFor } from "../../keys/index.ts";
import { usePaletteSource, type PaletteItem } from "../../palette/index.ts";
import { NodeTile } from "../../ui/index.ts";
import { useAddAfterSelection } from "../palette/use-add-after-selection.ts";
import { useJumpToCard } from "../use-jump.ts";
import { FLOW_COMMANDS, type FlowHands } from "./flow-commands.tsx";

/** Offers the palette what there is to do to the open flow: its commands, its steps, every component. */
export function useFlowPalette(hands: () => FlowHands): void {
  const { store } = useEditor();
  const jump = useJumpToCard();
  const add = useAddAfterSelection();
  usePaletteSource(() => {
    const now = hands();
    const commands: PaletteItem[] = [
      ...FLOW_COMMANDS.map((command) => ({ command, run: () => command.run(now) })),
      ...BOARD_COMMANDS.filter((command) => command.fits(now)).map((command) => ({ command, run: () => command.run(now) })),
    ].map(({ command, run }) => ({
      id: command.id,
      label: command.label,
      icon: command.icon,
      group: "This flow",
      keys: keysFor(command),
      run,
    }));
    const steps = store.getState().document.nodes.map((node): PaletteItem => {
      const { manifest, face } = viewOf(node);
      const title = manifest?.title ?? node.type;
      return {
        id: `node ${node.id}`,
        label: node.name,
        icon: <NodeTile size="sm" icon={manifest?.icon ?? "puzzle"} group={manifest?.group ?? null} />,
        group: "Steps",
        about: face[0] ?? title,
        keywords: [title, ...textsOf(node.config)],
        run: () => jump(node.id),
      };
    });
    const components = PLACEABLE.map((manifest): PaletteItem => ({
      id: `add ${manifest.type}`,
      label: `Add ${manifest.title}`,
      icon: <NodeTile size="sm" icon={manifest.icon} group={manifest.group} />,
      group: "Add a step",
      keywords: wordsOf(manifest),
      run: () => add(manifest.type),
    }));
    return [...commands, ...steps, ...components];
  });
}
