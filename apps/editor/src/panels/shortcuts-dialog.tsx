import { BOARD_COMMANDS, type BoardCommand } from "../canvas/index.ts";
import { Dialog, Keys } from "../ui/index.ts";
import { useLayout, useLayoutStore } from "./layout-store.ts";

const GROUPS: [string, [string, string[]][]][] = [
  [
    "Steps",
    [
      ["Add a step after the selected one", ["A"]],
      ["Open the settings", ["enter"]],
      ["Rename", ["F2"]],
      ["Move", ["←↑→↓"]],
      ["Leave a copy behind", ["alt", "drag"]],
      ...handled("edit"),
    ],
  ],
  [
    "Edit",
    [
      ["Undo", ["mod", "Z"]],
      ["Redo", ["mod", "shift", "Z"]],
      ["Copy, cut, paste", ["mod", "C / X / V"]],
      ["Select everything", ["mod", "A"]],
      ["Select several", ["shift", "drag"]],
      ["Save now", ["mod", "S"]],
    ],
  ],
  [
    "Board",
    [
      ["Find a step", ["mod", "K"]],
      ["Show the whole flow", ["1"]],
      ["Zoom", ["mod", "scroll"]],
      ["Zoom in, out, to 100 %", ["+ / − / 0"]],
      ["Pan", ["scroll"]],
    ],
  ],
  ["Arrange", [...handled("line"), ...handled("group")]],
  [
    "Flow",
    [
      ["Try it", ["mod", "enter"]],
      ...handled("try"),
      ["Publish", ["mod", "shift", "P"]],
      ["Issues", ["I"]],
      ["Tests", ["T"]],
      ["These keys", ["?"]],
    ],
  ],
];

/** The board's commands of one part, with their keys. */
function handled(part: BoardCommand["part"]): [string, string[]][] {
  return BOARD_COMMANDS.flatMap((command) => (command.part === part && command.keys ? [[command.label, command.keys]] : []));
}

export function ShortcutsDialog() {
  const layout = useLayoutStore();
  const open = useLayout((state) => state.dialog === "shortcuts");
  return (
    <Dialog open={open} onOpenChange={(next) => !next && layout.setState({ dialog: null })} title="Keys" size="lg">
      <div className="grid gap-x-10 gap-y-5 pb-2 sm:grid-cols-2">
        {GROUPS.map(([title, rows]) => (
          <section key={title}>
            <h3 className="pb-1 text-xs font-medium text-muted">{title}</h3>
            <dl>
              {rows.map(([what, keys]) => (
                <div key={what} className="flex h-7 items-center justify-between">
                  <dt>{what}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
