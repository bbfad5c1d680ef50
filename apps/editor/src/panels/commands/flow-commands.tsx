import {
  CircleAlert,
  Code,
  FlaskConical,
  History,
  Keyboard,
  Library,
  ListTree,
  Pencil,
  Phone,
  Route,
  Save,
  Settings2,
  SlidersHorizontal,
  TextSearch,
  Upload,
} from "lucide-react";
import type { ReactNode } from "react";
import { BOARD_COMMANDS, type Hands } from "../../canvas/index.ts";
import { meantBy, type Keyed } from "../../keys/index.ts";
import { FIRST_FIELD, NAME_FIELD, openDock, openFind, openOutline, type LayoutStore } from "../layout-store.ts";
import { openSelected } from "./open-selected.ts";

/** What a command of the whole page works on. */
export interface FlowHands extends Hands {
  layout: LayoutStore;
  /** Saves what was typed last. */
  save: () => void;
  tryIt: () => void;
}

/** Something an author does to the flow that is open, beside what hands do at the board. */
export interface FlowCommand extends Keyed {
  icon: ReactNode;
  part: "step" | "flow";
  run: (hands: FlowHands) => void;
}

const ICON = 14;

export const FLOW_COMMANDS: readonly FlowCommand[] = [
  {
    id: "save",
    label: "Save now",
    icon: <Save size={ICON} />,
    keys: ["mod", "S"],
    anywhere: true,
    part: "flow",
    run: ({ save }) => save(),
  },
  {
    id: "try",
    label: "Try it",
    icon: <Phone size={ICON} />,
    keys: ["mod", "enter"],
    anywhere: true,
    part: "flow",
    run: ({ tryIt }) => tryIt(),
  },
  {
    id: "publish",
    label: "Publish",
    icon: <Upload size={ICON} />,
    keys: ["mod", "shift", "P"],
    anywhere: true,
    part: "flow",
    run: ({ layout }) => layout.setState({ dialog: "publish" }),
  },
  {
    id: "find",
    label: "Find on the board",
    icon: <TextSearch size={ICON} />,
    keys: ["mod", "F"],
    anywhere: true,
    part: "flow",
    run: ({ layout }) => openFind(layout),
  },
  {
    id: "versions",
    label: "Versions",
    icon: <History size={ICON} />,
    keys: ["V"],
    part: "flow",
    run: ({ layout }) => layout.setState({ side: layout.getState().side === "versions" ? "node" : "versions" }),
  },
  {
    id: "flow-settings",
    label: "Flow settings",
    icon: <Settings2 size={ICON} />,
    keys: [","],
    part: "flow",
    run: ({ layout }) => layout.setState({ side: layout.getState().side === "flow" ? "node" : "flow" }),
  },
  {
    id: "components",
    label: "Show or hide the components",
    icon: <Library size={ICON} />,
    keys: ["P"],
    part: "flow",
    run: ({ layout }) => layout.setState({ palette: !layout.getState().palette }),
  },
  {
    id: "outline",
    label: "Outline",
    icon: <ListTree size={ICON} />,
    keys: ["O"],
    part: "flow",
    run: ({ layout }) => openOutline(layout),
  },
  {
    id: "issues",
    label: "Issues",
    icon: <CircleAlert size={ICON} />,
    keys: ["I"],
    part: "flow",
    run: ({ layout }) => openDock(layout, "issues"),
  },
  {
    id: "tests",
    label: "Tests",
    icon: <FlaskConical size={ICON} />,
    keys: ["T"],
    part: "flow",
    run: ({ layout }) => openDock(layout, "tests"),
  },
  { id: "trace", label: "Trace", icon: <Route size={ICON} />, part: "flow", run: ({ layout }) => openDock(layout, "trace") },
  { id: "json", label: "The flow as JSON", icon: <Code size={ICON} />, part: "flow", run: ({ layout }) => openDock(layout, "json") },
  {
    id: "keys",
    label: "Keys",
    icon: <Keyboard size={ICON} />,
    keys: ["?"],
    part: "flow",
    run: ({ layout }) => layout.setState({ dialog: "shortcuts" }),
  },
  {
    id: "open",
    label: "Open the settings",
    icon: <SlidersHorizontal size={ICON} />,
    keys: ["enter"],
    part: "step",
    run: (hands) => openSelected(hands, FIRST_FIELD),
  },
  {
    id: "rename",
    label: "Rename",
    icon: <Pencil size={ICON} />,
    keys: ["F2"],
    part: "step",
    run: (hands) => openSelected(hands, NAME_FIELD),
  },
];

export const flowCommand = (id: string): Keyed => {
  const found = [...FLOW_COMMANDS, ...BOARD_COMMANDS].find((command) => command.id === id);
  if (!found) throw new Error(`There is no command “${id}”`);
  return found;
};

/** Does what these keys mean to the page. False when they mean nothing to it. `free`: nobody types. */
export function flowCommandByKeys(chord: string, hands: FlowHands, free: boolean): boolean {
  const meant = meantBy(FLOW_COMMANDS, chord).find((command) => free || command.anywhere === true);
  meant?.run(hands);
  return meant !== undefined;
}
