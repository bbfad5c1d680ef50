import type { ReactFlowInstance } from "@xyflow/react";
import type { ReactNode } from "react";
import type { Editor, Point } from "../document/index.ts";
import type { Keyed } from "../keys/index.ts";
import type { BoardStore } from "./board-store.ts";

/** What a command works on. */
export interface Hands {
  editor: Editor;
  board: BoardStore;
  flow: ReactFlowInstance;
  /** Where something new would go: below the pointer, else in the middle of what is in sight. */
  place: Point;
}

/** Something hands do at the board: in its menu, by its keys, in the list of keys and in the palette alike. */
export interface BoardCommand extends Keyed {
  icon: ReactNode;
  danger?: boolean;
  part: "try" | "edit" | "line" | "group" | "history" | "view";
  /** Whether it makes sense now: a menu shows it, its keys work. */
  fits: (hands: Hands) => boolean;
  run: (hands: Hands) => void;
}
