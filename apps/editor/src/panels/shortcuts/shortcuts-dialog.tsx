import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { BOARD_COMMANDS } from "../../canvas/index.ts";
import { unbind, useBindings, type Keyed } from "../../keys/index.ts";
import { PALETTE } from "../../palette/index.ts";
import { Button, Dialog, Keys } from "../../ui/index.ts";
import { FLOW_COMMANDS } from "../commands/flow-commands.tsx";
import { useLayout, useLayoutStore } from "../layout-store.ts";
import { KeyRow } from "./key-row.tsx";

/** Everything that keys do in an open flow. */
export const ALL_KEYED: readonly Keyed[] = [PALETTE, ...FLOW_COMMANDS, ...BOARD_COMMANDS];

/** What hands do with keys held, and keys that mean the same everywhere: these can't be changed. */
type Fixed = readonly [what: string, keys: string[]];
const board = (part: (typeof BOARD_COMMANDS)[number]["part"]): Keyed[] =>
  // Of two that take turns the first stands for both.
  BOARD_COMMANDS.filter((command) => command.part === part && command.keysOf === undefined);
const flow = (part: (typeof FLOW_COMMANDS)[number]["part"]): Keyed[] => FLOW_COMMANDS.filter((command) => command.part === part);

const GROUPS: { title: string; commands: Keyed[]; fixed: Fixed[] }[] = [
  {
    title: "Steps",
    commands: [...flow("step"), ...board("edit")],
    fixed: [
      ["Move", ["←↑→↓"]],
      ["Leave a copy behind", ["alt", "drag"]],
    ],
  },
  {
    title: "Edit",
    commands: board("history"),
    fixed: [
      ["Copy, cut, paste", ["mod", "C / X / V"]],
      ["Select several", ["shift", "drag"]],
    ],
  },
  {
    title: "Board",
    commands: board("view"),
    fixed: [
      ["Zoom", ["mod", "scroll"]],
      ["Pan", ["scroll"]],
    ],
  },
  { title: "Flow", commands: [PALETTE, ...board("try"), ...flow("flow")], fixed: [] },
  { title: "Arrange", commands: [...board("line"), ...board("group")], fixed: [] },
];

/** Every key, and a press away from another one. Kept in this browser. */
export function ShortcutsDialog() {
  const layout = useLayoutStore();
  const open = useLayout((state) => state.dialog === "shortcuts");
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && layout.setState({ dialog: null })}
      title="Keys"
      description="Press a line to give it other keys. They are kept in this browser."
      size="lg"
    >
      <Sheet />
    </Dialog>
  );
}

function Sheet() {
  const changed = useBindings(({ chosen }) => Object.keys(chosen).length > 0);
  /** Of the command whose keys are being pressed. */
  const [asking, setAsking] = useState<string | null>(null);
  return (
    <>
      <div className="grid gap-x-10 gap-y-5 pb-2 sm:grid-cols-2">
        {GROUPS.map(({ title, commands, fixed }) => (
          <section key={title} aria-label={title}>
            <h3 className="pb-1 text-xs font-medium text-muted">{title}</h3>
            <ul>
              {commands.map((command) => (
                <KeyRow
                  key={command.id}
                  command={command}
                  all={ALL_KEYED}
                  asking={asking === command.id}
                  onAsk={(ask) => setAsking(ask ? command.id : null)}
                />
              ))}
              {fixed.map(([what, keys]) => (
                <li key={what} className="flex h-8 items-center justify-between gap-3 px-2">
                  {what}
                  <Keys keys={keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {changed && (
        <Button size="sm" variant="ghost" icon={<RotateCcw size={13} />} onClick={() => unbind()}>
          All keys as they came
        </Button>
      )}
    </>
  );
}
